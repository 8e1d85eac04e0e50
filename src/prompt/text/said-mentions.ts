import type { Counts, Reference, ReferenceType } from './mentions.ts';
import { expandRange, readNumber } from './number-list.ts';
import { findSpelling, spellingWords } from './spellings.ts';
import { anyOf, hanNumber, valuesOf, wordStart } from './word-patterns.ts';

const noun = `(${spellingWords(() => true)})(?![\\w-]|s\\b)`;
const anyNoun = new RegExp(
  spellingWords(() => true),
  'i',
);
const ordinals = valuesOf('ordinals');
const article = `(?:${anyOf('article')} )?`;
const number = `(\\d{1,2}|${hanNumber})`;
const counted = new RegExp(
  `(?:第${number}(?:[-–~至到]第?${number})? ?(?:${anyOf('counter')})|${number}(?:${anyOf('counterAfter')})の|(首)(?:${anyOf('counter')}))的?(?:${anyOf('given')}的?){0,2}${noun}`,
  'gi',
);
/** What `counted` begins with or holds, which is soon asked. */
const hasCounter = /[第首枚本番目個つ]/;
const orderedNoun = new RegExp(
  `${wordStart}${article}(${ordinals.pattern})[ \\t]?(?:${anyOf('given')}[ \\t]?){0,2}${noun}(?: ${anyOf('givenAfter')})?`,
  'gi',
);
const places = valuesOf('firstOf');
const numberWords = valuesOf('numbers');
const few = `(\\d|${numberWords.pattern}|[二两兩三四五六七八九])`;
/** Groups: place, number, number, place, noun. */
const several = new RegExp(
  `(?:${wordStart}${article}(${places.pattern})[ \\t]?${few}|${wordStart}${article}${few}[ \\t](${places.pattern}))[ \\t]?(?:${anyOf('counter')}[ \\t]?)?(?:${anyOf('given')}的?[ \\t]?){0,2}(${spellingWords(() => true)})s?(?![\\w-])`,
  'gi',
);
const marked = new RegExp(`@ ?${noun}(?![ \\t_#-]{0,3}[\\d一二三四五六七八九十])`, 'gi');
const handedOver = new RegExp(
  `(?:${wordStart}(?:the |this |my |our )?(?:${anyOf('given')}[ \\t]?){1,3}${noun}|${wordStart}${article}${noun} ${anyOf('givenAfter')}|${wordStart}(${spellingWords(({ standing }) => standing === 'given')}))(?![ \\t_#-]{0,3}\\d)`,
  'gi',
);
const within = new RegExp(`(?<=${wordStart}(?:in|from|of) )the ${noun}|${noun}(?=[中里裡](?:的|，|,))`, 'gi');
/** `a 20-second clip`, `a ten second video`: a length. */
const lengthBefore = new RegExp(`(?:\\d|${wordStart}${valuesOf('numbers').pattern})[ -]?$`, 'i');
/** `the girl of the third image`: a file, even where it is missing. */
const ofFile = /\b(?:in|from|of) $/i;
/** `the first image we see`: of the film, not of the files. */
const ofFilm =
  /^ (?:of the (?:film|video|clip|story|sequence)|we see|you see|that (?:we|appears|fades)|to appear|fades|appears|on screen|in the (?:film|sequence|montage))\b/i;

/** Whether a text has a word for files at all, which is soon asked. */
export function hasFileWords(text: string): boolean {
  return anyNoun.test(text);
}

/**
 * Files that are said without a number: `the first image`, `第二张图片`, `@video`, `the reference image`. An ordinal needs so many files,
 * or none at all, where the counts are unknown; a file without any number needs to be the only one of its type.
 */
export function findSaid(
  text: string,
  numbered: readonly Reference[],
  counts: Counts | undefined,
  isWhole: boolean,
): Reference[] {
  const isUnknown = counts === undefined || counts.image + counts.video + counts.audio === 0;
  const most = (type: ReferenceType) => (isUnknown ? 9 : counts[type]);
  const isTaken = new Set(numbered.flatMap(({ type, numbers }) => numbers.map((n) => `${type}${n}`)));
  if (!isUnknown && isEveryFileTaken(counts, isTaken)) return [];
  const fromEnd = ({ type, numbers }: Reference) =>
    numbers.map((n) => (n < 0 && !isUnknown && counts[type] > 1 ? counts[type] + n + 1 : n));
  const byCount = hasCounter.test(text) ? matches(text, counted, countOf) : [];
  const said = [...matches(text, orderedNoun, orderOf), ...byCount, ...matches(text, several, severalOf)];
  const ordered = said
    .map((one) => ({ ...one, numbers: fromEnd(one) }))
    .filter(
      ({ type, numbers, start, end }) =>
        numbers.every((n) => n >= 1 && !isTaken.has(`${type}${n}`)) &&
        !ofFilm.test(text.slice(end, end + 40)) &&
        !lengthBefore.test(text.slice(Math.max(0, start - 14), start)),
    );
  const isGiven = ({ type, numbers }: Reference) => numbers.every((n) => n <= most(type));
  const given = new Set(ordered.filter(isGiven).map(({ type }) => type));
  const isMissing = ({ type, start }: Reference) =>
    given.has(type) && !isUnknown && ofFile.test(text.slice(Math.max(0, start - 8), start));
  const inOrder = ordered.filter((one) => isGiven(one) || isMissing(one));
  const isMentioned = new Set([...numbered, ...inOrder].map(({ type }) => type));
  const isOnly = (type: ReferenceType) => !isMentioned.has(type) && counts?.[type] === 1;
  const alone = (text.includes('@') ? matches(text, marked, firstOf) : []).filter(
    ({ type }) => isOnly(type) || (isUnknown && !isMentioned.has(type)),
  );
  const handed = matches(text, handedOver, firstOf).filter(({ type }) => isOnly(type));
  const sure = [...inOrder, ...alone, ...handed];
  if (!isWhole) return sure;
  const loose = matches(text, within, firstOf).filter(
    ({ type }) => isOnly(type) && !sure.some((one) => one.type === type),
  );
  return [...sure, ...loose];
}

/** Then a word without a number speaks of none. */
function isEveryFileTaken(counts: Counts, isTaken: ReadonlySet<string>): boolean {
  return (['image', 'video', 'audio'] as const).every(
    (type) =>
      counts[type] <= 99 &&
      Array.from({ length: counts[type] }, (_, i) => `${type}${i + 1}`).every((file) => isTaken.has(file)),
  );
}

type Read = (match: RegExpExecArray) => number[];

function matches(text: string, pattern: RegExp, read: Read): Reference[] {
  return [...text.matchAll(pattern)].flatMap((match): Reference[] => {
    const word = match.findLast((group, i) => i > 0 && group !== undefined && findSpelling(group) !== undefined) ?? '';
    const spelling = findSpelling(word);
    const numbers = read(match);
    if (!spelling || numbers.length === 0) return [];
    const [whole] = match;
    const start = match.index;
    const style = { sigil: '', word: spelling.word } as const;
    return [{ type: spelling.type, numbers, start, end: start + whole.length, text: whole, style, isSaid: true }];
  });
}

function firstOf(): number[] {
  return [1];
}

function orderOf([, ordinal = '']: RegExpExecArray): number[] {
  const value = ordinals.valueOf(ordinal.trim());
  return value === undefined ? [] : [value];
}

/** `the first two`: 1 and 2; `the last two`: -2 and -1. */
function severalOf([, before, first, second, behind]: RegExpExecArray): number[] {
  const written = first ?? second ?? '';
  const count = numberWords.valueOf(written) ?? readNumber(written);
  if (!Number.isInteger(count) || count < 2 || count > 9) return [];
  return places.valueOf(before ?? behind ?? '') === 1 ? expandRange(1, count) : expandRange(-count, -1);
}

function countOf([, first, last, japanese, top]: RegExpExecArray): number[] {
  if (top !== undefined) return [1];
  const from = readNumber(first ?? japanese ?? '');
  const to = last === undefined ? from : readNumber(last);
  return to < from ? [] : expandRange(from, to);
}
