import { anyOf, behind, moments } from '../word-patterns.ts';
import type { ShotLabel } from './labels.ts';
import type { Length } from './lengths.ts';
import { longestOf, type Piece } from './piece.ts';
import type { Repeated } from './repeated.ts';

const afterLabel = new RegExp(
  `^[\\s\\-–—/:：,，、|·=≈>→⇒➜➔([（【{*"“]{0,4}(?:(?:${anyOf('total', 'about')})[ \\t:：]{0,2})?$`,
  'i',
);
/** `[Shot 1] 3s a dock`: the bracket ends the label. */
const closedLabel = /^[ \t]?[\])】）*]{1,3}[ \t:：,，|·–—-]{0,4}$/;
const lengthOfPart = behind('partAfter', ...moments);
const headEnd = /^[ \t]{0,2}(?:[,，.。;；:：/)\]）】|\-–—·→⇒➜➔=\n*]|$)/;

/** The lengths that stand in the head of a label, `Shot 1 (3s)`, `Shot 2 (wide, 5s): …`, or at its end, `Shot 3: a pond. 4s.` One a label. */
export function headLengths(text: string, labels: readonly ShotLabel[], lengths: readonly Length[]): Length[] {
  let i = 0;
  return labels.flatMap(({ end }, n) => {
    const until = labels[n + 1]?.start ?? text.length;
    while (i < lengths.length && (lengths[i]?.at ?? 0) < end) i += 1;
    const near = lengths.slice(i, i + 4).filter(({ at, seconds }) => at < until && seconds > 0);
    const inHead = near.find((length) => isInHead(text, end, length));
    return inHead ?? near.find((length) => isInTail(text, until, length)) ?? [];
  });
}

const toLabel = /^[)）\]】]?[\s:：,，|·–—-]{0,3}[*#([（【]{0,3}$/;

/** `3s Shot 1: a gate. 4s Shot 2: a dog.`: every label has its length before it. */
export function lengthsBefore(text: string, labels: readonly ShotLabel[], lengths: readonly Length[]): Length[] {
  let i = 0;
  const heads = labels.flatMap(({ start }) => {
    while (i < lengths.length && (lengths[i + 1]?.at ?? start) < start) i += 1;
    const length = lengths[i];
    return length && isBefore(text, start, length) ? [length] : [];
  });
  return labels.length > 1 && heads.length === labels.length ? heads : [];
}

/** Those lengths as shots. Where the first is 0 they are points in time. */
export function piecesBefore(text: string, labels: readonly ShotLabel[], lengths: readonly Length[]): Piece[] {
  if (lengths[0]?.seconds === 0) return [];
  return lengths.map(({ seconds, at }, i) => ({
    seconds,
    at,
    bodyStart: labels[i]?.end ?? at,
    bodyEnd: lengths[i + 1]?.start ?? text.length,
  }));
}

function isBefore(text: string, label: number, { start, numbers, opensLine, opensClause, isClock }: Length): boolean {
  if (isClock || numbers.end > label || label - numbers.end > 8 || !(opensLine || opensClause)) return false;
  return (
    start < label && !text.slice(numbers.end, label).includes('\n') && toLabel.test(text.slice(numbers.end, label))
  );
}

/** Every label of one kind states a length. Of scenes and the shots inside them, the shots. */
export function piecesOfLabels(text: string, labels: readonly ShotLabel[], heads: readonly Length[]): readonly Piece[] {
  const words = [...new Set(labels.map(({ word }) => word))];
  const groups = words
    .map((word) => labels.filter((label) => label.word === word))
    .map((group) => piecesOf(text, group, heads));
  return longestOf(groups);
}

/** `Four shots, 3 seconds each. Shot 1: … Shot 2: …`: as many labels as shots of one length. */
export function piecesAlike(text: string, labels: readonly ShotLabel[], [repeated]: readonly Repeated[]): Piece[] {
  const alike = labels.filter(({ word }) => word === labels.at(-1)?.word);
  if (!repeated || alike.length !== repeated.count) return [];
  return alike.map(({ start, end }, i) => ({
    seconds: repeated.seconds / repeated.count,
    at: start,
    bodyStart: end,
    bodyEnd: alike[i + 1]?.start ?? text.length,
  }));
}

function piecesOf(text: string, labels: readonly ShotLabel[], heads: readonly Length[]): Piece[] {
  let i = 0;
  const pieces = labels.flatMap(({ end }, n) => {
    const bodyEnd = labels[n + 1]?.start ?? text.length;
    while (i < heads.length && (heads[i]?.at ?? 0) < end) i += 1;
    const head = heads[i];
    return head && head.at < bodyEnd ? [{ seconds: head.seconds, at: head.at, bodyStart: end, bodyEnd }] : [];
  });
  return pieces.length === labels.length ? pieces : [];
}

/** The last thing that is said of a shot. */
function isInTail(text: string, until: number, { start, numbers, opensLine }: Length): boolean {
  const after = text.slice(numbers.end, Math.min(until, numbers.end + 8));
  if (opensLine && until < text.length && !after.includes('\n')) return false;
  const closes =
    /^[)）\]】]?[.。;；]?\s*$/.test(after) && (after.includes('\n') || numbers.end + after.length === until);
  return closes && /(?:[.。,，;；] ?|\s|[(（[【])$/.test(text.slice(Math.max(0, start - 3), numbers.at));
}

/** Directly after the label, in brackets or at the end of its title: `Shot 1 - 3s - …`, `Shot 2 (wide, 5s): …`, `Shot 3 – The dock – 4s`. */
function isInHead(text: string, labelEnd: number, { numbers }: Length): boolean {
  const between = text.slice(labelEnd, Math.min(numbers.at, labelEnd + 90));
  if (numbers.at - labelEnd > 80 || between.includes('\n')) return false;
  if (closedLabel.test(between)) return !lengthOfPart.test(text.slice(numbers.end, numbers.end + 16));
  if (!headEnd.test(text.slice(numbers.end, numbers.end + 4))) return false;
  if (afterLabel.test(between)) return true;
  const after = text.slice(numbers.end, numbers.end + 3);
  if (/^[ \t]?[)\]）】]/.test(after)) return !between.includes(':');
  return !/[:：.。]/.test(between) && /[-–—|,，·][ \t]?$/.test(between) && /^[ \t]*(?:\n|[:：]|$)/.test(after);
}
