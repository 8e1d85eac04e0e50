import * as z from 'zod';
import { findBlack } from './black.ts';
import { findFrozen } from './frozen.ts';
import { findLetterbox } from './letterbox.ts';
import { type Observation, pictureEnd, type Stretch } from './observation.ts';

/** Something that makes a clip look broken, and where in seconds: from 0 to its length when it is the whole clip. */
export const Check = z.object({
  check: z.enum(['black', 'frozen', 'silent', 'cut_short', 'letterbox']),
  start: z.number(),
  end: z.number(),
});
export type Check = z.infer<typeof Check>;

/** Seconds. What a stretch may miss of a clip and still be the whole of it. */
const wholeTolerance = 0.15;

/** Seconds. People speak with pauses; sound that is gone for longer, or for half of a short clip, is missing. */
const silence = { longest: 3, shortest: 1.5, share: 0.5 };

/** Seconds. */
const cutTolerance = { picture: 0.15, file: 1 };

/** Finds what is broken in a clip. Silent is said only of a clip that has a sound track: without one, a mismatch tells it. */
export function findChecks(seen: Observation): Check[] {
  const { frames, declaredSeconds: seconds } = seen;
  const found: [Check['check'], Stretch[]][] = [
    ['black', findBlack(frames)],
    ['frozen', findFrozen(frames)],
    ['silent', findSilent(seen)],
    ['letterbox', findLetterbox(frames)],
    ['cut_short', findCut(seen)],
  ];
  return found.flatMap(([check, stretches]) =>
    joinNeighbours(stretches).map(({ start, end }) => ({ check, ...rounded(toWhole({ start, end }, seconds)) })),
  );
}

function findSilent({ silences = [], declaredSeconds: seconds }: Observation): Stretch[] {
  const least = Math.min(silence.longest, Math.max(silence.shortest, silence.share * seconds));
  return silences.filter(({ start, end }) => end > start && end - start >= Math.min(least, seconds - wholeTolerance));
}

/** What the file declares beyond its last picture. One long last frame, as in a slide show, is not missing. */
function findCut({ frames, declaredSeconds, declaredPictureSeconds }: Observation): Stretch[] {
  const times = frames.map(({ time }) => time);
  const longestFrame = times.reduce((longest, time, n) => Math.max(longest, time - (times[n - 1] ?? time)), 0);
  const latest = (times.at(-1) ?? 0) + Math.min(1, longestFrame);
  const isCut = latest < declaredPictureSeconds - cutTolerance.picture || latest < declaredSeconds - cutTolerance.file;
  return isCut ? [{ start: pictureEnd(frames), end: declaredSeconds }] : [];
}

/** One stretch where the next begins as one ends: two takes of the same fault are one fault. */
function joinNeighbours(stretches: Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const { start, end } of stretches) {
    const before = joined.at(-1);
    if (before && start - before.end <= wholeTolerance) before.end = end;
    else joined.push({ start, end });
  }
  return joined;
}

function toWhole({ start, end }: Stretch, seconds: number): Stretch {
  return start <= wholeTolerance && end >= seconds - wholeTolerance ? { start: 0, end: seconds } : { start, end };
}

function rounded({ start, end }: Stretch): Stretch {
  return { start: Math.round(start * 100) / 100, end: Math.round(end * 100) / 100 };
}
