import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, extname, isAbsolute, relative } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { readAt, withFile } from '../../core/regular-file.ts';
import { withTemporary } from '../partial-file.ts';
import { renameOrKeep } from '../rename-exclusive.ts';
import { describeStart, findMediaType, startBytes } from '../signature.ts';

type PlaylistEntry = { path: string; seconds: number; title: string };

/** An extended M3U playlist: players show the clips one after another. Paths count from its folder, so that the folder can be moved. */
export function renderPlaylist(directory: string, entries: readonly PlaylistEntry[]): string {
  const lines = entries.flatMap(({ path, seconds, title }) => [
    `#EXTINF:${seconds.toFixed(3)},${title.replace(/\s+/g, ' ')}`,
    pathFrom(directory, path),
  ]);
  return ['#EXTM3U', ...lines, ''].join('\n');
}

function pathFrom(directory: string, path: string): string {
  const near = relative(directory, path);
  if (isAbsolute(near)) return near; // another drive
  const slashed = near.replaceAll('\\', '/');
  return slashed.startsWith('.') ? slashed : `./${slashed}`; // a name may begin with #
}

/** The media type of a soundtrack. Throws in plain words when it is no audio; its first bytes decide, not its name. */
export async function checkSoundtrack(path: string): Promise<string> {
  const start = await withFile(path, (file) => readAt(file, 0, startBytes)).catch((cause) => {
    throw unusableSoundtrack(`cannot be read (${cause.message})`, cause);
  });
  const mediaType = findMediaType(start);
  if (mediaType && /^(audio|video)\//.test(mediaType)) return mediaType;
  throw unusableSoundtrack(`is ${describeStart(start)}, not an audio file`);
}

function unusableSoundtrack(what: string, cause?: unknown): AppError {
  const nextStep = 'Give an MP3, WAV, M4A, FLAC or Ogg file, or leave the soundtrack out.';
  return new AppError('file_refused', `The soundtrack ${what}.`, { nextStep, cause });
}

/** Copies a soundtrack beside its film, unless it is there already. */
export async function placeBeside(soundtrack: string, directory: string, stem: string): Promise<string> {
  if (dirname(soundtrack) === directory) return soundtrack;
  return withTemporary(directory, 'soundtrack', async (temporary) => {
    await copyFile(soundtrack, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return renameOrKeep(temporary, soundtrackName(directory, stem, extname(soundtrack)));
  });
}

export function soundtrackName(directory: string, stem: string, extension: string) {
  return { directory, stem: `${stem}-soundtrack`, extension };
}
