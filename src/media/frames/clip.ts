import { AppError } from '../../core/errors.ts';
import { openFile, readAt } from '../../core/regular-file.ts';
import { findMediaType, startBytes } from '../signature.ts';
import { readTracks, type Tracks } from '../tracks.ts';

/** A video file as it is now. Size and time of change tell whether it is still the same. */
export type Clip = Tracks & { path: string; bytes: number; modifiedMs: number; demuxer: string };

/** ffmpeg's names. Naming one keeps ffmpeg from guessing: a hostile file may look like a playlist. */
const demuxers: Record<string, string> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
};

/** 8K, and half as long again as the longest film. */
const largestPixels = 7680 * 4320;
const longestSeconds = 900;

/** Reads what a video file says of itself. */
export async function readClip(path: string): Promise<Clip> {
  const file = await openFile(path).catch((cause) => {
    const nextStep = 'Call get_task again: it saves the file again while the link works.';
    throw new AppError('not_found', `${path} cannot be opened.`, { nextStep, cause });
  });
  try {
    const { size, mtimeMs } = await file.stat();
    const demuxer = demuxers[findMediaType(await readAt(file, 0, startBytes)) ?? ''];
    const tracks = demuxer && (await readTracks(file, size).catch(() => undefined));
    if (!demuxer || !tracks || tracks.width < 1 || tracks.height < 1) throw noFrames(path, 'it is not a whole video');
    if (tracks.duration_seconds > longestSeconds) {
      throw new AppError('bad_reply', `No frames are made of ${path}: it is longer than 15 minutes.`, {
        nextStep: 'Use the video without frames.',
      });
    }
    return { path, bytes: size, modifiedMs: Math.round(mtimeMs), demuxer, ...tracks };
  } finally {
    await file.close();
  }
}

/** How ffmpeg is told to open a clip: one file, no network, no picture that would fill the memory. */
export function inputArgs({ path, demuxer }: Clip, ...before: string[]): string[] {
  const limits = ['-protocol_whitelist', 'file', '-max_pixels', String(largestPixels), '-t', String(longestSeconds)];
  return ['-hide_banner', '-nostdin', '-nostats', ...limits, ...before, '-f', demuxer, '-i', `file:${path}`];
}

export function noFrames(path: string, why: string): AppError {
  return new AppError('bad_reply', `No frames can be made of ${path}: ${why}.`, {
    nextStep:
      'Play the file to see whether it is damaged. If it plays, ask the user to install an ffmpeg that knows its codec.',
  });
}
