import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { createPictureSplitter, type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import { temporaryPath } from '../partial-file.ts';
import { hasContent, renameExclusive } from '../rename-exclusive.ts';
import type { Picture } from './canvas.ts';
import { type Clip, inputArgs, noFrames, readClip } from './clip.ts';
import { encodePng } from './picture-codec.ts';

type Work = { ffmpeg: Ffmpeg; signal?: AbortSignal };

export type LastFrame = { path: string; mediaType: 'image/png'; bytes: number; width: number; height: number };

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

/** The same picture again is the same file; another picture gets the next name. */
async function savePng(video: string, png: Buffer): Promise<string> {
  const directory = dirname(video);
  const stem = `${basename(video, extname(video))}.last`;
  const sha256 = createHash('sha256').update(png).digest('hex');
  const temporary = temporaryPath(directory, stem);
  try {
    await writeFile(temporary, png, { flag: 'wx' });
    return await renameExclusive(temporary, {
      directory,
      stem,
      extension: '.png',
      onTaken: async (taken) => ((await hasContent(taken, { bytes: png.byteLength, sha256 })) ? 'keep' : 'next'),
    });
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}
