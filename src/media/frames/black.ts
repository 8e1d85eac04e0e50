import { type Frame, findRuns, pictureEnd, type Stretch, stretchOf } from './observation.ts';

/** A picture with at most one lit pixel in a thousand: white letters on black are more. */
const litShare = 0.001;

/** Seconds. What is shorter is a cut, a blink or a dip between two shots. */
const shortest = 0.75;

/** Seconds. How long a fade may stay black: between two shots, and at either end of a clip. */
const longestDip = 1.5;
const longestFade = 3;

/** A fade at an end of a clip may be black for this share of it. */
const fadeShare = 1 / 3;

/** A fade is this dim, compared with the brightest picture within a second, on the frame next to black. */
const dimmed = 0.4;

export function isBlack({ lit }: Frame): boolean {
  return lit <= litShare;
}

/** Where the picture is black, except for fades, which a film-maker asks for. */
export function findBlack(frames: readonly Frame[]): Stretch[] {
  return findRuns(frames, isBlack)
    .filter((run) => !isFade(frames, run))
    .map((run) => stretchOf(frames, run));
}

function isFade(frames: readonly Frame[], run: [number, number]): boolean {
  const [first, last] = run;
  const atStart = first === 0;
  const atEnd = last === frames.length - 1;
  if (atStart && atEnd) return false;
  const { start, end } = stretchOf(frames, run);
  const seconds = end - start;
  if (seconds < shortest) return true;
  if ((!atStart && !isDimmed(frames, first - 1)) || (!atEnd && !isDimmed(frames, last + 1))) return false;
  return seconds <= (atStart || atEnd ? Math.min(longestFade, fadeShare * pictureEnd(frames)) : longestDip);
}

/** Whether a frame is much darker than those within a second of it. */
function isDimmed(frames: readonly Frame[], index: number): boolean {
  const frame = frames[index];
  if (!frame) return false;
  const near = frames.filter(({ time }) => Math.abs(time - frame.time) <= 1);
  return frame.brightness <= dimmed * Math.max(...near.map(({ brightness }) => brightness));
}
