import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Line, Shot } from '../input.ts';
import { formatSeconds, tidy } from '../text/time/notation.ts';
import { countHan, countLatinWords, spokenPerSecond } from '../text/word-count.ts';

/** A shot whose length may be open. */
export type OpenShot = { seconds: number | undefined; lines: readonly Line[] };

type Lengths = { seconds: number[]; told: Diagnostic[] };

/** The least that a shot in a film lasts (docs/storyboard.md, Dialogue and sound). */
const leastSeconds = 3;

/** Every shot its length: as given, else what its lines need. What `total` leaves beyond that goes to the open ones, the shortest first. */
export function decideLengths(shots: readonly OpenShot[], total: number | undefined): Lengths {
  const seconds = shots.map((shot) => shot.seconds ?? Math.max(leastSeconds, spokenSeconds(shot.lines)));
  const open = shots.flatMap((shot, i) => (shot.seconds === undefined ? [i] : []));
  let left = (total ?? 0) - seconds.reduce((sum, one) => sum + one, 0);
  while (left > 0) {
    const shortest = shortestOf(open, seconds);
    if (shortest === undefined) break;
    const more = Math.min(1, left);
    seconds[shortest] = (seconds[shortest] ?? 0) + more;
    left = tidy(left - more);
  }
  return { seconds, told: tellLengths(open, seconds) };
}

/** Whole seconds that lines take to be said. */
export function spokenSeconds(lines: readonly Line[]): number {
  const text = lines.map(({ line }) => line).join(' ');
  return Math.ceil(countLatinWords(text) / spokenPerSecond.words + countHan(text) / spokenPerSecond.han);
}

/** The lengths that a caller gives, one after another: `seconds`, or from `start` to `end`. */
export function givenLengths(shots: readonly Shot[]): (number | undefined)[] {
  let cursor: number | undefined = 0;
  return shots.map(({ seconds, start, end }, i) => {
    const from: number | undefined = start ?? cursor;
    const until: number | undefined = end ?? shots[i + 1]?.start;
    const span: number | undefined = from === undefined || until === undefined ? seconds : tidy(until - from);
    const length: number | undefined = end === undefined ? (seconds ?? span) : span;
    cursor = from === undefined || length === undefined ? undefined : from + length;
    return length !== undefined && length > 0 ? length : undefined;
  });
}

function shortestOf(open: readonly number[], seconds: readonly number[]): number | undefined {
  const [first, ...others] = open;
  if (first === undefined) return undefined;
  return others.reduce((least, i) => ((seconds[i] ?? 0) < (seconds[least] ?? 0) ? i : least), first);
}

function tellLengths(open: readonly number[], seconds: readonly number[]): Diagnostic[] {
  const [first] = open;
  if (first === undefined) return [];
  const shown = open.slice(0, 8).map((i) => `shot ${i + 1}: ${formatSeconds(seconds[i] ?? 0)} s`);
  const more = open.length > shown.length ? ` and ${open.length - shown.length} more` : '';
  return [
    {
      rule: 'film-seconds',
      severity: 'info',
      path: `shots[${first}].seconds`,
      message: `No length is given for ${open.length === 1 ? 'a shot' : `${open.length} shots`}: ${shown.join(', ')}${more}, at least what the lines need.`,
      fix: 'Give seconds.',
    },
  ];
}
