import type { ReferenceType } from './reference-file.ts';

export type Range = { least: number; most: number };

/** Whole seconds. `automatic`: -1 leaves the length to the model. */
export type DurationLimits = Range & { default: number; automatic?: boolean };

/** Pixels of a side, and width to height. */
export type PictureLimits = { side: Range; aspect: Range };

/**
 * What one model takes, as plain data. The schema, the checks, the composer and the docs read these numbers here and nowhere else.
 * What is left out is not known, and is not checked.
 */
export type ModelLimits = {
  duration?: DurationLimits;
  ratios?: readonly string[];
  resolutions?: readonly string[];
  /** How many reference files of a type, and how many in all. */
  files?: Readonly<Record<ReferenceType, number>> & { together: number };
  /** What happens to sound without a picture or a video beside it. */
  audioAlone?: 'refused' | 'untested';
  /** Seconds of one reference video, and of all reference videos and sounds together. */
  clipSeconds?: Range & { together: number };
  /** Bytes of one reference file. */
  fileBytes?: Readonly<Record<ReferenceType, number>>;
  /** File formats that are taken, by the ends of their names. */
  formats?: Readonly<Partial<Record<ReferenceType, readonly string[]>>>;
  /** Reference pictures. */
  picture?: PictureLimits;
  promptCharacters?: number;
  /** How many pictures one request makes. */
  images?: Range & { default: number };
};
