import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { looksLikeBase64 } from '../core/addresses-in-text.ts';
import { AppError } from '../core/errors.ts';
import { howToSet } from '../core/installation.ts';
import { findLocalPath } from '../core/local-path.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { quote } from '../core/quote.ts';
import { type FoundFile, findFile } from './find-file.ts';
import { describeWrongSize, findWrongFormat } from './limits.ts';
import { stripMetadata } from './metadata/strip.ts';
import { findEnd, findPictureWarnings, type Picture, parsePicture } from './picture.ts';

/** A picture that may leave this machine, in memory as it was checked: `bytes` without its metadata, `sha256` of the file as it is. */
export type LocalImage = Picture & { bytes: Buffer; sha256: string; warnings: string[] };

export type Roots = {
  /**
   * Reads an image below the allowed folders, given as a path or `file:` URL; a relative path is looked for in each folder.
   * `anyReadable` is for a path that a person typed in a shell: any image of the machine, relative to the working folder.
   * Throws `file_refused` with the allowed folders and how to add one.
   */
  open(path: string, options?: { anyReadable?: boolean }): Promise<LocalImage>;
};

type Options = {
  /** Asked at every call, because a client may change its roots at any time. */
  directories(): Promise<string[]>;
  /** Of the model that the picture is for. */
  limits: ModelLimits;
};

export function createRoots({ directories, limits }: Options): Roots {
  return {
    open: async (given, options = {}) =>
      readImage(await findBelow(given, options.anyReadable ? [] : await directories(), options), given, limits),
  };
}

/** The real path of a file below folders, or of any readable one. Throws `file_refused`. */
export async function findBelow(
  given: string,
  folders: readonly string[],
  { anyReadable = false, kind = 'image' }: { anyReadable?: boolean; kind?: 'image' | 'sound' },
): Promise<string> {
  const path = parsePath(given);
  if (anyReadable) return findReal(resolve(path), given);
  const allowed = await realDirectories(folders);
  let nearest: string | undefined;
  for (const found of await lookFor(path, [...folders, ...allowed])) {
    nearest ??= await nameBelow(found, allowed);
    const real = found.path && (await realpath(found.path).catch(() => undefined));
    if (real && isBelow(real, allowed)) return real;
  }
  // Otherwise the same words whether or not the file exists, so that nobody can feel around outside.
  throw nearest === undefined ? outside(given, allowed, kind) : missing(given, nearest);
}

/** What a path may mean: as it is written, then as the disk may spell it below one of the folders. */
async function lookFor(path: string, folders: readonly string[]): Promise<FoundFile[]> {
  const places = placesOf(path, folders);
  const spelled = await Promise.all(places.map(({ folder, inside }) => findFile(folder, inside)));
  return isAbsolute(path) ? [{ path }, ...spelled] : spelled;
}

/** A name that may be told: the folder may be a link that leads outside. */
async function nameBelow({ nearest }: FoundFile, allowed: string[]): Promise<string | undefined> {
  const real = nearest && (await realpath(nearest.folder).catch(() => undefined));
  return real && (allowed.includes(real) || isBelow(real, allowed)) ? nearest.name : undefined;
}

/** Where a path may lie below the folders: an absolute one in those that hold it, a relative one in each. */
function placesOf(path: string, folders: readonly string[]): { folder: string; inside: string }[] {
  return folders
    .map((folder) => ({ folder, inside: relative(folder, resolve(folder, path)) }))
    .filter(({ inside }) => isInside(inside));
}

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

function parsePath(given: string): string {
  if (looksLikeBase64(given))
    throw new AppError('file_refused', `${quote(given)} looks like base64, not like a path.`, {
      nextStep: 'Give the bytes of an image to upload_image as image_data, and use the URL that it returns.',
    });
  const path = findLocalPath(given);
  if (path === undefined) throw refusedPath(`${quote(given)} is not a path of this machine.`);
  return path;
}

async function realDirectories(directories: readonly string[]): Promise<string[]> {
  const real = await Promise.all(directories.map((directory) => realpath(directory).catch(() => undefined)));
  return [...new Set(real.filter((directory) => directory !== undefined))];
}

/** Whether a real path lies inside one of these real folders. */
export function isBelow(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => isInside(relative(directory, path)));
}

function isInside(path: string): boolean {
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

async function findReal(path: string, given: string): Promise<string> {
  const { root } = parse(path);
  const found = await findFile(root, relative(root, path));
  if (found.path === undefined) throw missing(given, found.nearest?.name);
  return realpath(found.path).catch((cause) => {
    throw refusedPath(`${quote(given)} cannot be read.`, cause);
  });
}

async function readImage(real: string, given: string, limits: ModelLimits): Promise<LocalImage> {
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

function outside(given: string, allowed: string[], kind: 'image' | 'sound'): AppError {
  const where =
    allowed.length > 0 ? `Allowed folders: ${allowed.join(', ')}.` : 'No folder is allowed: this client names none.';
  const copy = allowed.length > 0 ? `Copy the ${kind} into an allowed folder, or give` : 'Give';
  const [name, bytes] =
    kind === 'image' ? ['an image', ', or its bytes to upload_image as image_data'] : ['a sound', ''];
  return new AppError('file_refused', `${quote(given)} is not ${name} file below an allowed folder. ${where}`, {
    nextStep:
      `${copy} its URL${bytes}. ` +
      `To allow its folder, ask the user to ${howToSet('SEEDANCE_MEDIA_ROOTS', 'Folder with your pictures')}.`,
  });
}

function missing(given: string, nearest: string | undefined): AppError {
  if (nearest === undefined) return refusedPath(`There is no file ${quote(given)}.`);
  const message = `There is no file ${quote(given)}; the nearest name there is "${nearest}".`;
  return new AppError('file_refused', message, { nextStep: 'Give the right name if that is the picture.' });
}

function mostBytes({ fileBytes }: ModelLimits): number {
  return fileBytes?.image ?? Number.POSITIVE_INFINITY;
}

function tooLarge(name: string, most: number): AppError {
  return refusedPath(`${name} is larger than ${most / 1024 / 1024} MB, the most the services take.`);
}

function refusedPath(message: string, cause?: unknown): AppError {
  return new AppError('file_refused', message, { cause, nextStep: 'Give another image, or the URL of one.' });
}
