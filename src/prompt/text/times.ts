import { foldWidth } from './mentions.ts';

/** A time range as it stands in a text. Seconds. */
export type TimeMark = {
  from: number;
  to: number;
  /** Offsets of the whole mark, with its brackets and its colon. */
  start: number;
  end: number;
  /** Offsets of the first time alone, so that it can be rewritten. */
  fromSpan: [number, number];
  /** The first time as written: `4`, `00:04`, `1.50`. */
  written: string;
  /** `sure`: stands where a shot begins. `maybe`: may be prose, counts only where it continues a timeline. */
  certainty: 'sure' | 'maybe';
};

/**
 * Every range of seconds: `0-3s`, `第0–3秒`, `[00:01.5-00:03]`, `0.0 TO 1.6 SECONDS`, `0-3秒画面：`, `(0-5秒)`, `Seconds 0-3:`.
 * Ratios, clock times, delays (`0.2-0.4 s delay`) and settings (`4–15 s`) are none. Time is linear in the length of the text.
 */
export function findTimeMarks(original: string): TimeMark[] {
  const text = foldExceptColon(original);
  const marks: TimeMark[] = [];
  range.lastIndex = 0;
  for (let match = range.exec(text); match; match = range.exec(text)) {
    const mark = readMark(text, match);
    if (mark) marks.push(mark);
    else range.lastIndex = match.index + (match[1]?.length ?? 1);
  }
  return marks;
}

/** A Chinese colon ends a label (`镜头1：0-3秒`), a narrow one may be part of a clock time. */
function foldExceptColon(original: string): string {
  return original.includes('：') ? original.split('：').map(foldWidth).join('：') : foldWidth(original);
}

/** Seconds as the compiler writes them: at most two decimals, no trailing zeros. */
export function formatSeconds(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}

/** Anything later than this is a clock time or a year, not a place in a clip. */
const latestSecond = 180;

const clock = '\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?';
const seconds = '\\d{1,3}(?:\\.\\d{1,3})?';
const unit = '(?:s(?:ec(?:ond)?s?)?(?![a-z])|秒钟?|с(?:ек(?:унд[аы]?)?)?(?![а-я])|seg(?:undo)?s?(?![a-z])|″)';
const join = '(?:-->|->|-{1,2}|[–—‑−~〜→至到]|to(?![a-z])|до|a(?= \\d))';
const range = new RegExp(
  `(?<![\\d./])(?<!\\d:)(${clock}|${seconds})[ \\t]{0,2}(${unit})?[ \\t]{0,2}${join}[ \\t]{0,2}第?(${clock}|${seconds})(?!\\d|:\\d)[ \\t-]{0,2}(${unit})?`,
  'gi',
);

function readMark(text: string, match: RegExpExecArray): TimeMark | undefined {
  const [whole, first = '', firstUnit, second = '', secondUnit] = match;
  const isClock = first.includes(':') || second.includes(':');
  if (isClock && !(first.includes(':') && second.includes(':'))) return undefined;
  const from = toSeconds(first);
  const to = toSeconds(second);
  if (!(from < to) || to > latestSecond) return undefined;
  const at = match.index;
  const left = leftOf(text, at);
  const right = rightOf(text, at + whole.length, left.bracket);
  if (isClock && isTimeOfDay(text, at, at + whole.length)) return undefined;
  const hasUnit = isClock || firstUnit !== undefined || secondUnit !== undefined || left.hasUnit;
  const atLineStart = startsLine(text, left.start);
  const opensShot =
    right.colon || (left.bracket !== '' && right.closed && (left.bracket !== '(' || atLineStart)) || atLineStart;
  if (!hasUnit && !(opensShot && (right.colon || right.closed))) return undefined;
  const spoken = isProse(text, left.start, right.end, right.colon);
  return {
    from,
    to,
    start: left.start,
    end: right.end,
    fromSpan: [at, at + first.length],
    written: first,
    certainty: opensShot && !spoken ? 'sure' : 'maybe',
  };
}

function toSeconds(written: string): number {
  return written
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

function isTimeOfDay(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 6), start);
  const after = text.slice(end, end + 6);
  return /(?:\b[ap]\.?m\.?|上午|下午|早上|晚上|凌晨)\s*$/i.test(before) || /^\s*(?:[ap]\.?m\b|点|时)/i.test(after);
}

type Left = { start: number; bracket: string; hasUnit: boolean };

const leftPart = /(?:(?:(?<![a-z])(seconds?|secs?|секунды?|t) ?[:：=]? ?)|第 ?)?$/i;

function leftOf(text: string, at: number): Left {
  const near = text.slice(Math.max(0, at - 12), at);
  const word = leftPart.exec(near);
  const start = at - (word?.[0].length ?? 0);
  const opened = /([[(【（「]|\*{2}) ?$/.exec(text.slice(Math.max(0, start - 3), start));
  return {
    start: start - (opened?.[0].length ?? 0),
    bracket: opened?.[1] ?? '',
    hasUnit: word?.[1] !== undefined,
  };
}

type Right = { end: number; closed: boolean; colon: boolean };

const closing: Record<string, string> = { '[': ']', '(': ')', '【': '】', '「': '」', '**': '**' };

function rightOf(text: string, from: number, bracket: string): Right {
  let end = from;
  while (text[end] === ' ' && end - from < 2) end += 1;
  const close = closing[bracket];
  const closed = close !== undefined && text.startsWith(close, end);
  if (closed) end += (close ?? '').length;
  else end = from;
  const label = /^(?: ?\*{0,2} ?[:：]|[^\s:：,.;，。；、（(]{1,8}[:：])/.exec(text.slice(end, end + 12));
  if (!label) return { end, closed, colon: false };
  const isBareColon = /^[ *]*[:：]$/.test(label[0]);
  return { end: isBareColon ? end + label[0].length : end, closed, colon: true };
}

/** Bullets, numbers, a bracketed tag or a shot label may stand before a mark that opens a line. */
const linePrefix =
  /^[\s\-*•·▪#>|]{0,6}(?:\d{1,2}[.)、] ?)?(?:[【[][^】\]\n]{1,16}[】\]] ?)?(?:(?:\*{2})?(?:shot|scene|beat|cut|clip|part|panel|act|time(?:code)?|镜头|分镜|场景|画面|时间段|时间|镜)[ #]?(?:[\d一二三四五六七八九十]{1,2})?)?[\s:：,，、|*—–-]{0,4}$/i;

function startsLine(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - 48), at);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  if (line.length === near.length && at > 48) return false;
  return linePrefix.test(line);
}

const proseBefore =
  /(?:each|every|per|about|around|within|for|lasts?|duration|delay|interval|每|约|大约|间隔|延迟|时长|控制在|之间)[^\n\d]{0,10}$/i;
const proseAfter =
  /^[ -]?(?:delay|each|per|apart|intervals?|long|durations?|clips?|max|supported|videos?|的|左右|之间|以内|延迟|间隔|一个|一次|不等)/i;

/** `0.2-0.4 s delay`, `each shot 0.6–1.2 s`, `每镜头2-3秒`: lengths, not places in time. */
function isProse(text: string, start: number, end: number, colon: boolean): boolean {
  if (!colon && proseAfter.test(text.slice(end, end + 14))) return true;
  const near = text.slice(Math.max(0, start - 24), start);
  return proseBefore.test(near.slice(near.lastIndexOf('\n') + 1));
}
