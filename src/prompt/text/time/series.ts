import { anyOf, behind, moments, wordStart } from '../word-patterns.ts';
import type { Length } from './lengths.ts';
import { findsSumOf, longestOf, type Piece } from './piece.ts';

type Shape = { length: Length; key: string; isFirm: boolean; bodyIsAfter: boolean };

const separators = /(?<!\d)[./]|[./](?!\d)|[。;；,，、→|\n]| [–—-] /g;
const farthest = 60;
const lead = /^[\s*•#>-]*(?:then|and|next|finally|然后|接着|最后|再)?\s*$/i;
const point = /(?:\b(?:at|by|until|from|till)|[@第到在于]) ?$/i;
const whole = new RegExp(`${wordStart}${anyOf('total', 'asks', 'whole', 'wholeFilm')}`, 'i');
const noShot = behind('partAfter', ...moments, 'wholeFilm');

/**
 * Items one after another that each state a length at the same place: `3s fog, 5s bell, 4s gulls`; `fog (3 seconds), bell (5 seconds)`;
 * `Part A (5s): fog. Part B (4s): bell`. Of three or more; in brackets or with colons, of two.
 */
export function piecesOfSeries(text: string, lengths: readonly Length[]): Piece[] {
  const groups = new Map<string, Shape[]>();
  for (const length of lengths) {
    const shape = shapeOf(text, length);
    if (shape) groups.set(shape.key, [...(groups.get(shape.key) ?? []), shape].slice(-64));
  }
  const series = [...groups.values()].map((group) => withoutSum(text, group)).filter((group) => isSeries(text, group));
  const longest = longestOf(series);
  return longest.map(({ length: { seconds, at, start, end }, bodyIsAfter }, i) => ({
    seconds,
    at,
    bodyStart: bodyIsAfter ? end : (longest[i - 1]?.length.end ?? 0),
    bodyEnd: bodyIsAfter ? (longest[i + 1]?.length.start ?? text.length) : start,
  }));
}

/** Where in its item a length stands. */
function shapeOf(text: string, length: Length): Shape | undefined {
  const { start, end, numbers, isBracketed, hasColon, seconds } = length;
  if (!numbers.hasUnit || seconds <= 0 || noShot.test(text.slice(numbers.end, numbers.end + 16))) return undefined;
  const before =
    text
      .slice(Math.max(0, start - farthest), start)
      .split(separators)
      .at(-1)
      ?.replace(/^.*(?::\s|：)/, '') ?? '';
  if (point.test(before)) return undefined;
  const after = text.slice(end, end + farthest).split(separators, 1)[0] ?? '';
  const opens = lead.test(before);
  const closes = after.trim() === '';
  const isShort = before.trim().length <= 6;
  const place = hasColon ? (opens || isBracketed ? 'head' : undefined) : placeOf(opens, closes, isShort);
  if (!place) return undefined;
  const line = text.slice(end, end + farthest).split('\n', 1)[0] ?? '';
  const bodyIsAfter = place === 'head' || place === 'open' || (place !== 'close' && line.trim() !== '');
  return { length, key: `${place} ${isBracketed}`, isFirm: isBracketed || place === 'head', bodyIsAfter };
}

function placeOf(opens: boolean, closes: boolean, isShort: boolean): string | undefined {
  if (opens) return closes ? 'alone' : 'open';
  if (closes) return 'close';
  return isShort ? 'inside' : undefined;
}

/** The first or the last of four or more may be the sum of the others, where it is called so or says nothing else. */
function withoutSum(text: string, group: readonly Shape[]): readonly Shape[] {
  if (group.length < 4) return group;
  const isSum = findsSumOf(group.map(({ length }) => length));
  const sum = [group[0], group.at(-1)].find((shape) => shape && isSum(shape.length) && saysWhole(text, shape.length));
  return group.filter((shape) => shape !== sum);
}

function saysWhole(text: string, { start, end }: Length): boolean {
  const before =
    text
      .slice(Math.max(0, start - farthest), start)
      .split(separators)
      .at(-1) ?? '';
  const item = `${before} ${text.slice(end, end + farthest).split(separators, 1)[0]}`;
  return lead.test(item) || whole.test(item);
}

/** The same length twice is more likely said of the whole twice. */
function isSeries(text: string, group: readonly Shape[]): boolean {
  const least = group.every(({ isFirm }) => isFirm) ? 2 : 3;
  const isVaried = group.length > 2 || group[0]?.length.seconds !== group[1]?.length.seconds;
  return (
    group.length >= least &&
    isVaried &&
    group.slice(1).every(({ length }, i) => {
      const previous = group[i]?.length.end ?? 0;
      return text.slice(previous, length.start).search(separators) !== -1;
    })
  );
}
