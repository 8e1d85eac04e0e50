import { foldWidth } from '../text/fold-width.ts';

/** Words separated by `|`, in lower case, hyphens written as spaces. */
export type Entry = { tag: string; id: string; words: string };

export type Hit = { tag: string; id: string; word: string; start: number; end: number };

export type TermMatcher = {
  /** Every listed word in the text, left to right; of the words of one list the longest. Offsets are of the plain text. */
  find(plain: string): Hit[];
};

/** The text as a term matcher reads it: lower case, narrow signs, spaces for hyphens. Same length as the original. */
export function plainText(text: string): string {
  return foldWidth(text)
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[-‑]/g, ' ');
}

/** One pass over a text for hundreds of words. Latin words match whole, Chinese ones anywhere. Time is linear in the text. */
export function createTermMatcher(entries: readonly Entry[]): TermMatcher {
  const buckets: Buckets = new Map();
  for (const { tag, id, words } of entries) {
    for (const word of words.split('|')) addWord(buckets, { word, tag, id });
  }
  for (const bucket of buckets.values()) bucket.sort((a, b) => b.word.length - a.word.length);
  return { find: (plain) => findIn(buckets, plain) };
}

type Word = { word: string; tag: string; id: string };
type Buckets = Map<number, Word[]>;

/** Latin words are kept by their first three letters, shorter ones and Chinese ones by their first. */
function addWord(buckets: Buckets, word: Word): void {
  const isShort = word.word.length < 3 || !isLatin(word.word.charCodeAt(0));
  const key = isShort ? word.word.charCodeAt(0) : keyAt(word.word, 0);
  const bucket = buckets.get(key);
  if (bucket) bucket.push(word);
  else buckets.set(key, [word]);
}

/** Ten bits a letter, which is more than any single character. */
function keyAt(text: string, at: number): number {
  const [first, second, third] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
  return (first << 20) | ((second & 0x3ff) << 10) | (third & 0x3ff);
}

function isLatin(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xdf && code <= 0x24f);
}

/** Each list reads for itself: a long word of one hides no shorter word of another. */
function findIn(buckets: Buckets, plain: string): Hit[] {
  const hits: Hit[] = [];
  const readTo = new Map<string, number>();
  let wasLatin = false;
  for (let at = 0; at < plain.length; at += 1) {
    const code = plain.charCodeAt(at);
    const latin = isLatin(code);
    const startsWord = !latin || !wasLatin;
    wasLatin = latin;
    if (!startsWord) continue;
    if (latin) readBucket(buckets.get(keyAt(plain, at)), plain, at, hits, readTo);
    readBucket(buckets.get(code), plain, at, hits, readTo);
  }
  return hits;
}

function readBucket(
  bucket: readonly Word[] | undefined,
  plain: string,
  at: number,
  hits: Hit[],
  readTo: Map<string, number>,
): void {
  for (const { word, tag, id } of bucket ?? []) {
    const end = at + word.length;
    if (!plain.startsWith(word, at) || (readTo.get(tag) ?? 0) > at || !endsWhole(plain, end, word)) continue;
    hits.push({ tag, id, word, start: at, end });
    readTo.set(tag, end);
  }
}

function endsWhole(plain: string, end: number, word: string): boolean {
  if (!isLatin(word.charCodeAt(word.length - 1))) return true;
  return end >= plain.length || !isLatin(plain.charCodeAt(end));
}
