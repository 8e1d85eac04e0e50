import type { TimeMark } from './marks.ts';

/** The ranges that are the timeline, in order. */
export type Run = {
  marks: TimeMark[];
  /** The numbering begins again: how many more storyboards follow in the same text. */
  restarts: number;
  /** A header around inner shots: `0-15s:`. */
  summary?: [number, number];
};

/** Bare numbers that fit no stated length may run so far. */
const longestGuess = 30;

/** Of all ranges, those that are the timeline: doubtful ones only where they continue it, headers and later storyboards set aside. */
export function chooseRun(candidates: readonly TimeMark[], total: number | undefined): Run {
  const run = chooseMarks(candidates);
  const { marks } = run;
  const [first] = marks;
  const last = marks.at(-1);
  if (!first || !last) return { ...run, marks: [] };
  const fitsTotal = last.to === total;
  if (marks.length === 1 && first.from > (fitsTotal ? 1 : 0)) return { ...run, marks: [] };
  const touches =
    first.from === 0 && marks.length > 1 && marks.every((mark, i) => i === 0 || marks[i - 1]?.to === mark.from);
  const isBare = marks.every((mark) => mark.isBare);
  return isBare && !fitsTotal && !(touches && last.to <= longestGuess) ? { ...run, marks: [] } : run;
}

function chooseMarks(candidates: readonly TimeMark[]): Run {
  const marks: TimeMark[] = [];
  let restarts = 0;
  let summary: [number, number] | undefined;
  for (const [i, mark] of candidates.entries()) {
    const last = marks.at(-1);
    const next = candidates[i + 1];
    if (isAside(last, mark, next)) continue;
    if (isDoubtful(mark) && !continues(last, mark, next)) continue;
    if (last && mark.from === last.from && mark.to < last.to) {
      marks.pop();
      summary ??= [last.from, last.to];
    } else if (last && marks.length > 1 && mark.from === marks[0]?.from) {
      if (isSummaryAfter(marks, mark)) {
        summary ??= [mark.from, mark.to];
        continue;
      }
      const again = candidates.slice(i, i + marks.length);
      const isSame =
        again.length === marks.length &&
        again.every(({ from, to }, n) => from === marks[n]?.from && to === marks[n]?.to);
      if (isSame && isTerse(marks)) marks.splice(0, marks.length, ...again);
      else restarts += 1;
      break;
    }
    marks.push(mark);
  }
  return { marks, restarts, summary };
}

/** `0-4s: hard cut` and so on: a list of the times, whose shots are told after it. */
function isTerse(marks: readonly TimeMark[]): boolean {
  return marks.slice(1).every(({ start }, i) => start - (marks[i]?.end ?? 0) < 32);
}

function isDoubtful({ certainty, isBare }: TimeMark): boolean {
  return certainty === 'maybe' || isBare;
}

/** `最后2-3秒：渐暗`, `at 3-5s: add sparks`: speaks of a part of what is said, or stands between two shots that join without it. */
function isAside(last: TimeMark | undefined, mark: TimeMark, next: TimeMark | undefined): boolean {
  if (!last || joins(last, mark)) return false;
  if (next && joins(last, next) && !joins(mark, next)) return true;
  return mark.from > 0 && mark.from !== last.from && mark.to <= last.to;
}

function continues(last: TimeMark | undefined, mark: TimeMark, next: TimeMark | undefined): boolean {
  if (last) return joins(last, mark);
  return mark.from <= 1 && (mark.isBare || (next !== undefined && joins(mark, next)));
}

export function joins(before: TimeMark, after: TimeMark): boolean {
  return after.from === before.to || isInclusive(before, after);
}

/** `0-3, 4-8`: a way of counting, not a hole. */
export function isInclusive(before: TimeMark, after: TimeMark): boolean {
  return (
    after.from === before.to + 1 &&
    [before, after].every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to))
  );
}

/** `0-2.9s, 3.0-5.9s`: counting in tenths leaves out the tenth between. */
export function isHairline(before: TimeMark, { from }: TimeMark): boolean {
  return from > before.to && from - before.to < 0.11;
}

/** `0-15s` once more after the shots, as a sum. */
function isSummaryAfter(marks: readonly TimeMark[], mark: TimeMark): boolean {
  return marks.length > 1 && mark.from === marks[0]?.from && mark.to === marks.at(-1)?.to;
}
