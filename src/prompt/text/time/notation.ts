import { timeWords } from '../../languages/reading/index.ts';
import type { TimeWords } from '../../languages/reading/time-words.ts';

/** The words of one field in all languages as one piece of a pattern: whole Latin words, other scripts anywhere. */
export function anyOf(...fields: (keyof TimeWords)[]): string {
  const words = [...new Set(fields.flatMap((field) => timeWords.flatMap((words) => words[field].split('|'))))];
  const longestFirst = words.filter((word) => word !== '').sort((a, b) => b.length - a.length);
  const [whole, anywhere] = [longestFirst.filter(isLatin), longestFirst.filter((word) => !isLatin(word))];
  const parts = [whole.length > 0 ? `(?:${whole.join('|')})${wordEnd}` : '', anywhere.join('|')];
  return `(?:${parts.filter((part) => part !== '').join('|')})`;
}

/** Before a Latin word. Digits are no letters: `3s`. */
export const wordStart = '(?<![a-zß-ÿа-яё])';
const wordEnd = '(?![a-zß-ÿа-яё])';

function isLatin(word: string): boolean {
  return /[a-zа-я]/.test(word.replace(/\\./g, '')[0] ?? '');
}

const numberWords = new Map(
  timeWords.flatMap(({ numbers }) =>
    numbers
      .split('|')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [value = '', ...word] = entry.split(' ');
        return [word.join(' '), Number(value)] as const;
      }),
  ),
);

const clock = '\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?';
const decimal = '\\d{1,3}(?!\\d)(?:\\.\\d{1,3})?';
const commaDecimal = '\\d{1,2},\\d{1,2}(?![\\d,])';
const han = '[零〇一二两兩三四五六七八九十]{1,3}';
export const spelledNumber = `${wordStart}(?:${[...numberWords.keys()].sort((a, b) => b.length - a.length).join('|')})${wordEnd}`;

const unit = `(?:[ \\t-]{0,2}(?:(${anyOf('second')}|″)|(${anyOf('minute')})))?`;
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
  `(?<![\\d./])(?<!\\d:)(${clock}|${commaDecimal}|${decimal}|${han}|${spelledNumber})${ordinal}${unit}${until}` +
    `(?:[ \\t]{0,2}(${join})[ \\t]{0,2}(?:第|seconds? )?(${clock}|${closingDecimal}|${decimal}|${han}|${spelledNumber})(?!\\d|:\\d)${unit}${until})?`,
  'gi',
);

/** Seconds or minutes as a number, however they are written. Undefined where it is no number. */
export function toNumber(written: string): number | undefined {
  if (written.includes(':')) {
    return written
      .replace(',', '.')
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0);
  }
  if (/^\d/.test(written)) return Number(written.replace(',', '.'));
  return numberWords.get(written.toLowerCase().replace('-', ' ')) ?? fromHan(written);
}

const hanDigits = '零一二三四五六七八九';

/** `三`, `十五`, `二十`, `两`. */
function fromHan(written: string): number | undefined {
  const plain = written.replace(/〇/g, '零').replace(/[两兩]/g, '二');
  if (!/^[零一二三四五六七八九十]+$/.test(plain)) return undefined;
  const [tens = '', ones = ''] = plain.includes('十') ? plain.split('十') : ['零', plain];
  if (tens.length > 1 || ones.length > 1) return undefined;
  return (tens === '' ? 1 : hanDigits.indexOf(tens)) * 10 + (ones === '' ? 0 : hanDigits.indexOf(ones));
}

/** Seconds as the composer writes them: at most two decimals, no trailing zeros. */
export function formatSeconds(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}
