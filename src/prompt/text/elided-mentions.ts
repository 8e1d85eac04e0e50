import { matchAt } from './bare-mention.ts';
import type { Counts, Reference } from './mentions.ts';
import { anyOf } from './word-patterns.ts';

const serves = new RegExp(` ?${anyOf('serves')}`, 'iy');
const next = new RegExp(`(?:[,;，；、。] ?|(?:, ?| )?${anyOf('and')} ?)(\\d)(?=( ?${anyOf('serves')}))`, 'gi');
const farthest = 160;

/**
 * The numbers whose noun stands only once: `Use image 1 for the face, 2 for the coat and 3 for the street`. They count on, each
 * begins a clause and is followed by the same word, and there are so many files.
 */
export function withElided(text: string, found: Reference[], counts: Counts | undefined): Reference[] {
  if (!counts) return found;
  const all = found.flatMap((one, i) => [one, ...elidedAfter(text, one, found[i + 1]?.start ?? text.length, counts)]);
  return all.length === found.length ? found : all;
}

function elidedAfter(text: string, first: Reference, until: number, counts: Counts): Reference[] {
  const { type, numbers, style } = first;
  const said = plainWord(matchAt(serves, text, first.end)?.[0]);
  const elided: Reference[] = [];
  if (said === undefined || numbers.length !== 1) return elided;
  let { end } = first;
  for (let n = (numbers[0] ?? 0) + 1; n <= counts[type]; n += 1) {
    const clauses = [...text.slice(end, Math.min(until, end + farthest)).matchAll(next)];
    const clause = clauses.find(([, digit, word]) => Number(digit) === n && plainWord(word) === said);
    if (!clause) break;
    const start = end + clause.index + clause[0].length - 1;
    end = start + 1;
    elided.push({ type, numbers: [n], start, end, text: text.slice(start, end), style });
  }
  return elided;
}

function plainWord(word: string | undefined): string | undefined {
  return word?.trim().toLowerCase();
}
