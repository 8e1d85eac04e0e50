import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { quote } from '../core/quote.ts';
import { describeWrongSize, findWrongFormat } from './limits.ts';
import { stripMetadata } from './metadata/strip.ts';
import { findEnd, findPictureWarnings, type Picture, parsePicture } from './picture.ts';

/** A picture that may leave this machine, in memory as it was checked: `bytes` without its metadata, `sha256` of the file as it is. */
export type LocalImage = Picture & { bytes: Buffer; sha256: string; warnings: string[] };

/** Checks an image given as base64 or as a data URL, by the same rules as a file. Throws `file_refused`. */
export async function parseImageData(text: string, limits: ModelLimits): Promise<LocalImage> {
  const base64 = text.replace(/^data:[^,]{0,200};base64,/i, '').replace(/\s+/g, '');
  const most = mostBytes(limits);
  if (base64.length * 0.75 > most + 3) throw tooLarge('The image', most);
  if (base64 === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) {
    throw new AppError('file_refused', 'image_data is neither base64 nor a base64 data URL.', {
      nextStep: 'Give the image as base64, as image_path, or as image_url.',
    });
  }
  return checkImage(Buffer.from(base64, 'base64'), 'image_data', limits);
}

/** Reads the image at a real path, which is told as it was given. Throws `file_refused`. */
export async function readImage(real: string, given: string, limits: ModelLimits): Promise<LocalImage> {
  // Looked at before opening, because opening a device or a pipe already does something.
  if (!(await stat(real)).isFile()) throw refusedPath(`${quote(given)} is not a file.`);
  const file = await openAsSeen(real, given);
  try {
    const { size, uid } = await file.stat();
    const me = process.getuid?.() ?? 0;
    if (me !== 0 && uid !== me) throw refusedPath(`${quote(given)} belongs to another user.`);
    const most = mostBytes(limits);
    if (size > most) throw tooLarge(quote(given), most);
    return await checkImage(await readBytes(file, size), quote(given), limits);
  } finally {
    await file.close();
  }
}

/** Opens a real path and makes sure that what is open is what stands there, so that nothing was swapped in between. */
async function openAsSeen(real: string, given: string): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((cause) => {
    throw refusedPath(`${quote(given)} cannot be read.`, cause);
  });
  const opened = await file.stat({ bigint: true });
  const seen = await lstat(real, { bigint: true }).catch(() => undefined);
  const isSame = opened.isFile() && seen?.ino === opened.ino && seen.dev === opened.dev;
  if (isSame && (await placeOf(file, real)) === real) return file;
  await file.close();
  throw refusedPath(`${quote(given)} changed while it was opened.`);
}

/** Where an open file stands, as the system itself knows it; a path that is looked up again may have been swapped back (docs/promises.md, Folders). */
async function placeOf(file: FileHandle, path: string): Promise<string | undefined> {
  const known =
    process.platform === 'linux' ? await readlink(`/proc/self/fd/${file.fd}`).catch(() => undefined) : undefined;
  return known ?? realpath(path).catch(() => undefined);
}

/** Exactly as many bytes as fstat gave, even if the file grows. */
async function readBytes(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(bytes, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

async function checkImage(bytes: Buffer, name: string, limits: ModelLimits): Promise<LocalImage> {
  const end = findEnd(bytes);
  const picture = await parsePicture(bytes, end).catch((thrown) => {
    throw thrown instanceof AppError ? refusedPath(`${name}: ${thrown.message}`, thrown) : thrown;
  });
  const format = findWrongFormat(picture.mediaType, 'image', limits);
  if (format) throw new AppError('file_refused', `${name} ${format.message}.`, { nextStep: format.fix });
  const wrong = limits.picture && describeWrongSize(picture, limits.picture);
  if (wrong) throw refusedPath(`${name} ${wrong}.`);
  const stripped = stripMetadata(bytes, picture.mediaType);
  if (!stripped) throw refusedPath(`${name} may tell more than its picture, and it cannot be taken out of this file.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes: stripped, ...picture, sha256, warnings: findPictureWarnings(bytes, end) };
}

function mostBytes({ fileBytes }: ModelLimits): number {
  return fileBytes?.image ?? Number.POSITIVE_INFINITY;
}

function tooLarge(name: string, most: number): AppError {
  return refusedPath(`${name} is larger than ${most / 1024 / 1024} MB, the most the services take.`);
}

export function refusedPath(message: string, cause?: unknown): AppError {
  return new AppError('file_refused', message, { cause, nextStep: 'Give another image, or the URL of one.' });
}
