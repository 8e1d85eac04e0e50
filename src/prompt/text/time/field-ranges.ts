import { anyOf } from '../word-patterns.ts';
import type { TimeMark } from './marks.ts';
import { toNumber } from './notation.ts';

const time = `["']?(\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?|\\d{1,3}(?:\\.\\d{1,3})?)[ \\t]?(?:${anyOf('second')})?["']?`;
const suffix = `(?:[_ ]?(?:time|at|s(?:ec(?:onds?)?)?|时间))?["']?\\s{0,2}[:：=]\\s{0,2}`;
const [starts, ends] = ['start|begin|from|in|开始|起始|入点', 'end|stop|to|until|out|结束|出点'];
const pair = new RegExp(
  `(?<![\\w])["']?(?:${starts})${suffix}${time}[ \\t]{0,3}[,;，；]?\\s{0,24}["']?(?:${ends})${suffix}${time}`,
  'gi',
);
const clock = '(\\d{1,2}(?::\\d{2}){1,3})';
const clockPair = new RegExp(`(?<![\\w])(?:tc )?in ${clock}[ \\t,;–—-]{1,4}(?:tc )?out ${clock}`, 'gi');

/** `"start": 0, "end": 4` in YAML or JSON, `IN 00:00 OUT 00:04`: the names of the fields are the unit. */
export function findFieldRanges(text: string): TimeMark[] {
  return [...text.matchAll(pair), ...text.matchAll(clockPair)].flatMap((match): TimeMark[] => {
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
