import { isBlack } from './black.ts';
import { type Frame, findRuns, type Stretch, stretchOf } from './observation.ts';
import type { Bars } from './picture-facts.ts';

/** Seconds. */
const shortest = 1;

/** Shares of the picture. A 1.85:1 film in 16:9 has bars of 2 %, which nobody minds; 9:16 in 16:9 has 34 %. */
const thinnest = 0.03;
const thickest = 0.45;

/** Shares of the picture. Bars are alike on both sides, and as thick in every frame. */
const difference = 0.03;
const wobble = 0.015;

const sides: ((frame: Frame) => Bars)[] = [({ topAndBottom }) => topAndBottom, ({ leftAndRight }) => leftAndRight];

/** Where black bars frame the picture, above and below or at both sides. */
export function findLetterbox(frames: readonly Frame[]): Stretch[] {
  return sides.flatMap((barsOf) =>
    findRuns(frames, (frame) => isBlack(frame) || isBarred(barsOf(frame)))
      .filter(([first, last]) => hasBars(frames.slice(first, last + 1), barsOf))
      .map((run) => stretchOf(frames, run))
      .filter(({ start, end }) => end - start >= shortest),
  );
}

function isBarred({ first, last }: Bars): boolean {
  return Math.min(first, last) >= thinnest;
}

/** Whether the thinnest dark parts are alike and sharp: thicker ones are bars and a dark picture between them. */
function hasBars(frames: Frame[], barsOf: (frame: Frame) => Bars): boolean {
  const bars = frames.map(barsOf);
  const first = bars.reduce((thinnest, one) => Math.min(thinnest, one.first), 1);
  const last = bars.reduce((thinnest, one) => Math.min(thinnest, one.last), 1);
  const isThin = (one: Bars) => one.first <= first + wobble && one.last <= last + wobble;
  return (
    Math.max(first, last) <= thickest &&
    Math.abs(first - last) <= difference &&
    bars.some((one) => isThin(one) && one.isSharp)
  );
}
