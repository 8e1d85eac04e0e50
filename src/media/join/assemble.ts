import type { Ffmpeg } from '../ffmpeg.ts';
import { type Conversion, convertPicture, FfmpegError, mixSound, type Soundtrack } from './convert.ts';
import { type MeasuredClip, measureClip, measureSoundFile, type Picture } from './measure.ts';
import { findSoundObstacle, planPictures } from './plan.ts';
import type { Reel } from './remux.ts';
import { layEndToEnd, type Span } from './timeline.ts';

export type Assembly = {
  reel: Reel;
  /** The clips, by index, whose picture was re-encoded. */
  converted: number[];
  /** Why the soundtrack is not in it. */
  missingSoundtrack?: string;
};

type Parts = {
  clips: readonly MeasuredClip[];
  soundtrack?: Soundtrack;
  ffmpeg?: Ffmpeg;
  /** A new path for a file that is gone after the join. */
  temporary: () => string;
  signal?: AbortSignal;
};

/** The clips cannot become one file here; what would help is `missing`. */
export class ClipsDiffer extends Error {
  readonly missing: string;

  constructor(reason: string, missing: string) {
    super(reason);
    this.missing = missing;
  }
}

export const inAnEditor = 'Open the playlist, or join the clips in an editor.';
const needsFfmpeg =
  'ffmpeg is needed and was not found: install it, or set SEEDANCE_FFMPEG to its path, then join again.';

/** Brings clips to where their packets can be copied into one file: as they are, or with the help of ffmpeg. */
export async function assemble(parts: Parts): Promise<Assembly> {
  const { pictures, converted } = await fitPictures(parts);
  const spans = layEndToEnd(pictures.map(({ seconds }) => seconds));
  const { sounds, missingSoundtrack } = await fitSounds(parts, spans);
  const [first] = pictures;
  const isInBand = pictures.some(({ description }) => !first?.description.equals(description));
  const placed = pictures.flatMap((picture, n) => (spans[n] ? [{ ...spans[n], picture }] : []));
  return { reel: { pictures: placed, sounds, isInBand }, converted, missingSoundtrack };
}

async function fitPictures(parts: Parts): Promise<{ pictures: Picture[]; converted: number[] }> {
  const pictures = parts.clips.map(({ picture }) => picture);
  const { misfits, size, reason = '' } = planPictures(pictures);
  for (const n of misfits) {
    const { path = '' } = pictures[n] ?? {};
    const out = await withFfmpeg(parts, reason, `convert clip ${n + 1}`, (work) => convertPicture(path, size, work));
    pictures[n] = (await measureClip(out)).picture;
  }
  const left = planPictures(pictures);
  if (left.reason) throw new ClipsDiffer(left.reason, inAnEditor);
  return { pictures, converted: misfits };
}

async function fitSounds(
  parts: Parts,
  spans: readonly Span[],
): Promise<Pick<Assembly, 'missingSoundtrack'> & Pick<Reel, 'sounds'>> {
  const obstacle = findSoundObstacle(parts.clips);
  const stretches = parts.clips.flatMap(({ sound }, n) => (spans[n] ? [{ ...spans[n], sound }] : []));
  const mix = async (reason: string, soundtrack?: Soundtrack) => {
    const task = soundtrack ? 'mix the soundtrack' : 'make one sound of all clips';
    const path = await withFfmpeg(parts, reason, task, (work) => mixSound(stretches, soundtrack, work));
    return [{ start: 0, end: spans.at(-1)?.end ?? 0, sound: await measureSoundFile(path) }];
  };
  let missingSoundtrack: string | undefined;
  if (parts.soundtrack) {
    try {
      return { sounds: await mix('', parts.soundtrack) };
    } catch (thrown) {
      if (!(thrown instanceof ClipsDiffer)) throw thrown;
      missingSoundtrack = thrown.missing;
    }
  }
  return { sounds: obstacle ? await mix(obstacle) : stretches, missingSoundtrack };
}

/** Lets ffmpeg make a file; when there is none, or it fails, the clips stay apart for the given reason. */
async function withFfmpeg(
  { ffmpeg, temporary, signal }: Parts,
  reason: string,
  task: string,
  make: (work: Conversion) => Promise<void>,
): Promise<string> {
  if (!ffmpeg) throw new ClipsDiffer(reason, needsFfmpeg);
  const out = temporary();
  try {
    await make({ ffmpeg, out, signal });
    return out;
  } catch (thrown) {
    if (!(thrown instanceof FfmpegError)) throw thrown;
    throw new ClipsDiffer(reason, `ffmpeg could not ${task}: ${thrown.message}`);
  }
}
