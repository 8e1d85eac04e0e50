import type { Expected } from '../backends/backend.ts';
import type { FileFacts, Mismatch } from '../core/saved-file.ts';

/** How far a file may be from the request and still count as what was asked for. */
const tolerances = {
  /** Seconds. A 5 s clip comes as 121 frames, 5.04 s, and its audio may run a fraction longer. */
  duration: 0.6,
  /** Share. Encoders round sides to multiples of 8 or 16: 16:9 at 480p is 864×496, 2 % off. */
  ratio: 0.03,
  /** Share of the short side, for services that hold the side: 704 or 720 or 736 for 720p. */
  shortSide: 0.05,
  /** Share of the number of pixels, for services that hold the area: Seedance's 1:1 at 720p is 960×960, its 21:9 is 1470×630. */
  area: 0.12,
} as const;

/** Short side and pixels of 16:9, by the names the services use. */
const resolutions = new Map(
  Object.entries({
    '480p': { shortSide: 480, area: 854 * 480 },
    '720p': { shortSide: 720, area: 1280 * 720 },
    '1080p': { shortSide: 1080, area: 1920 * 1080 },
    '4k': { shortSide: 2160, area: 3840 * 2160 },
  }),
);

/** Holds a file against the request. What was not asked for, or left to the model (`adaptive`, -1), is not compared. */
export function mismatches(asked: Expected, file: FileFacts): Mismatch[] {
  return [duration(asked, file), ratio(asked, file), resolution(asked, file), audio(asked, file)].filter(
    (found) => found !== undefined,
  );
}

function duration({ durationSeconds }: Expected, { duration_seconds: got }: FileFacts): Mismatch | undefined {
  if (durationSeconds === undefined || durationSeconds <= 0 || got === undefined) return undefined;
  if (Math.abs(got - durationSeconds) <= tolerances.duration) return undefined;
  return { field: 'duration', asked: `${durationSeconds} s`, got: `${Math.round(got * 100) / 100} s` };
}

function ratio({ ratio }: Expected, { width, height }: FileFacts): Mismatch | undefined {
  const [, across = 0, down = 0] = /^(\d+):(\d+)$/.exec(ratio ?? '')?.map(Number) ?? [];
  if (!ratio || !across || !down || !width || !height) return undefined;
  return within(width / height, across / down, tolerances.ratio)
    ? undefined
    : { field: 'ratio', asked: ratio, got: `${width}×${height}` };
}

function resolution({ resolution }: Expected, { media_type, width, height }: FileFacts): Mismatch | undefined {
  const wanted = media_type.startsWith('video/') ? resolutions.get(resolution?.toLowerCase() ?? '') : undefined;
  if (!resolution || !wanted || !width || !height) return undefined;
  const fits =
    within(Math.min(width, height), wanted.shortSide, tolerances.shortSide) ||
    within(width * height, wanted.area, tolerances.area);
  return fits ? undefined : { field: 'resolution', asked: resolution, got: `${width}×${height}` };
}

function audio({ audio }: Expected, { has_audio: got }: FileFacts): Mismatch | undefined {
  if (audio === undefined || got === undefined || audio === got) return undefined;
  const track = 'an audio track';
  return { field: 'audio', asked: audio ? track : 'none', got: got ? track : 'none' };
}

function within(got: number, wanted: number, share: number): boolean {
  return Math.abs(got / wanted - 1) <= share;
}
