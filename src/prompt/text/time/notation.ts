import { anyOf, fromHan, hanNumber, valuesOf, wordStart } from '../word-patterns.ts';

const numberWords = valuesOf('numbers');

/** The fourth part of a timecode counts frames. */
const clock = '\\d{1,2}:\\d{2}(?::\\d{2}){0,2}(?:[.,]\\d{1,3})?';
const decimal = '\\d{1,3}(?!\\d)(?:\\.\\d{1,3})?';
const commaDecimal = '\\d{1,2},\\d{1,2}(?![\\d,])';
export const spelledNumber = `${wordStart}${numberWords.pattern}`;

/** A line may be broken before the word, not before the first word of the next line (`Seconds 0-4`). */
const unit = `(?:(?:[ \\t-]{0,2}|\\n(?=seconds?\\b(?! ?\\d)))(?:(${anyOf('second')}|″|"(?=：))|(${anyOf('minute')})))?`;
const until = `(?:${anyOf('until')})?`;
/** `the first 3 seconds`, and in French the other way round: `les 3 premières secondes`. */
const ordinal = `(?:[ \\t](?:${anyOf('more')}|(${anyOf('first', 'next', 'last')})))?`;
const join = `(?:-->|->|-{1,2}|[–—‑−~〜～→]|${anyOf('join')})`;
/** The second time of `0-3,3-6s` is 3, not 3.3. */
const closingDecimal = `${commaDecimal}(?![ \\t]?${join})`;

/**
 * A number with what may belong to it: `3`, `3s`, `00:03`, `three seconds`, `三秒`, and as a range `0-3s`, `零到三秒`.
 * Groups: number, ordinal, seconds, minutes, join, second number, seconds, minutes.
 */
export const timePattern = new RegExp(
  `(?<![\\d./])(?<!\\d:)(${clock}|${commaDecimal}|${decimal}|${hanNumber}|${spelledNumber})${ordinal}${unit}${until}` +
    `(?:[ \\t]{0,2}(${join})[ \\t]{0,2}(?:第|seconds? |t\\+)?(${clock}|${closingDecimal}|${decimal}|${hanNumber}|${spelledNumber})(?!\\d|:\\d)${unit}${until})?`,
  'gi',
);

/** Seconds or minutes as a number, however they are written. Undefined where it is no number. */
export function toNumber(written: string): number | undefined {
  if (written.includes(':')) {
    return written
      .replace(',', '.')
      .split(':')
      .slice(0, 3)
      .reduce((sum, part) => sum * 60 + Number(part), 0);
  }
  if (/^\d/.test(written)) return Number(written.replace(',', '.'));
  return numberWords.valueOf(written) ?? fromHan(written);
}

/** Seconds as the composer writes them: at most two decimals, no trailing zeros. */
export function formatSeconds(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}
