import type { Length } from './lengths.ts';

/** A shot that a text gives a length instead of a place. */
export type Piece = { seconds: number; at: number; bodyStart: number; bodyEnd: number };

/** Each length opens the words up to the next one: behind its number, or where `startOf` says. */
export function piecesAfter(
  text: string,
  lengths: readonly Length[],
  startOf = ({ numbers }: Length): number => numbers.end,
): Piece[] {
  return lengths.map((length, i) => ({
    seconds: length.seconds,
    at: length.at,
    bodyStart: startOf(length),
    bodyEnd: lengths[i + 1]?.start ?? text.length,
  }));
}

/** Of several readings of a text the one that found most. */
export function longestOf<T>(readings: readonly (readonly T[])[]): readonly T[] {
  return readings.reduce((most, one) => (one.length > most.length ? one : most), []);
}

/** Tells the length that is the sum of the others, which is the whole's. */
export function findsSumOf(lengths: readonly { seconds: number }[]): (one: { seconds: number }) => boolean {
  const sum = lengths.reduce((all, { seconds }) => all + seconds, 0);
  return ({ seconds }) => Math.abs(sum - 2 * seconds) < 0.001;
}
