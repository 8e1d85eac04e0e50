import { piecesOfItems } from './items.ts';
import { createLabelCursor, type ShotLabel } from './labels.ts';
import type { Length } from './lengths.ts';
import { findsSumOf, longestOf, type Piece, piecesAfter } from './piece.ts';
import { lineBefore } from './place.ts';
import { fieldName } from './scan.ts';
import { piecesOfSeries } from './series.ts';

/** Shots that state their lengths without labels, each way of saying so by itself, the surest first. */
export function findPieces(
  text: string,
  lengths: readonly Length[],
  labels: readonly ShotLabel[],
): (readonly Piece[])[] {
  const free = lengths.filter(({ ordinal, isPoint }) => ordinal === undefined && !isPoint);
  return [
    piecesOfItems(text, free),
    piecesOfLines(text, free),
    piecesOfRows(text, free),
    piecesOfFields(text, free, labels),
    piecesOfPhrases(text, free),
    piecesOfSeries(text, free),
  ];
}

/** `(3s) a snail climbs`, `a snail climbs (3s).`: lines or sentences that state their lengths at the same end. */
function piecesOfLines(text: string, lengths: readonly Length[]): Piece[] {
  const opening = lengths.filter(
    ({ isBracketed, hasColon, opensLine, opensClause, numbers }) =>
      (isBracketed && (opensLine || opensClause)) ||
      (opensLine && (hasColon || /^ ?[-–—|] /.test(text.slice(numbers.end, numbers.end + 3)))),
  );
  if (opening.length > 1) return piecesAfter(text, opening, ({ end }) => end);
  const ending = lengths.filter(
    ({ isBracketed, opensLine, end }) =>
      isBracketed && !opensLine && /^[ \t]?(?:[.。;；→\n]|->|$)/.test(text.slice(end, end + 3)),
  );
  return ending.length > 1 ? piecesBefore(ending) : [];
}

/** Each length closes the words before it. */
function piecesBefore(lengths: readonly Length[]): Piece[] {
  return lengths.map(({ seconds, at, start }, i) => ({
    seconds,
    at,
    bodyStart: lengths[i - 1]?.end ?? 0,
    bodyEnd: start,
  }));
}

/** `| 1 | 4s | a fox |`: rows of a table with a cell for the length. */
function piecesOfRows(text: string, lengths: readonly Length[]): Piece[] {
  const cells = lengths.filter(
    ({ at, numbers }) =>
      /^[^\n]*\|[ \t]*$/.test(lineBefore(text, at, 90)) && /^[ \t]*\|/.test(text.slice(numbers.end, numbers.end + 4)),
  );
  const rows = cells.filter(({ at }, i) => i === 0 || text.slice(cells[i - 1]?.at, at).includes('\n'));
  return rows.length > 1 ? piecesAfter(text, rows) : [];
}

const shotNoun =
  /^[ -]?(?:[a-z-]{2,14} ){0,2}(?:shots?|scenes?|close-?ups?|wides?|takes?)\b|^的?(?:大|中|极)?(?:远景|全景|中景|近景|特写|推|拉|摇|移|跟|航拍|俯拍|仰拍|固定|环绕|空镜)/i;

/** `A 5-second shot of a fox, then a 4-second shot of an owl`, `5秒远景，3秒特写`: lengths that say which shot they are of. */
function piecesOfPhrases(text: string, lengths: readonly Length[]): Piece[] {
  const said = lengths.filter(({ numbers }) => shotNoun.test(text.slice(numbers.end, numbers.end + 40)));
  return said.length > 1 ? piecesAfter(text, said) : [];
}

const field = new RegExp(`(?:^|[\\s"'{,|*-])(${fieldName}|time)["'*]{0,2} ?[:：=|] ?["']?$`, 'i');
const itemMark = /\n[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]|[{}]|\n[ \t]*\n|\n[\w -]{1,24}:[ \t]*\n/;

/** `Duration: "2 seconds"` in every item of a list. One outside the items that is the sum of the others is the whole's. */
function piecesOfFields(text: string, lengths: readonly Length[], labels: readonly ShotLabel[]): readonly Piece[] {
  const fields = lengths.flatMap((length) => {
    const key = field.exec(lineBefore(text, length.numbers.at, 32))?.[1]?.toLowerCase();
    return key === undefined ? [] : [{ ...length, key }];
  });
  const keys = [...new Set(fields.map(({ key }) => key))];
  const ofKey = (key: string) => fields.filter((one) => one.key === key);
  return longestOf(keys.map((key) => itemsOf(text, ofKey(key), labels)));
}

function itemsOf(text: string, fields: readonly Length[], labels: readonly ShotLabel[]): Piece[] {
  const isSum = findsSumOf(fields);
  const items = fields.filter(
    (one, i) => fields.length < 3 || !isSum(one) || isSameLevel(text, one, fields[i === 0 ? 1 : i - 1] ?? one),
  );
  const labelBefore = createLabelCursor(labels);
  const isList = items.slice(1).every(({ at }, i) => {
    const before = items[i]?.numbers.end ?? 0;
    return (labelBefore(at) ?? 0) > before || itemMark.test(text.slice(before, at));
  });
  return items.length > 1 && isList ? piecesAfter(text, items) : [];
}

/** Whether two fields stand equally deep in braces and are indented alike. */
function isSameLevel(text: string, one: Length, other: Length): boolean {
  const [first, last] = one.at < other.at ? [one, other] : [other, one];
  const between = text.slice(first.at, last.at);
  const depth = (sign: string) => between.split(sign).length;
  const indent = ({ at }: Length) => /^[\s-]*/.exec(lineBefore(text, at, 48))?.[0].length;
  return depth('{') === depth('}') && indent(one) === indent(other);
}
