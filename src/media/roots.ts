import { realpath } from 'node:fs/promises';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { looksLikeBase64 } from '../core/addresses-in-text.ts';
import { AppError } from '../core/errors.ts';
import { howToSet } from '../core/installation.ts';
import { findLocalPath } from '../core/local-path.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { quote } from '../core/quote.ts';
import { type FoundFile, findFile } from './find-file.ts';
import { type LocalImage, readImage, refusedPath } from './read-image.ts';

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

// Beside the rest of what is loaded late: a chunk of its own would make the package larger.
export { parseImageData } from './read-image.ts';

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
