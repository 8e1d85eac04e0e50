import { foldWidth } from '../text/mentions.ts';

/** Words separated by `|`, in lower case, hyphens written as spaces. */
export type Entry = { tag: string; id: string; words: string };

export type Hit = { tag: string; id: string; word: string; start: number; end: number };

export type TermMatcher = {
  /** Every listed word in the text, left to right, the longest where several begin; offsets are of the plain text. */
  find(plain: string): Hit[];
};

/** The text as a lexicon reads it: lower case, narrow signs, spaces for hyphens. Same length as the original. */
export function plainText(text: string): string {
  return foldWidth(text)
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[-‑]/g, ' ');
}

/** One pass over a text for hundreds of words. Latin words match whole, Chinese ones anywhere. Time is linear in the text. */
export function createLexicon(entries: readonly Entry[]): TermMatcher {
  const buckets = new Map<number, Word[]>();
  for (const { tag, id, words } of entries) {
    for (const word of words.split('|')) addWord(buckets, word, { tag, id });
  }
  for (const bucket of buckets.values()) bucket.sort((a, b) => b.word.length - a.word.length);
  return { find: (plain) => findIn(buckets, plain) };
}

/** A word and what it stands for, which may be several things. */
type Word = { word: string; means: { tag: string; id: string }[] };

/** Latin words are kept by their first two letters, Chinese ones by their first sign. */
function addWord(buckets: Map<number, Word[]>, word: string, meaning: { tag: string; id: string }): void {
  const key = keyAt(word, 0);
  const bucket = buckets.get(key) ?? [];
  const known = bucket.find((other) => other.word === word);
  if (known) known.means.push(meaning);
  else bucket.push({ word, means: [meaning] });
  buckets.set(key, bucket);
}

function keyAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  return isLatin(first) ? first * 65_536 + text.charCodeAt(at + 1) : first;
}

function isLatin(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xdf && code <= 0x24f);
}

function findIn(buckets: ReadonlyMap<number, readonly Word[]>, plain: string): Hit[] {
  const hits: Hit[] = [];
  let wasLatin = false;
  for (let at = 0; at < plain.length; ) {
    const latin = isLatin(plain.charCodeAt(at));
    const found = latin && wasLatin ? undefined : wordAt(buckets.get(keyAt(plain, at)), plain, at);
    if (!found) {
      wasLatin = latin;
      at += 1;
      continue;
    }
    const end = at + found.word.length;
    for (const { tag, id } of found.means) hits.push({ tag, id, word: found.word, start: at, end });
    wasLatin = isLatin(plain.charCodeAt(end - 1));
    at = end;
  }
  return hits;
}

function wordAt(bucket: readonly Word[] | undefined, plain: string, at: number): Word | undefined {
  return bucket?.find(({ word }) => plain.startsWith(word, at) && endsWhole(plain, at + word.length, word));
}

function endsWhole(plain: string, end: number, word: string): boolean {
  if (!isLatin(word.charCodeAt(word.length - 1))) return true;
  return end >= plain.length || !isLatin(plain.charCodeAt(end));
}
