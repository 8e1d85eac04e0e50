import type { ModelLimits, PictureLimits } from '../core/model-limits.ts';
import type { ReferenceType } from '../core/reference-file.ts';
import { formatOf } from './signature.ts';

const mega = 1024 * 1024;

/** The most that a finished file can have: a picture 64 MB; a clip 40 MB a second, which is 320 Mbit/s, and never less than 200 MB. */
export function largestOutputBytes(kind: 'image' | 'video' | undefined, seconds = 0): number {
  return kind === 'image' ? 64 * mega : Math.max(200, 40 * seconds) * mega;
}

/** What is wrong with a picture's size in pixels, to follow its name in a sentence. Undefined when it fits. */
export function describeWrongSize(
  { width, height }: { width: number; height: number },
  { side, aspect }: PictureLimits,
): string | undefined {
  const pixels = `is ${width}×${height} pixels`;
  if (Math.min(width, height) < side.least) return `${pixels}; each side must have at least ${side.least}`;
  if (Math.max(width, height) > side.most) return `${pixels}; no side may have more than ${side.most}`;
  const shape = width / height;
  if (shape >= aspect.least && shape <= aspect.most) return undefined;
  return `${pixels}; width divided by height must be between ${aspect.least} and ${aspect.most}`;
}

/** What is wrong with the format of a file, to follow its name in a sentence, and what to do. Undefined when the model takes it. */
export function findWrongFormat(
  mediaType: string,
  type: ReferenceType,
  { formats }: ModelLimits,
): { message: string; fix: string } | undefined {
  const taken = formats?.[type];
  const format = formatOf(mediaType);
  if (!taken || taken.includes(format)) return undefined;
  const other = format === 'heic' ? ', or use it for a video: the Seedance models take HEIC' : '';
  return { message: `is ${format}, which is not taken`, fix: `Convert it to ${taken.join(', ')}${other}.` };
}
