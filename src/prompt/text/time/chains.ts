import { anyOf } from '../word-patterns.ts';
import type { Length } from './lengths.ts';
import type { TimeMark } from './marks.ts';
import { tidy, toNumber } from './notation.ts';
import { joins } from './run.ts';

/** `First 3 seconds … next 4 seconds … last 5 seconds`, with ranges between them: each begins where the one before ends. */
export function chainOrdinals(
  ranges: readonly TimeMark[],
  lengths: readonly Length[],
  total: number | undefined,
): TimeMark[] {
  const ordinal = lengths.filter((length) => length.ordinal !== undefined);
  if (ordinal.length === 0) return [];
  const opening = ordinal.length > 1 && !ordinal.some((one) => one.ordinal === 'first') ? openingOf(lengths) : [];
  const chain: TimeMark[] = [];
  for (const piece of [...ranges, ...opening, ...ordinal].sort((a, b) => a.start - b.start)) {
    const last = chain.at(-1);
    const mark = 'seconds' in piece ? placed(piece, last) : piece;
    if (mark && (last ? joins(last, mark) : mark.from === 0)) chain.push(mark);
  }
  const end = chain.at(-1)?.to;
  return chain.length > 1 && (total === undefined || total === end) ? chain : [];
}

/** `Black for 1 second. Then 4 seconds of fog. Then 5 seconds of sun.`: the only length before them is the first. */
function openingOf(lengths: readonly Length[]): Length[] {
  const [first, second] = lengths;
  const isFirst = first?.numbers.hasUnit && !first.isPoint && first.ordinal === undefined && second?.ordinal === 'next';
  return isFirst && first.seconds > 0 ? [{ ...first, ordinal: 'first' }] : [];
}

function placed({ ordinal, seconds, start, end, numbers }: Length, last: TimeMark | undefined): TimeMark | undefined {
  if ((ordinal === 'first') !== (last === undefined)) return undefined;
  const from = last?.to ?? 0;
  return {
    from,
    to: tidy(from + seconds),
    start,
    end,
    fromSpan: [numbers.at, numbers.at],
    written: '',
    certainty: 'sure',
    isBare: false,
  };
}

/** `0-3 fog, 3-8 bell, 8-12 gulls, 12 s`: numbers anywhere that join from 0 to the stated end; three of them need none if one has a unit. */
export function chainLoose(ranges: readonly TimeMark[], total: number | undefined): TimeMark[] {
  const chain: TimeMark[] = [];
  for (const mark of ranges) {
    const last = chain.at(-1);
    if (last ? mark.from === last.to : mark.from === 0) chain.push(mark);
  }
  const isFit = chain.length > 1 && chain.at(-1)?.to === total;
  const isSure = total === undefined && chain.length > 2 && chain.some(({ isBare }) => !isBare);
  return isFit || isSure ? chain : [];
}

const openRange = new RegExp(
  `(?<![\\d.:])(\\d{1,2}:\\d{2}|\\d{1,3}(?:\\.\\d{1,2})?)[ \\t]?(?:${anyOf('second')})?[ \\t]?(?:\\+|(?:[-–—~→至到]|to|until|till)[ \\t]?(?:the )?(?:${anyOf('closes')}))[ \\t]?[)\\]】）]?[ \\t]?[:：]?`,
  'gi',
);

/** `8s-end: gulls` after `3-8s: bell`: the last shot, which ends with the whole. */
export function openMark(text: string, marks: readonly TimeMark[], total: number | undefined): TimeMark | undefined {
  const last = marks.at(-1);
  if (!last) return undefined;
  openRange.lastIndex = last.end;
  for (let match = openRange.exec(text); match; match = openRange.exec(text)) {
    const [whole, written = ''] = match;
    if (toNumber(written) !== last.to) continue;
    const longest = Math.max(...marks.map(({ from, to }) => to - from));
    const to = total !== undefined && total > last.to ? total : last.to + longest;
    const at = match.index;
    return {
      ...last,
      from: last.to,
      to,
      start: at,
      end: at + whole.length,
      fromSpan: [at, at + written.length],
      written,
    };
  }
  return undefined;
}
