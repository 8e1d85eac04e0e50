import { readingWords } from '../languages/reading/index.ts';
import type { ReadingWords } from '../languages/reading/reading-words.ts';

type Field = Exclude<keyof ReadingWords, 'camera'>;

/** The words of fields in all languages as one piece of a pattern: whole Latin words, other scripts anywhere. */
export function anyOf(...fields: Field[]): string {
  return alternatives(fields.flatMap((field) => wordsOf(field)));
}

/** Behind a length that is no shot's: it counts to a moment or from one, or something fits into it. */
export const moments = ['momentAfter', 'laterAfter', 'withinAfter'] as const satisfies readonly Field[];

/** The same where no letter stands before a Latin word: `logo` holds no `go`; `Mara旁白` holds `旁白`. */
export function anyWord(field: Field, languages = readingWords): string {
  return alternatives(wordsOf(field, languages), wordStart);
}

/** The same of words with values (`3 three`), and the value of one that was found. */
export function valuesOf(field: Field): { pattern: string; valueOf(written: string): number | undefined } {
  const entries = wordsOf(field).map((entry) => {
    const space = entry.indexOf(' ');
    return { value: Number(entry.slice(0, space)), word: entry.slice(space + 1) };
  });
  const known = entries.map(({ value, word }) => ({ value, whole: new RegExp(`^${word}$`, 'i') }));
  return {
    pattern: alternatives(entries.map(({ word }) => word)),
    valueOf: (written) => known.find(({ whole }) => whole.test(written))?.value,
  };
}

/** The words right behind a number: `3 seconds later`, `3-second hold`, `3秒后`; a blank before a word of another script parts it. */
export function behind(...fields: Field[]): RegExp {
  return new RegExp(`^(?:[ \\t-](?=\\w))?${anyOf(...fields)}`, 'i');
}

/** Before a Latin word. Digits are no letters: `3s`. */
export const wordStart = '(?<![a-zß-ÿа-яё])';
const wordEnd = '(?![a-zß-ÿа-яё])';

function wordsOf(field: Field, languages = readingWords): string[] {
  return languages.flatMap((words) => words[field].split('|')).filter((word) => word !== '');
}

function alternatives(words: readonly string[], start = ''): string {
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length);
  const whole = longestFirst.filter(isLatin);
  const anywhere = longestFirst.filter((word) => !isLatin(word));
  const parts = [whole.length > 0 ? `${start}(?:${whole.join('|')})${wordEnd}` : '', anywhere.join('|')];
  return `(?:${parts.filter((part) => part !== '').join('|')})`;
}

function isLatin(word: string): boolean {
  return /[0-9a-zа-я&]/.test(word[0] ?? '');
}

export const hanNumber = '[零〇一二两兩三四五六七八九十]{1,3}';
const hanDigits = '零一二三四五六七八九';

/** `三`, `十五`, `二十`, `两`. */
export function fromHan(written: string): number | undefined {
  const plain = written.replace(/〇/g, '零').replace(/[两兩]/g, '二');
  if (!/^[零一二三四五六七八九十]+$/.test(plain)) return undefined;
  const [tens = '', ones = ''] = plain.includes('十') ? plain.split('十') : ['零', plain];
  if (tens.length > 1 || ones.length > 1) return undefined;
  return (tens === '' ? 1 : hanDigits.indexOf(tens)) * 10 + (ones === '' ? 0 : hanDigits.indexOf(ones));
}
