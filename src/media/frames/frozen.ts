import { isBlack } from './black.ts';
import { type Frame, findRuns, type Stretch, stretchOf } from './observation.ts';

/** Seconds. A shot may hold its breath for less. */
const shortest = 1.9;

/** Seconds, for a picture in which only something small moved before and after: eyes that blink, a distant lamp. */
const shortestBetweenBlinks = 3.5;

/** Levels. What an encoder makes of a still picture stays below this in every cell; a lamp or a blink does not. */
const movedPeak = 8;

/** Levels. A key frame redraws a still picture, everywhere a little; a cut or a movement changes more. */
const refreshMean = 2;

/** Seconds. Around a key frame nothing else moves; around a stretch that stands still, something small may. */
const nearby = 0.25;
const mostNearby = 60; // frames: nobody sends more than 240 a second

/**
 * Levels. Grain and slow movement change some cell in every frame. In a frozen picture an encoder rests in some frames; or it
 * repeats itself, and changes the same cells by one level in each. Told by the quietest tenth of the frames.
 */
const moving = { peak: 0.75, surePeak: 1 };

/** An encoder that repeats itself changes as much in three tenths of the frames as in the quietest, but for this factor. */
const repeats = 1.12;

/** Levels. How far the light may drift in a frozen picture. */
const drift = 1.5;

/** A title card is one colour and letters; a plain colour without letters is not one. */
const card = { from: 0.6, to: 0.999 };

/** Where the picture stands still although it is not a title card. Black is told by its own check. */
export function findFrozen(frames: readonly Frame[]): Stretch[] {
  return findRuns(
    frames,
    (frame, index) => index > 0 && !isBlack(frame) && (!hasMoved(frame) || isRefresh(frames, index)),
  )
    .map(([first, last]): [number, number] => [first - 1, last])
    .filter((run) => isFrozen(frames, run))
    .map((run) => stretchOf(frames, run));
}

function hasMoved({ motion }: Frame): boolean {
  return motion !== undefined && motion.peak >= movedPeak;
}

/** Whether a change is the encoder's: small, all over the picture, and alone. */
function isRefresh(frames: readonly Frame[], index: number): boolean {
  const frame = frames[index];
  if (!frame?.motion?.isBroad || frame.motion.mean > refreshMean) return false;
  const around = frames.slice(Math.max(0, index - mostNearby), index + mostNearby + 1);
  const isNear = ({ time }: Frame) => Math.abs(time - frame.time) <= nearby;
  return !around.some((other) => other !== frame && isNear(other) && hasMoved(other));
}

function isFrozen(frames: readonly Frame[], run: [number, number]): boolean {
  const { start, end } = stretchOf(frames, run);
  if (end - start < (isBetweenBlinks(frames, { start, end }) ? shortestBetweenBlinks : shortest)) return false;
  const inside = frames.slice(run[0], run[1] + 1);
  return !isCard(inside) && !isAlive(inside);
}

/** Whether something moves just before or after, and only in a small part of the picture. */
function isBetweenBlinks(frames: readonly Frame[], { start, end }: Stretch): boolean {
  const around = frames.filter((frame) => hasMoved(frame) && frame.time > start - nearby && frame.time < end + nearby);
  return around.length > 0 && !around.some(({ motion }) => motion?.isBroad);
}

function isCard(frames: Frame[]): boolean {
  const { background = 0 } = frames[frames.length >> 1] ?? {};
  return background >= card.from && background <= card.to;
}

function isAlive(frames: Frame[]): boolean {
  const motions = frames.flatMap(({ motion }) => motion ?? []);
  const peaks = motions.map(({ peak }) => peak);
  const means = motions.map(({ mean }) => mean);
  const lights = frames.map(({ brightness }) => brightness);
  const quiet = quantile(peaks, 0.1);
  const isRepeating = quiet <= moving.surePeak && quantile(means, 0.3) <= repeats * quantile(means, 0.1);
  return (quiet >= moving.peak && !isRepeating) || quantile(lights, 1) - quantile(lights, 0) >= drift;
}

/** The value that this share of the values stays below. */
function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;
}
