import type { ReferenceType } from '../../core/reference-file.ts';
import { countsInWords, standsBare } from './bare-mention.ts';
import { foldWidth } from './fold-width.ts';
import { expandRange, isRangeSign, readMoreNumbers } from './number-list.ts';
import { findSpelling, spellingWords } from './spellings.ts';
import { fromHan } from './word-patterns.ts';

export type { ReferenceType } from '../../core/reference-file.ts';

/** How many files of each type there are. */
export type Counts = Record<ReferenceType, number>;

/** One mention of reference files inside a text. `start` and `end` are offsets of the whole mention, brackets included. */
export type Reference = {
  type: ReferenceType;
  /** Per type from 1. A range `1-4` is expanded, to at most 64 numbers. */
  numbers: number[];
  start: number;
  end: number;
  text: string;
  /** What marks it and which word it uses: `@` + `image_file`, `` + `图片`, `<<<` + `image`. */
  style: { sigil: Sigil; word: string };
  /** Said without a number: `the first image`, `@video`. */
  isSaid?: true;
};

export type Sigil = '@' | '[' | '<' | '<<' | '<<<' | '{' | '{{' | '';

/**
 * Every numbered mention of a reference file, in any spelling met in the wild: `@image_file_1`, `@ 图片 1`, `@Image1-4`, `[Image 1]`, `【@图1】`,
 * `<<<Image1>>>`, `{{image1}}`, `视频2`, `图片一`, full-width digits, run-ons glued to other words. Look-alikes (`GPT Image 2`, `分镜图1`, `video 15 s`) are none.
 * Time is linear in the length of the text. `isLoose`: words that are too common in prose (`photo 1`, `img_1`) need no mark.
 */
export function findNumbered(original: string, isLoose = false): Reference[] {
  if (!/[\d０-９一二三四五六七八九十①-⑨]|\b(?:one|two|three|four|five|six|seven|eight|nine)\b/i.test(original))
    return [];
  const text = foldWidth(original);
  const found: Reference[] = [];
  const counts = countsInWords(text);
  for (const match of text.matchAll(candidate)) {
    const previous = found.at(-1);
    if (previous && match.index < previous.end) continue;
    const reference = readMention(text, match, original, { counts, isLoose, previousEnd: previous?.end ?? -1 });
    if (!reference) continue;
    if (previous && joinRange(text, previous, reference, original)) continue;
    found.push(reference);
  }
  return found;
}

/** Every number that is mentioned, per type, ascending. */
export function mentionedNumbers(references: readonly Reference[]): Record<ReferenceType, number[]> {
  const seen = { image: new Set<number>(), video: new Set<number>(), audio: new Set<number>() };
  for (const { type, numbers } of references) for (const n of numbers) seen[type].add(n);
  const ascending = (type: ReferenceType) => [...seen[type]].sort((a, b) => a - b);
  return { image: ascending('image'), video: ascending('video'), audio: ascending('audio') };
}

const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const candidate = new RegExp(
  `(${spellingWords(({ standing }) => standing !== 'said' && standing !== 'given')})(_files?|s)?([ \\t]?(?:(?:no|nr|num|number)\\.?|n[°º]|№)[ \\t]?(?=\\d)|[ \\t_#-]{0,3})(\\d{1,15}|[①-⑨]|(?<=[\\u3040-\\u9fff])[一二三四五六七八九十]{1,2}|(?<=[ _])(?:${numberWords.join('|')})(?![a-z]))`,
  'gi',
);

const circled = '①②③④⑤⑥⑦⑧⑨';

function toNumber(digits: string): number {
  if (circled.includes(digits)) return circled.indexOf(digits) + 1;
  return /^\d/.test(digits) ? Number(digits) : (fromHan(digits) ?? numberWords.indexOf(digits.toLowerCase()) + 1);
}

type Context = { counts: boolean; isLoose: boolean; previousEnd: number };

function readMention(
  text: string,
  match: RegExpExecArray,
  original: string,
  { counts, isLoose, previousEnd }: Context,
): Reference | undefined {
  const [whole, rawWord = '', suffix = '', gap = '', digits = ''] = match;
  const spelling = findSpelling(rawWord);
  if (!spelling) return undefined;
  const { type, word, standing } = spelling;
  const left = readLeft(text, match.index);
  const ties = suffix === 's' ? 'plural' : left.at !== undefined ? 'marked' : 'none';
  const right = readRight(text, match.index + whole.length, toNumber(digits), left.open, ties);
  const closed = left.open !== '' && right.closed && standing !== 'at';
  const at = left.at !== undefined;
  const start = closed ? left.start : (left.at ?? match.index);
  const bare = {
    spelling,
    suffix,
    gap,
    digits,
    count: right.numbers.length,
    runOn: match.index === previousEnd,
    counts,
    isLoose,
  };
  if (!at && !closed && !standsBare(text, match.index, right.end, bare)) return undefined;
  if (at && start !== previousEnd && isAddress(text, start, right.end)) return undefined;
  return {
    type,
    numbers: right.numbers,
    start,
    end: right.end,
    text: original.slice(start, right.end),
    style: { sigil: at ? '@' : closed ? left.open : '', word: suffix.startsWith('_') ? `${word}_file` : word },
  };
}

/** `mail@image1.example`: a name before the `@` and a domain after it. */
function isAddress(text: string, at: number, end: number): boolean {
  return /[\w.-]/.test(text[at - 1] ?? '') && /^[\w-]*\.[a-z]{2,}/i.test(text.slice(end, end + 24));
}

type Left = { at: number | undefined; open: Sigil; start: number };

/** The mark before the word: `@`, `[`, `【`, `<`, `<<<` or a bracket on either side of the `@`. */
function readLeft(text: string, wordStart: number): Left {
  const inner = readOpening(text, wordStart);
  const atEnd = skipSpacesBack(text, inner.start, 3);
  if (text[atEnd - 1] !== '@') return { at: undefined, open: inner.open, start: inner.start };
  const at = atEnd - 1;
  if (inner.open !== '') return { at, open: inner.open, start: at };
  const outer = readOpening(text, at);
  return { at, open: outer.open, start: outer.start };
}

function readOpening(text: string, before: number): { open: Sigil; start: number } {
  const end = skipSpacesBack(text, before, 1);
  const sign = text[end - 1];
  if (sign === '[' || sign === '【') return { open: '[', start: end - 1 };
  let count = 0;
  const most = sign === '<' ? 3 : sign === '{' ? 2 : 0;
  while (count < most && text[end - 1 - count] === sign) count += 1;
  if (count === 0) return { open: '', start: before };
  return { open: sign?.repeat(count) as Sigil, start: end - count };
}

function skipSpacesBack(text: string, from: number, most: number): number {
  let at = from;
  while (from - at < most && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return at;
}

type Right = { numbers: number[]; end: number; closed: boolean };

type Ties = Parameters<typeof readMoreNumbers>[3];

function readRight(text: string, end: number, first: number, open: Sigil, ties: Ties): Right {
  const more = readMoreNumbers(text, end, first, ties);
  const close = closingEnd(text, more.end, open);
  if (close === undefined) return { ...more, closed: false };
  if (more.numbers.length > 1) return { ...more, end: close, closed: true };
  return { ...readMoreNumbers(text, close, first, ties), closed: true };
}

function closingEnd(text: string, from: number, open: Sigil): number | undefined {
  if (open === '') return undefined;
  const at = text[from] === ' ' ? from + 1 : from;
  if (open === '[') return text[at] === ']' || text[at] === '】' ? at + 1 : undefined;
  const close = open.startsWith('<') ? '>' : '}';
  return text.startsWith(close.repeat(open.length), at) ? at + open.length : undefined;
}

/** `@图片1-@图片5` is one range: the second mention is taken into the first. */
function joinRange(text: string, first: Reference, second: Reference, original: string): boolean {
  const gapLength = second.start - first.end;
  if (gapLength < 1 || gapLength > 3 || first.type !== second.type || first.numbers.length + second.numbers.length > 2)
    return false;
  if (!isRangeSign(text.slice(first.end, second.start))) return false;
  const [from = 0] = first.numbers;
  const [to = 0] = second.numbers;
  if (to <= from) return false;
  first.numbers = expandRange(from, to);
  first.end = second.end;
  first.text = original.slice(first.start, first.end);
  return true;
}
