import type { PictureLimits } from '../core/model-limits.ts';

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
