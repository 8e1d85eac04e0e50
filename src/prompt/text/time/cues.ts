import { anyOf, wordStart } from '../word-patterns.ts';
import { createLabelCursor, type ShotLabel } from './labels.ts';
import type { Length } from './lengths.ts';
import type { TimeMark } from './marks.ts';
import { lineBefore } from './place.ts';

const cueBefore = /(?:^|[\s([【|])(?:at|@|t ?=|第) ?$/i;

/** Where shots begin, and where the last ends if it is said. */
export type Cues = { points: Length[]; end?: number };

/** `0:12 end`, `12s：结束`: nothing more is told. */
const endAfter = new RegExp(`^[\\s,，:：–—-]*(?:${anyOf('closes')})[\\s.。]*$`, 'i');
const totalAfter = new RegExp(`^[ \\t]?${anyOf('total')}`, 'i');
const endBefore = new RegExp(`${wordStart}${anyOf('ends')}[ \\t]$`, 'i');

/** `0s: … 3s: … 7s: …`, `[00:00] … [00:04] … ends at 0:08`: points in time where shots begin, from 0 on and rising. A range may close them: `… 8-12s: …`. */
export function findCues(
  text: string,
  lengths: readonly Length[],
  labels: readonly ShotLabel[],
  ranges: readonly TimeMark[],
): Cues {
  const points: Length[] = [];
  let end: number | undefined;
  const labelBefore = createLabelCursor(labels);
  for (const length of lengths) {
    if (!isCue(text, length, labelBefore(length.start))) continue;
    const last = points.at(-1);
    const isEnd = endBefore.test(lineBefore(text, length.start, 16)) || endAfter.test(lineAfter(text, length.end));
    if (last && length.seconds > last.seconds && isEnd) {
      end = length.seconds;
      break;
    }
    if (last ? length.seconds > last.seconds : length.seconds === 0) points.push(length);
  }
  const last = points.at(-1);
  if (!last || points.length < 2) return { points: [] };
  const closing = ranges.find(({ from, start }) => from > last.seconds && start > last.start);
  return closing
    ? { points: [...points, { ...last, ...closing, seconds: closing.from }], end: closing.to }
    : { points, end };
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
  if (opensLine && (isClock || (numbers.isGlued && !totalAfter.test(lineAfter(text, numbers.end))))) return true;
  if (text[start - 1] === '@') return true;
  const isPlaced = opensLine || opensClause || cueBefore.test(lineBefore(text, start, 12));
  return (
    isPlaced && (hasColon || isBracketed || /^ ?(?:[-–—|,，]|$|\n)/.test(text.slice(numbers.end, numbers.end + 2)))
  );
}
