import type { PictureFacts } from './picture-facts.ts';

/** A part of a clip, in seconds. */
export type Stretch = { start: number; end: number };

/** How a picture differs from the one before, in levels of brightness (of 255), over a grid of small cells. */
export type Motion = {
  /** The cell that changed most. */
  peak: number;
  mean: number;
  /** Whether a tenth of the picture or more changed. */
  isBroad: boolean;
};

export type Frame = PictureFacts & {
  /** Seconds from the start. */
  time: number;
  /** Undefined for the first picture. */
  motion?: Motion;
};

/** What one decoding pass saw of a clip. */
export type Observation = {
  frames: Frame[];
  /** Where the sound track holds no sound. Undefined without a sound track. */
  silences?: Stretch[];
  /** The length that the file declares. */
  declaredSeconds: number;
  /** The length that its picture track declares; sound may go on a little longer. */
  declaredPictureSeconds: number;
};

/** Runs of neighbouring frames that satisfy a test, as first and last index. */
export function findRuns(frames: readonly Frame[], test: (frame: Frame, index: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  frames.forEach((frame, index) => {
    if (!test(frame, index)) return;
    const run = runs.at(-1);
    if (run?.[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

/** When frames begin and the last of them ends. */
export function stretchOf(frames: readonly Frame[], [first, last]: readonly [number, number]): Stretch {
  return { start: frames[first]?.time ?? 0, end: frames[last + 1]?.time ?? pictureEnd(frames) };
}

/** When the last frame ends, taking it to last as long as the one before. */
export function pictureEnd(frames: readonly Frame[]): number {
  const last = frames.at(-1)?.time ?? 0;
  return last + (frames.length > 1 ? last - (frames.at(-2)?.time ?? 0) : 0);
}
