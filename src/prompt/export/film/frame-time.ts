/** Times as fractions of a second on the frame grid. */
export type FrameTime = {
  /** The length of one frame. */
  frame: string;
  /** How long it is from one time to another, in whole frames. Both ends are rounded, so that what touches in seconds touches in frames. */
  between(from: number, to: number): string;
};

/** The frame rates that editors know, as the length of a frame: 29.97 is exactly 30,000 frames in 1,001 seconds. */
const frameLengths = [
  { units: 1001, perSecond: 24_000 },
  { units: 100, perSecond: 2400 },
  { units: 100, perSecond: 2500 },
  { units: 1001, perSecond: 30_000 },
  { units: 100, perSecond: 3000 },
  { units: 100, perSecond: 5000 },
  { units: 1001, perSecond: 60_000 },
  { units: 100, perSecond: 6000 },
];

/** Takes the nearest of the rates that editors know. */
export function createFrameTime(fps: number): FrameTime {
  const distance = ({ units, perSecond }: (typeof frameLengths)[number]) => Math.abs(perSecond / units - fps);
  const { units, perSecond } = frameLengths.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  const framesTo = (seconds: number) => Math.round((seconds * perSecond) / units);
  return {
    frame: `${units}/${perSecond}s`,
    between: (from, to) => {
      const frames = framesTo(to) - framesTo(from);
      return frames === 0 ? '0s' : `${frames * units}/${perSecond}s`;
    },
  };
}
