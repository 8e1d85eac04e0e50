import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { FileFacts } from '../../core/saved-file.ts';
import type { Send } from '../../net/http.ts';
import { download } from '../download.ts';
import { createPictureSplitter, type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import { withTemporary } from '../partial-file.ts';
import { probeFile } from '../probe.ts';
import { renameOrKeep } from '../rename-exclusive.ts';
import { extensionOf } from '../signature.ts';
import type { Picture } from './canvas.ts';
import { type Clip, inputArgs, noFrames, readClip } from './clip.ts';
import { encodePng } from './picture-codec.ts';

type Work = { ffmpeg: Ffmpeg; signal?: AbortSignal };

export type LastFrame = { path: string; mediaType: string; bytes: number; width: number; height: number };

type Offered = { url: string; file: string; send: Send; clock: Clock; signal?: AbortSignal };

const largestFrameBytes = 64 * 1024 * 1024;
const videoExtensions = ['.mp4', '.mov', '.webm', '.mkv'];

/** The one that was saved before: its file has the time of the video that it was taken from. */
export async function findLastFrame(video: string): Promise<LastFrame | undefined> {
  const { mtimeMs } = await stat(video);
  for (const name of await readdir(dirname(video))) {
    if (!videosOfFrame(name).includes(basename(video))) continue;
    const path = join(dirname(video), name);
    if (Math.abs((await stat(path)).mtimeMs - mtimeMs) >= 1) continue;
    const found = await probeFile(path).catch(() => undefined);
    if (found) return describeFrame(path, found);
  }
  return undefined;
}

/** Gives a frame the time of its video. On a disk that keeps no times the frame is taken again. */
export async function dateLastFrame(video: string, frame: LastFrame): Promise<LastFrame> {
  const { atime, mtime } = await stat(video);
  await utimes(frame.path, atime, mtime).catch(() => undefined);
  return frame;
}

/** The last frame of a clip that can be decoded, at its full size, as a PNG beside the clip. */
export async function saveLastFrame({ file, ...work }: Work & { file: string }): Promise<LastFrame> {
  const clip = await readClip(file);
  // Near the end first. A file that was cut off has no frame there, and is decoded whole.
  const picture = (await readLast(clip, ['-sseof', '-0.5'], work)) ?? (await readLast(clip, [], work));
  if (!picture) throw noFrames(file, 'ffmpeg cannot decode it');
  const png = await encodePng(work.ffmpeg, picture, work.signal);
  const path = await savePng(file, png);
  return { path, mediaType: 'image/png', bytes: png.byteLength, width: clip.width, height: clip.height };
}

/** The last frame that the service offers. Undefined when its link gives no picture: links expire within a day. */
export async function downloadLastFrame({ file, ...offered }: Offered): Promise<LastFrame | undefined> {
  try {
    return await withTemporary(dirname(file), frameStem(file), async (temporary) => {
      await download({ ...offered, path: temporary, kind: 'image', largestBytes: largestFrameBytes });
      const facts = await probeFile(temporary);
      return describeFrame(await renameOrKeep(temporary, placeOf(file, extensionOf(facts.media_type))), facts);
    });
  } catch {
    offered.signal?.throwIfAborted();
    return undefined;
  }
}

/** The videos, one of which a picture is the last frame of, by its name. */
export function videosOfFrame(picture: string): string[] {
  const [, stem] = /^(.+)\.last(?:-\d+)?\.\w+$/.exec(picture) ?? [];
  return stem === undefined ? [] : videoExtensions.map((extension) => stem + extension);
}

async function readLast(clip: Clip, from: string[], { ffmpeg, signal }: Work): Promise<Picture | undefined> {
  const { width, height } = clip;
  let last: Buffer | undefined;
  // The same size keeps the pixels as they are; another one makes the pixels square, as players do.
  const filter = `scale=${width}:${height}:flags=lanczos,format=rgb24`;
  const output = ['-map', '0:V:0', '-vf', filter, ...ffmpeg.passthrough, '-f', 'rawvideo', 'pipe:1'];
  await runFfmpeg(ffmpeg, {
    args: [...inputArgs(clip, ...from), ...output],
    signal,
    onOutput: createPictureSplitter(width * height * 3, (picture) => {
      last = picture;
    }),
  });
  return last && { width, height, rgb: last };
}

function describeFrame(path: string, { media_type, bytes, width = 0, height = 0 }: FileFacts): LastFrame {
  return { path, mediaType: media_type, bytes, width, height };
}

/** The same picture again is the same file; another picture gets the next name. */
function savePng(video: string, png: Buffer): Promise<string> {
  return withTemporary(dirname(video), frameStem(video), async (temporary) => {
    await writeFile(temporary, png, { flag: 'wx' });
    return renameOrKeep(temporary, placeOf(video, '.png'));
  });
}

function placeOf(video: string, extension: string) {
  return { directory: dirname(video), stem: frameStem(video), extension };
}

function frameStem(video: string): string {
  return `${basename(video, extname(video))}.last`;
}
