import { anyOf, behind, moments, wordStart } from '../word-patterns.ts';
import type { Length } from './lengths.ts';
import { longestOf, type Piece, piecesAfter } from './piece.ts';
import { lineBefore } from './place.ts';

const marks = { numbered: '(?:\\d{1,2}[.)、]|\\(\\d{1,2}\\)|[a-h][.)]|[①-⑳])', bulleted: '[-*•▪]' };
const kinds = Object.values(marks).map((mark) => ({
  every: new RegExp(`\\n[ \\t]{0,8}${mark}`, 'gi'),
  alone: new RegExp(`^[ \\t]{0,8}${mark}[ \\t]*$`, 'i'),
  head: new RegExp(`^[ \\t]{0,8}${mark}[ \\t]*[^:：.。;；\\n]{1,48}$`, 'i'),
}));
const moment = behind(...moments);
const partBefore = new RegExp(`${wordStart}${anyOf('partBefore')}[ \\t]?$`, 'i');
/** `15-second vertical video`: the whole. */
const whole = new RegExp(`^[ -]?(?:[a-z-]{2,14} ){0,3}${anyOf('wholeFilm')}`, 'i');

/** `1) 3-second static wide: … 2) 5-second crane up: …`, `1) Plano fijo de 3 segundos: …`: every item of a list states its length in its head. */
export function piecesOfItems(text: string, lengths: readonly Length[]): Piece[] {
  const found = kinds.map((kind) => {
    const items = lengths.filter((length) => isHead(text, length, kind));
    const [first] = items;
    const last = items.at(-1);
    if (!first || !last || items.length < 2) return [];
    const between = text.slice(first.at, last.at).match(kind.every) ?? [];
    return between.length === items.length - 1 ? items : [];
  });
  return piecesAfter(text, longestOf(found));
}

function isHead(text: string, { at, numbers, seconds }: Length, { alone, head }: (typeof kinds)[number]): boolean {
  if (!numbers.hasUnit || seconds <= 0) return false;
  const before = lineBefore(text, at, 64);
  const after = text.slice(numbers.end, numbers.end + 64);
  if (alone.test(before)) return !moment.test(after) && !whole.test(after);
  return head.test(before) && !partBefore.test(before) && /^[ \t]?[:：]/.test(after);
}
