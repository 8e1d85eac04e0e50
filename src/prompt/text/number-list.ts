import { isMeasure, matchAt } from './bare-mention.ts';
import { anyOf, fromHan } from './word-patterns.ts';

/** A range is expanded to at most so many numbers. */
const maxRange = 64;

const number = '(\\d{1,6}|[一二三四五六七八九十]{1,3})';
const tightRange = new RegExp(`[-–~～至到]${number}`, 'y');
const spokenRange = new RegExp(`(?: ?(?:to|through|thru|-|–|至|到) ?)${number}`, 'iy');
const comma = /(?:[、/]|, ?)(\d{1,2}|[一二三四五六七八九十]{1,2})(?!\d)/y;
const tightComma = /[、/](\d{1,2})(?!\d)/y;
const and = new RegExp(`(?:, ?| ?)${anyOf('and')} ?(\\d{1,2}|[一二三四五六七八九十]{1,2})(?!\\d)`, 'iy');

export type NumberList = { numbers: number[]; end: number };

/** How sure it is that more numbers belong to a mention: a plural (`Images 1 and 2`), a mark (`@image1 and 2`), or neither. */
type Ties = 'plural' | 'marked' | 'none';

/** `-4` of `1-4`, `、2、3` of `1、2、3`, `, 2 and 3` of `@Image1, 2 and 3`. Numbers rise; what is counted or measured is none of them. */
export function readMoreNumbers(text: string, from: number, first: number, ties: Ties): NumberList {
  const alone = { numbers: [first], end: from };
  const range = matchAt(ties === 'none' ? tightRange : spokenRange, text, from) ?? matchAt(tightRange, text, from);
  if (range) {
    const last = readNumber(range[1]);
    const end = from + range[0].length;
    return last > first && !isMeasure(text, end) ? { numbers: expandRange(first, last), end } : alone;
  }
  const list = readList(text, alone, ties);
  return countsThings(text, list, ties) ? alone : list;
}

function readList(text: string, alone: NumberList, ties: Ties): NumberList {
  const numbers = [...alone.numbers];
  let end = alone.end;
  while (numbers.length < maxRange) {
    const last = matchAt(and, text, end);
    const next = last && ties !== 'none' ? last : matchAt(ties === 'none' ? tightComma : comma, text, end);
    const value = readNumber(next?.[1]);
    const follows = numbers.at(-1) ?? 0;
    if (!next || value <= follows || (value !== follows + 1 && next !== last) || isMeasure(text, end + next[0].length))
      break;
    numbers.push(value);
    end += next[0].length;
    if (next === last && !matchAt(and, text, end)) break;
  }
  return { numbers, end };
}

const plural = /^ (?:[a-z'-]{2,14} )?(?:[a-z]{2,14}(?<!s)s|people|men|women|children|mice|geese|sheep|fish)\b/i;

/** `@image1 and 2 dogs`: the last number counts what follows. */
function countsThings(text: string, { numbers, end }: NumberList, ties: Ties): boolean {
  return ties === 'marked' && numbers.length > 1 && plural.test(text.slice(end, end + 32));
}

/** `2`, `二`. */
export function readNumber(written = ''): number {
  return /^\d/.test(written) ? Number(written) : (fromHan(written) ?? 0);
}

export function expandRange(first: number, last: number): number[] {
  return Array.from({ length: Math.min(last - first + 1, maxRange) }, (_, i) => first + i);
}

/** What stands between the two mentions of a range: `@图片1-@图片5`. */
export function isRangeSign(gap: string): boolean {
  return rangeBetween.test(gap);
}

const rangeBetween = /^(?:-|–|~| - | – | ~ |至| 至 |到| 到 | to | through )$/;
