const mega = 1024 * 1024;

/** What Ark, the service behind both, takes as a reference image (WIRE.md section 2). Aspect is width to height. */
export const imageLimits = {
  bytes: 30 * mega,
  shortestSide: 300,
  longestSide: 6000,
  narrowest: 0.4,
  widest: 2.5,
} as const;

/** Image and audio: WIRE.md section 2. Video: the Seedance 2.0 manual at help.geelark.com, "total size: less than 50 MB". */
export const referenceBytes = { image: imageLimits.bytes, video: 50 * mega, audio: 15 * mega } as const;

/** The most that a finished file can have: a picture 64 MB; a clip 40 MB a second, which is 320 Mbit/s, and never less than 200 MB. */
export function largestOutputBytes(kind: 'image' | 'video' | undefined, seconds = 0): number {
  return kind === 'image' ? 64 * mega : Math.max(200, 40 * seconds) * mega;
}

/** What is wrong with an image's size in pixels, to follow its name in a sentence. Undefined when it fits. */
export function checkImageSize({ width, height }: { width: number; height: number }): string | undefined {
  const { shortestSide, longestSide, narrowest, widest } = imageLimits;
  const pixels = `is ${width}×${height} pixels`;
  if (Math.min(width, height) < shortestSide) return `${pixels}; each side must have at least ${shortestSide}`;
  if (Math.max(width, height) > longestSide) return `${pixels}; no side may have more than ${longestSide}`;
  const aspect = width / height;
  if (aspect < narrowest || aspect > widest) return `${pixels}; width to height must be between 2:5 and 5:2`;
  return undefined;
}
