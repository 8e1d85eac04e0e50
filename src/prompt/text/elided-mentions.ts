import { matchAt } from './bare-mention.ts';
import type { Counts, Reference } from './mentions.ts';
import { readNumber } from './number-list.ts';
import { anyOf, hanNumber, valuesOf, wordStart } from './word-patterns.ts';

const serves = new RegExp(` ?${anyOf('serves')}`, 'iy');
const ordinals = valuesOf('ordinals');
/** Groups: the whole number, a digit, an ordinal, a counted one, the word behind it. */
const next = new RegExp(
  `(?:[,;，；、。] ?|\\. |(?:, ?| )?${anyOf('and')} ?)((\\d)(?! ?(?:${anyOf('counterAfter')}))|(?:${anyOf('article')} )?${wordStart}(${ordinals.pattern})|第(\\d|${hanNumber}) ?(?:${anyOf('counter')})|(\\d)(?:${anyOf('counterAfter')}))(?=( ?${anyOf('serves')}))`,
  'gi',
);
/** The same anywhere, also where no clause begins: `two doors: the first is red`. */
const another = new RegExp(
  `(?:${wordStart}(${ordinals.pattern})|第(\\d|${hanNumber}) ?(?:${anyOf('counter')})|(\\d)(?:${anyOf('counterAfter')}))(?= ?${anyOf('serves')})`,
  'gi',
);
const counter = new RegExp(`(?<=[第首\\d零〇一二两兩三四五六七八九十] ?)${anyOf('counter', 'counterAfter')}`, 'i');
const farthest = 160;

/**
 * The numbers whose noun stands only once: `Use image 1 for the face, 2 for the coat and 3 for the street`, `The first image is Ana, the
 * second is Ben`, `第一张图是主角，第二张是坐骑`. They count on, each begins a clause, has
 * the same counter and is followed by the same word, no other count begins between, and there are so many files.
 */
export function withElided(text: string, found: Reference[], counts: Counts | undefined): Reference[] {
  if (!counts) return found;
  const all = found.flatMap((one, i) => [one, ...elidedAfter(text, one, found[i + 1]?.start ?? text.length, counts)]);
  return all.length === found.length ? found : all;
}

function elidedAfter(text: string, first: Reference, until: number, counts: Counts): Reference[] {
  const { type, numbers, isSaid = false } = first;
  const said = plainWord(matchAt(serves, text, first.end)?.[0]);
  const elided: Reference[] = [];
  if (said === undefined || numbers.length !== 1) return elided;
  let { end } = first;
  for (let n = (numbers[0] ?? 0) + 1; n <= counts[type]; n += 1) {
    const clauses = [...text.slice(end, Math.min(until, end + farthest)).matchAll(next)];
    const clause = clauses.find(
      ([, , digit, ordinal, han, counted, word]) =>
        (digit === undefined) === isSaid &&
        (ordinal === undefined ? readNumber(digit ?? han ?? counted) : ordinals.valueOf(ordinal)) === n &&
        plainWord(word) === said,
    );
    if (!clause || countsAnew(text.slice(end, end + clause.index), n)) break;
    const [whole, written = ''] = clause;
    if (counterOf(written) !== counterOf(first.text)) break;
    const start = end + clause.index + whole.length - written.length;
    end = start + written.length;
    elided.push({ ...first, numbers: [n], start, end, text: written });
  }
  return elided;
}

/** `The first image is Ana. She opens two doors: the first is red, the second is blue`: the second door. */
function countsAnew(between: string, n: number): boolean {
  return [...between.matchAll(another)].some(([, ordinal, han, counted]) => {
    const value = ordinal === undefined ? readNumber(han ?? counted) : (ordinals.valueOf(ordinal) ?? 0);
    return value > 0 && value < n;
  });
}

/** `枚` of `1枚目の画像` and of `2枚目`. */
function counterOf(written: string): string | undefined {
  return counter.exec(written)?.[0].slice(0, 1);
}

function plainWord(word: string | undefined): string | undefined {
  return word?.trim().toLowerCase();
}
