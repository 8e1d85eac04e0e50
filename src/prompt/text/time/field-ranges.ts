import { anyOf } from '../word-patterns.ts';
import type { TimeMark } from './marks.ts';
import { toNumber } from './notation.ts';

const time = `["']?(\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?|\\d{1,3}(?:\\.\\d{1,3})?)[ \\t]?(?:${anyOf('second')})?["']?`;
const suffix = `(?:[_ ]?(?:time|at|s(?:ec(?:onds?)?)?|时间))?["']?\\s{0,2}[:：=]\\s{0,2}`;
const pair = new RegExp(
  `(?<![\\w])["']?(?:start|begin|from|开始|起始)${suffix}${time}[ \\t]{0,3}[,;，；]?\\s{0,24}["']?(?:end|stop|to|until|结束)${suffix}${time}`,
  'gi',
);

/** `"start": 0, "end": 4` in YAML or JSON: the names of the fields are the unit. */
export function findFieldRanges(text: string): TimeMark[] {
  return [...text.matchAll(pair)].flatMap((match): TimeMark[] => {
    const [whole, first = '', second = ''] = match;
    const from = toNumber(first) ?? 0;
    const to = toNumber(second) ?? 0;
    if (!(from < to)) return [];
    const start = match.index;
    const at = start + whole.indexOf(first);
    const span: [number, number] = [at, at + first.length];
    return [
      { from, to, start, end: start + whole.length, fromSpan: span, written: first, certainty: 'sure', isBare: false },
    ];
  });
}
