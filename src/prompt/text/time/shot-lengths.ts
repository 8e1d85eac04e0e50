import { anyOf } from '../word-patterns.ts';
import { createLabelCursor, type ShotLabel } from './labels.ts';
import type { Length } from './lengths.ts';
import { lineBefore } from './place.ts';

/** A shot that a text gives a length instead of a place. */
export type Piece = { seconds: number; at: number; bodyStart: number; bodyEnd: number };

const afterLabel = new RegExp(
  `^[\\s\\-–—:：,，、|·([（【{*]{0,4}(?:(?:${anyOf('total', 'about')})[ \\t:：]{0,2})?$`,
  'i',
);
const headEnd = /^[ \t]{0,2}(?:[,，.。;；:：)\]）】|\-–—·\n*]|$)/;

/** The lengths that stand in the head of a label: `Shot 1 (3s)`, `Shot 2 (wide, 5s): …`. One a label. */
export function headLengths(text: string, labels: readonly ShotLabel[], lengths: readonly Length[]): Length[] {
  let i = 0;
  return labels.flatMap(({ end }, n) => {
    const until = labels[n + 1]?.start ?? text.length;
    while (i < lengths.length && (lengths[i]?.at ?? 0) < end) i += 1;
    const near = lengths.slice(i, i + 4).filter(({ at, seconds }) => at < until && seconds > 0);
    return near.find((length) => isInHead(text, end, length)) ?? [];
  });
}

/** Every label of one kind states a length. Of scenes and the shots inside them, the shots. */
export function piecesOfLabels(text: string, labels: readonly ShotLabel[], heads: readonly Length[]): Piece[] {
  const words = [...new Set(labels.map(({ word }) => word))];
  const groups = words
    .map((word) => labels.filter((label) => label.word === word))
    .map((group) => piecesOf(text, group, heads));
  return groups.reduce<Piece[]>((most, pieces) => (pieces.length > most.length ? pieces : most), []);
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

/** Directly after the label, in brackets or at the end of its title: `Shot 1 - 3s - …`, `Shot 2 (wide, 5s): …`, `Shot 3 – The dock – 4s`. */
function isInHead(text: string, labelEnd: number, { numbers }: Length): boolean {
  const between = text.slice(labelEnd, Math.min(numbers.at, labelEnd + 90));
  if (numbers.at - labelEnd > 80 || between.includes('\n') || !headEnd.test(text.slice(numbers.end, numbers.end + 4)))
    return false;
  if (afterLabel.test(between)) return true;
  const after = text.slice(numbers.end, numbers.end + 3);
  if (/^[ \t]?[)\]）】]/.test(after)) return !between.includes(':');
  return !/[:：.。]/.test(between) && /[-–—|,，·][ \t]?$/.test(between) && /^[ \t]*(?:\n|[:：]|$)/.test(after);
}

/** `(3s) a snail climbs`, `a snail climbs (3s).`: lines or sentences that state their lengths at the same end. */
export function piecesOfLines(text: string, lengths: readonly Length[]): Piece[] {
  const opening = lengths.filter(
    ({ isBracketed, hasColon, opensLine, opensClause, numbers }) =>
      (isBracketed && (opensLine || opensClause)) ||
      (opensLine && (hasColon || /^ ?[-–—|] /.test(text.slice(numbers.end, numbers.end + 3)))),
  );
  if (opening.length > 1) {
    return opening.map(({ seconds, at, end }, i) => ({
      seconds,
      at,
      bodyStart: end,
      bodyEnd: opening[i + 1]?.start ?? text.length,
    }));
  }
  const ending = lengths.filter(
    ({ isBracketed, opensLine, end }) =>
      isBracketed && !opensLine && /^[ \t]?(?:[.。;；\n]|$)/.test(text.slice(end, end + 2)),
  );
  if (ending.length < 2) return [];
  return ending.map(({ seconds, at, start }, i) => ({
    seconds,
    at,
    bodyStart: ending[i - 1]?.end ?? 0,
    bodyEnd: start,
  }));
}

const shotNoun =
  /^[ -]?(?:[a-z-]{2,14} ){0,2}(?:shots?|scenes?|close-?ups?|wides?|takes?)\b|^的?(?:大|中|极)?(?:远景|全景|中景|近景|特写|推|拉|摇|移|跟|航拍|俯拍|仰拍|固定|环绕|空镜)/i;

/** `A 5-second shot of a fox, then a 4-second shot of an owl`, `5秒远景，3秒特写`: lengths that say which shot they are of. */
export function piecesOfPhrases(text: string, lengths: readonly Length[]): Piece[] {
  const said = lengths.filter(({ numbers }) => shotNoun.test(text.slice(numbers.end, numbers.end + 40)));
  if (said.length < 2) return [];
  return said.map(({ seconds, at, numbers }, i) => ({
    seconds,
    at,
    bodyStart: numbers.end,
    bodyEnd: said[i + 1]?.at ?? text.length,
  }));
}

const field = new RegExp(`(?:^|[\\s"'{,|*-])(${anyOf('total')}|seconds?|secs?|time)["'*]{0,2} ?[:：=|] ?["']?$`, 'i');
const itemMark = /\n[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]|[{}]|\n[ \t]*\n/;

/** `Duration: "2 seconds"` in every item of a list. One that is the sum of the others is the whole's. */
export function piecesOfFields(text: string, lengths: readonly Length[], labels: readonly ShotLabel[]): Piece[] {
  const fields = lengths.flatMap((length) => {
    const key = field.exec(lineBefore(text, length.numbers.at, 32))?.[1]?.toLowerCase();
    return key === undefined ? [] : [{ ...length, key }];
  });
  const keys = [...new Set(fields.map(({ key }) => key))];
  const groups = keys.map((key) =>
    itemsOf(
      text,
      fields.filter((one) => one.key === key),
      labels,
    ),
  );
  return groups.reduce<Piece[]>((most, pieces) => (pieces.length > most.length ? pieces : most), []);
}

function itemsOf(text: string, fields: readonly Length[], labels: readonly ShotLabel[]): Piece[] {
  const sum = fields.reduce((all, { seconds }) => all + seconds, 0);
  const items = fields.filter(({ seconds }) => fields.length < 3 || Math.abs(sum - 2 * seconds) > 0.001);
  const labelBefore = createLabelCursor(labels);
  const isList = items.slice(1).every(({ at }, i) => {
    const before = items[i]?.numbers.end ?? 0;
    return (labelBefore(at) ?? 0) > before || itemMark.test(text.slice(before, at));
  });
  if (items.length < 2 || !isList) return [];
  return items.map(({ seconds, at, numbers }, i) => ({
    seconds,
    at,
    bodyStart: numbers.end,
    bodyEnd: items[i + 1]?.start ?? text.length,
  }));
}

const cueBefore = /(?:^|[\s([【|])(?:at|@|t ?=|第) ?$/i;

/** `0s: … 3s: … 7s: …`, `[00:00] … [00:04] …`: points in time where shots begin, from 0 on and rising. */
export function cuesOf(text: string, lengths: readonly Length[], labels: readonly ShotLabel[]): Length[] {
  const cues: Length[] = [];
  const labelBefore = createLabelCursor(labels);
  for (const length of lengths) {
    if (!isCue(text, length, labelBefore(length.start))) continue;
    const last = cues.at(-1);
    if (last ? length.seconds > last.seconds : length.seconds === 0) cues.push(length);
  }
  return cues.length > 1 ? cues : [];
}

function isCue(
  text: string,
  { start, numbers, hasColon, isBracketed, opensLine, opensClause, isClock }: Length,
  labelEnd: number | undefined,
): boolean {
  if (isBracketed && /[[【]/.test(text[start] ?? '')) return true;
  if ((isBracketed || isClock) && labelEnd !== undefined && start - labelEnd < 4) return true;
  if (isClock && opensLine) return true;
  const isPlaced = opensLine || opensClause || cueBefore.test(lineBefore(text, start, 12));
  return (
    isPlaced && (hasColon || isBracketed || /^ ?(?:[-–—|,，]|$|\n)/.test(text.slice(numbers.end, numbers.end + 2)))
  );
}
