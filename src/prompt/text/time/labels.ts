import { anyOf } from '../word-patterns.ts';
import { spelledNumber, toNumber } from './notation.ts';
import { lineBefore } from './place.ts';

/** `Shot 1`, `Shot 2B`, `SH 030`, `镜头2`, `第3镜`, `カット1`: where it stands and what it is called. */
export type ShotLabel = { word: string; number: number; start: number; end: number };

const number = `((?:[1-9]\\d{2}|0?\\d{1,2})(?!\\d)|[一二三四五六七八九十]{1,2}|${spelledNumber})`;
const label = new RegExp(
  `(?<![\\w/])(?:(${anyOf('shot')})[ \\t#]{0,2}${number}[a-h]?(?![\\w%])(?:[ \\t]?(?:\\/|of)[ \\t]?\\d{1,2}(?![\\w/]|:\\d|[ \\t]?[-–—~至到][ \\t]?\\d|[ \\t]?${anyOf('second')}))?|第${number} ?(${anyOf('shotAfter')}))(?![-–—~至到][\\d一二三四五六七八九十])`,
  'gi',
);
const lineHead = new RegExp(
  `^(?:[\\s\\-*•#>|【[("{]|\\p{Extended_Pictographic}|\\uFE0F){0,8}(?:(?:\\d{1,2}:\\d{2}(?::\\d{2})?|\\d{1,2}(?:\\.\\d)? ?${anyOf('second')})[\\])】]?[ \\t]?[|\\-–—:]?[ \\t]?)?$`,
  'iu',
);
const opensClause = /^[ \t]?(?:[:：(（[、】|·—–=≈→⇒➜➔]|[-=]>|[-/][ \t])/;
const statesLength = new RegExp(`^[ \\t]?[,，]?[ \\t]?\\d{1,2}(?:\\.\\d{1,2})? ?${anyOf('second')}`, 'i');

/** `120 bpm`, `100 steps` count things: such a number is a label only where a sign follows it, or a length that of a shot. */
const countsHundreds = /^[1-9]\d{2}$/;
const ofSheet = /^(?:s[ch]|[镜鏡])/i;

/** The labels that open a line or a clause: `the first shot 1 ends` has none. */
export function findShotLabels(text: string): ShotLabel[] {
  const labels: ShotLabel[] = [];
  for (const match of text.matchAll(label)) {
    const [whole, before, digits, ordinal, after] = match;
    const written = digits ?? ordinal ?? '';
    const end = match.index + whole.length;
    const opensLine = lineHead.test(lineBefore(text, match.index, 20)) || match.index < 8;
    const isSpelledOut = !/^\d/.test(written);
    const hasSign = opensClause.test(text.slice(end, end + 3));
    const isHead = hasSign || statesLength.test(text.slice(end, end + 16));
    if (countsHundreds.test(written) && !(isHead && (hasSign || ofSheet.test(before ?? after ?? '')))) continue;
    if (!isHead && (!opensLine || isSpelledOut)) continue;
    const value = toNumber(written);
    if (value === undefined) continue;
    labels.push({ word: (before ?? after ?? '').toLowerCase(), number: value, start: match.index, end });
  }
  return labels;
}

/** Where the last label before a place ends. Ask in rising order. */
export function createLabelCursor(labels: readonly ShotLabel[]): (at: number) => number | undefined {
  let i = 0;
  return (at) => {
    while (i < labels.length && (labels[i]?.end ?? 0) <= at) i += 1;
    return labels[i - 1]?.end;
  };
}

/** `skip` for the scan: past the number of a label. Ask in rising order. */
export function pastLabels(labels: readonly ShotLabel[]): (at: number) => number {
  let i = 0;
  return (at) => {
    while (i < labels.length && (labels[i]?.end ?? 0) <= at) i += 1;
    const next = labels[i];
    return next && next.start <= at ? next.end : at;
  };
}
