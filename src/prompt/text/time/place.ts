import { anyOf, wordStart } from '../word-patterns.ts';

/** What stands before a time: an opening bracket, a word that belongs to it, and where its mark begins. */
export type Left = { start: number; bracket: string; hasUnit: boolean; isPoint: boolean };
/** What stands after it. `end` is behind the bracket and the colon. */
export type Right = { end: number; closed: boolean; colon: boolean };

const leftPart = new RegExp(`(?:${wordStart}(${anyOf('from')}) ?[:：=+]? ?|第 ?)?$`, 'i');
/** `第3秒`, `second 3`: the third second. */
const pointWords = new RegExp(`^(?:第|(?=[^\\s]{3})${anyOf('second')}) ?$`, 'i');
const unitWords = /^(?:sec|seg|с(?!$)|t$)/i;
const timeKey =
  /(?:^|[\s"'{,|*-])(?:time(?:code|stamp|[_ ]range)?|secs?|seconds?|时间段?|時間)["'*]{0,2} ?[:：=|] ?["'[(]?$/i;

export function leftOf(text: string, at: number): Left {
  const near = text.slice(Math.max(0, at - 14), at);
  const word = leftPart.exec(near);
  const start = at - (word?.[0].length ?? 0);
  const opened = /([[(【（「"]|\*{2}) ?$/.exec(text.slice(Math.max(0, start - 3), start));
  return {
    start: start - (opened?.[0].length ?? 0),
    bracket: opened?.[1] ?? '',
    isPoint: pointWords.test(word?.[0] ?? ''),
    hasUnit: unitWords.test(word?.[1] ?? '') || timeKey.test(text.slice(Math.max(0, at - 20), at)),
  };
}

const closing: Record<string, string> = {
  '[': ']',
  '(': ')',
  '【': '】',
  '（': '）',
  '「': '」',
  '"': '"',
  '**': '**',
};
/** `0-3秒画面：`: a short word may stand between a time and its colon. */
const labelAfter = /^(?: ?\*{0,2} ?[:：|]|[^\s:：,.;，。；、（("]{1,8}[:：])/;

export function rightOf(text: string, from: number, bracket: string): Right {
  let end = from;
  while (text[end] === ' ' && end - from < 2) end += 1;
  const close = closing[bracket];
  const closed = close !== undefined && text.startsWith(close, end);
  if (closed) end += (close ?? '').length;
  else end = from;
  const label = labelAfter.exec(text.slice(end, end + 12));
  if (!label) return { end, closed, colon: false };
  const isBareColon = /^[ *]*[:：|]$/.test(label[0]);
  return { end: isBareColon ? end + label[0].length : end, closed, colon: true };
}

/** Bullets, numbers, a bracketed tag or a shot label may stand before a time that opens a line. */
const linePrefix = new RegExp(
  `^[\\s\\-*•·▪#>|"{①-⑳◆■●★▶\\p{Extended_Pictographic}\\uFE0F]{0,8}(?:\\d{1,2}[.)、] ?)?(?:[【[][^】\\]\\n]{1,16}[】\\]] ?)?` +
    `(?:(?:\\*{2})?(?:${anyOf('shot')}|time(?:code|stamp)?|时间段|时间|時間)"?[ #]?(?:[\\d一二三四五六七八九十]{1,2})?)?[\\s:：,，、|*—–"-]{0,4}$`,
  'iu',
);

export function startsLine(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - 48), at);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  if (line.length === near.length && at > 48) return false;
  return linePrefix.test(line);
}

/** Whether a sentence or a clause begins here. */
export function startsClause(text: string, at: number): boolean {
  return /(?:^|[.;。；!?！？\n|][ \t*"]{0,3})$/.test(text.slice(Math.max(0, at - 4), at));
}

/** The rest of the line before a place, at most `most` characters. */
export function lineBefore(text: string, at: number, most: number): string {
  const near = text.slice(Math.max(0, at - most), at);
  return near.slice(near.lastIndexOf('\n') + 1);
}

export function isTimeOfDay(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 6), start);
  const after = text.slice(end, end + 6);
  return (
    /(?:\b[ap]\.?m\.?|上午|下午|早上|晚上|凌晨)\s*$/i.test(before) || /^\s*(?:[ap]\.?m\b|点|时|點|時)/i.test(after)
  );
}
