import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import { readAt, withFile } from '../core/regular-file.ts';
import type { FileFacts } from '../core/saved-file.ts';
import { type Outline, outlineMatroska, outlineMp4 } from './container.ts';
import { parsePicture } from './picture.ts';
import { describeStart, findMediaType, startBytes } from './signature.ts';
import type { Tracks } from './tracks.ts';

const outlines: Record<string, (file: FileHandle, size: number) => Promise<Outline>> = {
  'video/mp4': outlineMp4,
  'video/quicktime': outlineMp4,
  'video/webm': outlineMatroska,
  'video/x-matroska': outlineMatroska,
};

/**
 * Reads an image or a video (MP4, MOV, WebM, Matroska) from disk; a video is never loaded whole.
 * Throws `bad_reply` or `file_refused` in plain words for a page, an empty or a cut file.
 */
export async function probeFile(path: string): Promise<FileFacts> {
  return withFile(path, async (file, size) => {
    const start = await readAt(file, 0, startBytes);
    const mediaType = findMediaType(start);
    if (mediaType?.startsWith('image/')) return await probePicture(file, size);
    const outline = mediaType && outlines[mediaType];
    if (!outline) throw unreadableFile(`${describeStart(start)}, not a video or an image`);
    const { cut } = await outline(file, size);
    if (cut) throw unreadableFile(`cut off: ${cut}`);
    const { picture_seconds: _, ...tracks } = await probeTracks(file, size);
    return { media_type: mediaType, bytes: size, ...tracks };
  });
}

async function probePicture(file: FileHandle, size: number): Promise<FileFacts> {
  const { mediaType, width, height } = await parsePicture(await file.readFile());
  return { media_type: mediaType, bytes: size, width, height };
}

async function probeTracks(file: FileHandle, size: number): Promise<Tracks> {
  const { readTracks } = await import('./tracks.ts');
  const tracks = await readTracks(file, size).catch((cause) => {
    throw unreadableFile('damaged: it cannot be read as a video', cause);
  });
  if (!tracks) throw unreadableFile('without a picture: it has no video track');
  return tracks;
}

function unreadableFile(what: string, cause?: unknown): AppError {
  return new AppError('bad_reply', `The file is ${what}.`, { cause });
}
