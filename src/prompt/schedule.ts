import { limits, type Shot } from './input.ts';

export type Slot = { start: number; end: number };

/**
 * Places shots in time. `start` and `end` are exact, `seconds` follow on from the shot before, and shots without either share what is left
 * evenly, in whole seconds where that works out.
 */
export function scheduleShots(shots: readonly Shot[], duration: number | undefined): Slot[] {
  const total = duration ?? assumedDuration(shots);
  const slots: Slot[] = [];
  let cursor = 0;
  while (slots.length < shots.length) {
    const at = slots.length;
    const shot = shots[at];
    const start = shot?.start ?? cursor;
    const run = openRun(shots, at);
    const lengths = run > 0 ? shareOut(boundAfter(shots, at + run, total) - start, run) : [lengthOf(shot, start)];
    cursor = start;
    for (const length of lengths) {
      slots.push({ start: cursor, end: tidy(cursor + length) });
      cursor = tidy(cursor + length);
    }
  }
  return slots;
}

function lengthOf(shot: Shot | undefined, start: number): number {
  return shot?.end === undefined ? (shot?.seconds ?? 0) : shot.end - start;
}

/** Seconds to a thousandth, so that sums of tenths come out even. */
export function tidy(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function assumedDuration(shots: readonly Shot[]): number {
  const open = shots.filter(({ seconds, end }) => seconds === undefined && end === undefined).length;
  const known = shots.reduce(
    (sum, { seconds, start = 0, end }) => sum + (end === undefined ? (seconds ?? 0) : end - start),
    0,
  );
  const wanted = shots.length === 1 ? 5 : known + open * 4;
  return Math.max(limits.duration.least, Math.min(limits.duration.most, Math.ceil(wanted)));
}

/** How many shots from here on state no length: they share one stretch. */
function openRun(shots: readonly Shot[], from: number): number {
  let count = 0;
  for (const shot of shots.slice(from)) {
    if (shot.seconds !== undefined || shot.end !== undefined || (count > 0 && shot.start !== undefined)) break;
    count += 1;
  }
  return count;
}

/** Where a stretch must end: the next exact start, or the whole, less what the shots in between need. */
function boundAfter(shots: readonly Shot[], from: number, total: number): number {
  let needed = 0;
  for (const { start, end, seconds = 0 } of shots.slice(from)) {
    if (start !== undefined) return start - needed;
    if (end !== undefined) return end - needed - seconds;
    needed += seconds;
  }
  return total - needed;
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
