import { anyOf, fromHan, hanNumber, valuesOf, wordStart } from '../word-patterns.ts';

const numberWords = valuesOf('numbers');

/** `0'05"`, as sport and music write it. */
const primes = `\\d{1,2}['′’]\\d{2}(?:["″”](?![\\w])|'')?`;
/** The fourth part of a timecode counts frames. */
const clock = `(?:\\d{1,2}:\\d{2}(?::\\d{2}){0,2}(?:[.,]\\d{1,3})?|${primes})`;
/** `1 minute 30 seconds`, `00m05s`, `1分30秒`. */
const minutesAndSeconds = `\\d{1,2}[ \\t]?(?:m|${anyOf('minute')})[ \\t]?(?:${anyOf('and')}[ \\t])?\\d{1,2}[ \\t]?${anyOf('second')}`;
/** `1分半`, `一分半钟`. */
const minutesAndHalf = `(?:\\d{1,2}|${hanNumber})${anyOf('minuteAndHalf')}`;
/** `2500ms`, `500毫秒`. */
const milliseconds = `\\d{1,6}[ \\t]?${anyOf('millisecond')}`;
const decimal = '\\d{1,3}(?!\\d)(?:\\.\\d{1,3})?';
const commaDecimal = '\\d{1,2},\\d{1,2}(?![\\d,])';
export const spelledNumber = `${wordStart}${numberWords.pattern}`;

/** A line may be broken before the word, not before the first word of the next line (`Seconds 0-4`). */
const unit = `(?:(?:[ \\t-]{0,2}|\\n(?=seconds?\\b(?! ?\\d)))(?:(${anyOf('second')}|″|"(?=：))|(${anyOf('minute')})))?`;
const until = `(?:${anyOf('until')})?`;
/** `the first 3 seconds`, and in French the other way round: `les 3 premières secondes`. */
const ordinal = `(?:[ \\t](?:${anyOf('more')}|(${anyOf('first', 'next', 'last')})))?`;
const join = `(?:[-=]{1,2}>|-{1,2}|[–—‑−~〜～→⇒➜➔➡▶►]️?|\\.{2,3}|…|(?<=:\\d{2})\\/(?=\\d{1,2}:)|${anyOf('join')})`;
/** The first time of `1500-4000 ms`. */
const countedBefore = `\\d{1,6}(?=[ \\t]{0,2}${join}[ \\t]{0,2}${milliseconds})`;
/** The second time of `0-3,3-6s` is 3, not 3.3. */
const closingDecimal = `${commaDecimal}(?![ \\t]?${join})`;

/**
 * A number with what may belong to it: `3`, `3s`, `00:03`, `three seconds`, `三秒`, and as a range `0-3s`, `零到三秒`.
 * Groups: number, ordinal, seconds, minutes, join, second number, seconds, minutes.
 */
export const timePattern = new RegExp(
  `(?<![\\d.])(?<!\\/(?!\\d{1,2}:\\d{2}))(?<!\\d:)(${milliseconds}|${countedBefore}|${minutesAndSeconds}|${minutesAndHalf}|${clock}|${commaDecimal}|${decimal}|${hanNumber}|${spelledNumber})${ordinal}${unit}${until}` +
    `(?:[ \\t]{0,2}(${join})[ \\t]{0,2}(?:第|(?:${anyOf('second')}) |t\\+)?(${milliseconds}|${minutesAndSeconds}|${minutesAndHalf}|${clock}|${closingDecimal}|${decimal}|${hanNumber}|${spelledNumber})(?!\\d|:\\d|[.,]\\d{1,3}:\\d)${unit}${until})?`,
  'gi',
);

const isMinutesAndSeconds = new RegExp(`^${minutesAndSeconds}$`, 'i');
const isMinutesAndHalf = new RegExp(`^${minutesAndHalf}$`, 'i');
const halfMinute = new RegExp(`${anyOf('minuteAndHalf')}$`, 'i');
const isMilliseconds = new RegExp(`^${milliseconds}$`, 'i');

/** Whether a number states its own unit: `00:04`, `0'04"`, `1m30s`. */
export function isClock(written: string): boolean {
  return /^\d+[:'′’]/.test(written);
}

export function hasOwnUnit(written: string): boolean {
  return isMinutesAndSeconds.test(written) || isMinutesAndHalf.test(written) || countsMilliseconds(written);
}

export function countsMilliseconds(written: string): boolean {
  return isMilliseconds.test(written);
}

/** Frames in a second that a text names, else those of film. */
export function framesIn(text: string): number {
  const [, frames] = /(?<!\d)(\d{2})(?:\.\d{1,3})? ?(?:fps|frames per second|帧)/i.exec(text) ?? [];
  return frames === undefined ? 24 : Number(frames);
}

/** Seconds or minutes as a number, however they are written. Undefined where it is no number. */
export function toNumber(written: string, fps = 24): number | undefined {
  if (countsMilliseconds(written)) return Number.parseInt(written, 10) / 1000;
  if (isMinutesAndHalf.test(written)) return (toNumber(written.replace(halfMinute, '')) ?? 0) * 60 + 30;
  if (isClock(written) || hasOwnUnit(written)) return fromParts(written, fps);
  if (/^\d/.test(written)) return Number(written.replace(',', '.'));
  return numberWords.valueOf(written) ?? fromHan(written);
}

function fromParts(written: string, fps: number): number {
  const parts = written.replace(',', '.').match(/\d+(?:\.\d+)?/g) ?? [];
  const seconds = parts.slice(0, 3).reduce((sum, part) => sum * 60 + Number(part), 0);
  return tidy(seconds + Number(parts[3] ?? 0) / fps);
}

/** Seconds to a thousandth, so that sums of tenths come out even. */
export function tidy(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** Seconds as the composer writes them: at most two decimals, no trailing zeros. */
export function formatSeconds(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}
