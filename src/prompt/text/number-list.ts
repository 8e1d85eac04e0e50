import { isMeasure, matchAt } from './bare-mention.ts';

/** A range is expanded to at most so many numbers. */
const maxRange = 64;

const tightRange = /[-–~至到](\d{1,6})/y;
const nextInList = /[、/](\d{1,2})(?!\d)/y;
const nextInPlural = /(?:, ?and |, ?| and | & |、|和)(\d{1,2})(?!\d)/y;

/** `-4` of `1-4`, `、2、3` of `1、2、3`, `and 2` of `Images 1 and 2`. A list goes on only by ones, else it is something else. */
export function readMoreNumbers(
  text: string,
  from: number,
  first: number,
  plural: boolean,
): { numbers: number[]; end: number } {
  const range = matchAt(tightRange, text, from);
  if (range) {
    const last = Number(range[1]);
    if (last > first && !isMeasure(text, tightRange.lastIndex)) {
      return { numbers: expandRange(first, last), end: from + range[0].length };
    }
    return { numbers: [first], end: from };
  }
  const numbers = [first];
  let end = from;
  while (numbers.length < maxRange) {
    const next = matchAt(nextInList, text, end) ?? (plural ? matchAt(nextInPlural, text, end) : undefined);
    if (!next || Number(next[1]) !== first + numbers.length || isMeasure(text, end + next[0].length)) break;
    numbers.push(first + numbers.length);
    end += next[0].length;
  }
  return { numbers, end };
}

export function expandRange(first: number, last: number): number[] {
  return Array.from({ length: Math.min(last - first + 1, maxRange) }, (_, i) => first + i);
}

/** What stands between the two mentions of a range: `@图片1-@图片5`. */
export function isRangeSign(gap: string): boolean {
  return rangeBetween.test(gap);
}

const rangeBetween = /^(?:-|–|~| - | – | ~ |至| 至 )$/;
