import { anyOf, wordStart } from '../word-patterns.ts';
import { createLabelCursor, type ShotLabel } from './labels.ts';
import type { Length } from './lengths.ts';
import type { TimeMark } from './marks.ts';
import { lineBefore } from './place.ts';

const cueBefore = /(?:^|[\s([【|])(?:at|@|t ?=|第) ?$/i;

/** Where shots begin, and where the last ends if it is said. */
export type Cues = { points: Length[]; end?: number };

/** `0:12 end`, `12s：结束`: nothing more is told, where no later point follows. */
const endAfter = new RegExp(`^[\\s,，:：–—-]*(?:${anyOf('closes')}[\\s,，]{0,4}){1,3}(?:[.。;；]|$)`, 'i');
const totalAfter = new RegExp(`^[ \\t]?${anyOf('total')}`, 'i');
const endBefore = new RegExp(`${wordStart}${anyOf('ends')}[ \\t]$`, 'i');

/** `0s: … 3s: … 7s: …`, `[00:00] … [00:04] … ends at 0:08`: points in time where shots begin, from 0 on and rising. A range may close them: `… 8-12s: …`. */
export function findCues(
  text: string,
  lengths: readonly Length[],
  labels: readonly ShotLabel[],
  ranges: readonly TimeMark[],
): Cues {
  const marks: { length: Length; isEnd: boolean; isPoint: boolean }[] = [];
  const labelBefore = createLabelCursor(labels);
  for (const length of lengths) {
    const before = marks.at(-1)?.length;
    const isFirst = length.seconds === 0 || (length.isPoint && length.seconds === 1);
    if (before ? length.seconds <= before.seconds : !isFirst) continue;
    const isEnd = marks.length > 1 && saysEnd(text, length);
    const isPoint = isCue(text, length, labelBefore(length.start));
    if (isEnd || isPoint) marks.push({ length, isEnd, isPoint });
  }
  const final = marks.at(-1);
  if (!final || marks.length < 2) return { points: [] };
  const closing = ranges.find(({ from, start }) => from > final.length.seconds && start > final.length.start);
  const end = final.isEnd && !closing ? final.length.seconds : undefined;
  const points = marks.flatMap(({ length, isPoint }) => (isPoint && length.seconds !== end ? [length] : []));
  const last = points.at(-1);
  if (!last) return { points };
  if (points[0]?.seconds === 1) return fromOne(points, end);
  return closing
    ? { points: [...points, { ...last, ...closing, seconds: closing.from }], end: closing.to }
    : { points, end };
}

/** `ends at 0:12`, `0:12 end`, `12秒结束`. The last of the seconds that are counted is a shot as well. */
function saysEnd(text: string, { start, end, isPoint, isBracketed, opensLine, opensClause }: Length): boolean {
  if (endBefore.test(lineBefore(text, start, 16))) return true;
  return !isPoint && (opensLine || opensClause || isBracketed) && endAfter.test(lineAfter(text, end));
}

/** `第1秒 … 第2秒 … 第3秒`: every second of the clip in turn. With gaps only the first begins at 0. */
function fromOne(points: readonly Length[], end: number | undefined): Cues {
  const isEach = points.every(({ seconds }, i) => seconds === i + 1);
  const shifted = points.map((point, i) => ({
    ...point,
    seconds: isEach || i === 0 ? point.seconds - 1 : point.seconds,
  }));
  return { points: shifted, end: end ?? (isEach ? points.length : undefined) };
}

/** The rest of the line behind a place. */
function lineAfter(text: string, at: number): string {
  return text.slice(at, at + 32).split('\n', 1)[0] ?? '';
}

function isCue(
  text: string,
  { start, numbers, hasColon, isBracketed, opensLine, opensClause, isClock }: Length,
  labelEnd: number | undefined,
): boolean {
  if (isBracketed && /[[【]/.test(text[start] ?? '')) return true;
  if ((isBracketed || isClock) && labelEnd !== undefined && start - labelEnd < 4) return true;
  if (opensClause && isClock) return true;
  if (opensLine && (isClock || (numbers.isGlued && !totalAfter.test(lineAfter(text, numbers.end))))) return true;
  if (text[start - 1] === '@') return true;
  const before = lineBefore(text, start, 12);
  const behind = lineAfter(text, numbers.end);
  if (numbers.hasUnit && !totalAfter.test(behind) && /^ ?[\p{L}]/u.test(behind)) {
    if (opensClause || (numbers.from === 0 && /[:：] ?$/.test(before))) return true;
  }
  const isPlaced = opensLine || opensClause || cueBefore.test(before);
  return (
    isPlaced && (hasColon || isBracketed || /^ ?(?:[-–—|,，]|$|\n)/.test(text.slice(numbers.end, numbers.end + 2)))
  );
}
