type Sample<T> = { index: number; value: T };

/** Keeps items spread evenly over a stream of unknown length, the first and the last among them. */
export function createEvenSample<T>(count: number): { add(value: T): void; take(): Sample<T>[] } {
  let kept: Sample<T>[] = [];
  let last: Sample<T> | undefined;
  let step = 1;
  return {
    add(value) {
      last = { index: last ? last.index + 1 : 0, value };
      if (last.index % step === 0) kept.push(last);
      if (kept.length <= 8 * count) return;
      step *= 2;
      kept = kept.filter(({ index }) => index % step === 0);
    },
    take() {
      if (!last) return [];
      const items = kept.at(-1) === last ? kept : [...kept, last];
      const places = Math.min(count, items.length);
      const end = last.index;
      const chosen = Array.from({ length: places }, (_, n) => nearest(items, (end * n) / Math.max(1, places - 1)));
      return [...new Set(chosen)];
    },
  };
}

function nearest<T>(items: Sample<T>[], target: number): Sample<T> {
  return items.reduce((best, item) => (Math.abs(item.index - target) < Math.abs(best.index - target) ? item : best));
}
