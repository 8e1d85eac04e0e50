/** The candidate within `most` letters of what was written, if any; of a short one fewer letters may differ. */
export function findNearest(written: string, candidates: readonly string[], most = 2): string | undefined {
  const word = written.toLowerCase();
  const near = candidates
    .filter(({ length }) => Math.abs(length - word.length) <= most)
    .map((candidate) => ({ candidate, letters: editDistance(word, candidate.toLowerCase()) }))
    .filter(({ letters, candidate }) => letters <= Math.min(most, candidate.length / 4))
    .sort((a, b) => a.letters - b.letters);
  return near[0]?.candidate;
}

/** Letters to change, add, drop or swap with their neighbour. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
