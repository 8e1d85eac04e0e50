import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { Send } from '../../net/http.ts';
import { type Ffmpeg, ffmpegMissing } from '../ffmpeg.ts';
import type { Check } from './checks.ts';
import { makeContactSheet, makeFilmSheet } from './contact-sheet.ts';
import { dateLastFrame, downloadLastFrame, findLastFrame, type LastFrame, saveLastFrame } from './last-frame.ts';
import { type ContactSheet, readChecks, sheetPath } from './sheet-file.ts';

/** Pictures of saved videos, kept beside them. Throws `unavailable` where ffmpeg is needed and there is none. */
export type Frames = {
  /** The path of the ffmpeg that is used, if there is one. */
  findProgram(): Promise<string | undefined>;
  /** One sheet of a video, or of a film's clips, a row for each. */
  makeSheet(videos: readonly string[], signal?: AbortSignal): Promise<ContactSheet>;
  /** What an earlier sheet of a video found. Undefined where there is none. */
  findChecks(video: string): Promise<Check[] | undefined>;
  /** The service's own where it gives one. */
  saveLastFrame(video: { path: string; lastFrameUrl?: string }, signal?: AbortSignal): Promise<LastFrame>;
};

type Parts = { findFfmpeg(): Promise<Ffmpeg | undefined>; send: Send; clock: Clock };

/** Films that begin with the same clip have sheets of their own. */
function filmSheetPath(videos: readonly string[]): string {
  const [first = ''] = videos;
  const cut = createHash('sha256').update(videos.join('\n')).digest('hex').slice(0, 8);
  return sheetPath(first.replace(/\.\w+$/, `-film-${cut}$&`));
}

export function createFrames({ findFfmpeg, send, clock }: Parts): Frames {
  const requireFfmpeg = async (): Promise<Ffmpeg> => {
    const ffmpeg = await findFfmpeg();
    if (!ffmpeg) throw new AppError('unavailable', ffmpegMissing, { nextStep: '' });
    return ffmpeg;
  };
  return {
    findProgram: async () => (await findFfmpeg())?.path,
    findChecks: (video) => readChecks(sheetPath(video)),
    makeSheet: async (videos, signal) => {
      const ffmpeg = await requireFfmpeg();
      const [file = ''] = videos;
      return videos.length > 1
        ? makeFilmSheet({ files: [...videos], out: filmSheetPath(videos), ffmpeg, signal })
        : makeContactSheet({ file, ffmpeg, signal });
    },
    saveLastFrame: async ({ path, lastFrameUrl: url }, signal) => {
      const known = await findLastFrame(path).catch(() => undefined);
      if (known) return known;
      const given = url && (await downloadLastFrame({ url, file: path, send, clock, signal }));
      const frame = given || (await saveLastFrame({ file: path, ffmpeg: await requireFfmpeg(), signal }));
      return dateLastFrame(path, frame);
    },
  };
}
