import type { DurationLimits } from '../../core/model-limits.ts';
import type { Shot } from '../input.ts';
import { tidy } from '../text/time/notation.ts';

export type Slot = { start: number; end: number };

/**
 * Places shots in time. `start` and `end` are exact, `seconds` follow on from the shot before, and shots without either share what is left
 * evenly, in whole seconds where that works out.
 */
export function scheduleShots(
  shots: readonly Shot[],
  duration: number | undefined,
  limits: DurationLimits | undefined,
): Slot[] {
  const total = duration ?? assumedDuration(shots, limits);
  const stretches = splitStretches(shots);
  const slots: Slot[] = [];
  let cursor = 0;
  for (const [i, stretch] of stretches.entries()) {
    cursor = stretch[0]?.start ?? cursor;
    const until = stretch.at(-1)?.end ?? stretches[i + 1]?.[0]?.start ?? total;
    for (const length of lengthsOf(stretch, until - cursor)) {
      slots.push({ start: cursor, end: tidy(cursor + length) });
      cursor = tidy(cursor + length);
    }
  }
  return slots;
}

/** Whole seconds that the model takes. */
export function wholeSeconds(seconds: number, limits: DurationLimits | undefined): number {
  const whole = Math.ceil(seconds);
  return limits ? Math.max(limits.least, Math.min(limits.most, whole)) : whole;
}

function assumedDuration(shots: readonly Shot[], limits: DurationLimits | undefined): number {
  const open = shots.filter(({ seconds, end }) => seconds === undefined && end === undefined).length;
  const known = shots.reduce(
    (sum, { seconds, start = 0, end }) => sum + (end === undefined ? (seconds ?? 0) : end - start),
    0,
  );
  const wanted = shots.length === 1 ? (limits?.default ?? 5) : known + open * 4;
  return wholeSeconds(wanted, limits);
}

/** Shots that follow on from one another: an exact start opens a stretch, an exact end closes it. */
function splitStretches(shots: readonly Shot[]): Shot[][] {
  const stretches: Shot[][] = [];
  for (const shot of shots) {
    const current = stretches.at(-1);
    if (!current || shot.start !== undefined || current.at(-1)?.end !== undefined) stretches.push([shot]);
    else current.push(shot);
  }
  return stretches;
}

/** Shots without a length share what the others leave; where all have one, an exact end decides the last. */
function lengthsOf(stretch: readonly Shot[], room: number): number[] {
  const last = stretch.at(-1);
  const isTold = stretch.every(({ seconds }) => seconds !== undefined);
  const lengths = stretch.map((shot) => (isTold && shot === last && shot.end !== undefined ? undefined : shot.seconds));
  const open = lengths.filter((seconds) => seconds === undefined).length;
  const shares = shareOut(tidy(room - lengths.reduce<number>((sum, seconds = 0) => sum + seconds, 0)), open);
  return lengths.map((seconds) => seconds ?? shares.shift() ?? 0);
}

function shareOut(seconds: number, count: number): number[] {
  if (seconds <= 0) return Array.from({ length: count }, () => 0);
  if (Number.isInteger(seconds) && seconds >= count) {
    const base = Math.floor(seconds / count);
    return Array.from({ length: count }, (_, i) => base + (i < seconds % count ? 1 : 0));
  }
  const each = Math.floor((seconds / count) * 10) / 10;
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? each : tidy(seconds - each * (count - 1))));
}
