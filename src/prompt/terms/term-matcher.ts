import { foldWidth } from '../text/fold-width.ts';

/** Words separated by `|`, in lower case, hyphens written as spaces. A `·` may be left out in a text. */
export type Entry = { tag: string; id: string; words: string };

export type Hit = { tag: string; id: string; word: string; start: number; end: number };

export type TermMatcher = {
  /** Every listed word in the text, left to right; of the words of one list the longest. Offsets are of the plain text. */
  find(plain: string): Hit[];
};

/** The text as a term matcher reads it: lower case, narrow signs, spaces for hyphens. Same length as the original. */
export function plainText(text: string): string {
  return foldWidth(text)
    .replace(/[A-ZÀ-ÞА-Я]/g, (letter) => letter.toLowerCase())
    .replace(/[-‑]/g, ' ')
    .replace(/[•・‧]/g, '·');
}

/** One pass over a text for hundreds of words. Latin words match whole, Chinese ones anywhere. Time is linear in the text. */
export function createTermMatcher(entries: readonly Entry[]): TermMatcher {
  const buckets: Buckets = new Map();
  for (const { tag, id, words } of entries) {
    for (const word of words.split('|').flatMap(spellings)) addWord(buckets, { word, tag, id });
  }
  const starts = new Uint8Array(2 ** 15);
  for (const [key, bucket] of buckets) {
    bucket.sort((a, b) => b.word.length - a.word.length);
    starts[slotOf(key)] = 1;
  }
  return { find: (plain) => findIn({ buckets, starts }, plain) };
}

/** `哈利·波特` and `哈利波特`. */
function spellings(word: string): string[] {
  if (word === '') return [];
  return word.includes('·') ? [word, word.replaceAll('·', '')] : [word];
}

type Word = { word: string; tag: string; id: string };
type Buckets = Map<number, Word[]>;
/** `starts`: a quick answer for the many places where no word begins. */
type Words = { buckets: Buckets; starts: Uint8Array };

function slotOf(key: number): number {
  return (key ^ (key >> 15)) & 0x7fff;
}

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
function findIn({ buckets, starts }: Words, plain: string): Hit[] {
  const hits: Hit[] = [];
  const read = (key: number, at: number) => {
    if (starts[slotOf(key)] === 1) readBucket(buckets.get(key), plain, at, hits);
  };
  let wasLatin = false;
  for (let at = 0; at < plain.length; at += 1) {
    const code = plain.charCodeAt(at);
    const latin = isLatin(code);
    const startsWord = !latin || !wasLatin;
    wasLatin = latin;
    if (!startsWord) continue;
    if (latin) read(keyAt(plain, at), at);
    read(code, at);
  }
  return hits;
}

function readBucket(bucket: readonly Word[] | undefined, plain: string, at: number, hits: Hit[]): void {
  for (const { word, tag, id } of bucket ?? []) {
    const end = at + word.length;
    if (!plain.startsWith(word, at) || !endsWhole(plain, end, word) || isRead(hits, tag, at)) continue;
    hits.push({ tag, id, word, start: at, end });
  }
}

/** Whether the last hit of the same list reaches beyond a place. */
function isRead(hits: readonly Hit[], tag: string, at: number): boolean {
  const last = hits.findLast((hit) => hit.tag === tag);
  return last !== undefined && last.end > at;
}

function endsWhole(plain: string, end: number, word: string): boolean {
  if (!isLatin(word.charCodeAt(word.length - 1))) return true;
  return end >= plain.length || !isLatin(plain.charCodeAt(end));
}
