import { expect } from 'vitest';

/** Whether work grows with the text and not with its square: 200 kB take at most four times as long a character as 20 kB. A busy machine gets five tries. */
export function expectLinear(work: (text: string) => void, piece: string): void {
  const [short, long] = [fill(piece, 20_000), fill(piece, 200_000)];
  work(short);
  const tries = [0, 1, 2, 3, 4];
  const isLinear = tries.some(() => {
    const small = Math.min(timed(work, short), timed(work, short));
    return timed(work, long) < Math.max(10 * 4 * small, 120);
  });
  expect(isLinear, `${JSON.stringify(piece)} takes more than linear time`).toBe(true);
}

function timed(work: (text: string) => void, text: string): number {
  const started = performance.now();
  work(text);
  return performance.now() - started;
}

function fill(piece: string, size: number): string {
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
}
