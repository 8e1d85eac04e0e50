import { lstat, readdir } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { findNearest } from '../core/nearest.ts';

/** A file that was found, or the picture (or the folder on the way) whose name comes nearest. */
export type FoundFile = { path?: string; nearest?: { folder: string; name: string } };

/**
 * Looks for a file by a name that people and agents spell differently from the disk: `\ ` of a shell, another Unicode form,
 * a blank for the narrow one that macOS puts before AM and PM, `%20` of an address, `@` of a chat.
 */
export async function findFile(folder: string, inside: string): Promise<FoundFile> {
  const asWritten = await walk(folder, inside);
  if (asWritten.path !== undefined) return asWritten;
  const others = [withoutEscapes, withoutPercents, withoutMention].map((read) => read(inside));
  for (const other of new Set(others)) {
    const found = other === inside ? asWritten : await walk(folder, other);
    if (found.path !== undefined) return found;
  }
  return asWritten;
}

async function walk(folder: string, inside: string): Promise<FoundFile> {
  const names = inside.split(sep).filter((name) => name !== '' && name !== '.');
  let path = folder;
  for (const [n, name] of names.entries()) {
    const spelled = await findName(path, name);
    if (spelled === undefined)
      return n === names.length - 1 ? findNearestPicture(path, name) : findNearestFolder(path, name);
    path = join(path, spelled);
  }
  return { path };
}

async function findName(folder: string, name: string): Promise<string | undefined> {
  if (await exists(join(folder, name))) return name;
  const [only, ...others] = (await namesIn(folder)).filter((one) => fold(one) === fold(name));
  return others.length === 0 ? only : undefined;
}

async function findNearestPicture(folder: string, name: string): Promise<FoundFile> {
  const pictures = (await namesIn(folder)).filter((one) => /\.(?:png|jpe?g|webp|gif|bmp|tiff?|hei[cf])$/i.test(one));
  const stem = (one: string) => fold(one.slice(0, one.length - extname(one).length)).toLowerCase();
  const nearest = findNearest(name, pictures) ?? pictures.find((one) => stem(one) === stem(name));
  return nearest === undefined ? {} : { nearest: { folder, name: nearest } };
}

async function findNearestFolder(folder: string, name: string): Promise<FoundFile> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const nearest = findNearest(name, folders);
  return nearest === undefined ? {} : { nearest: { folder, name: nearest } };
}

/** Two names that look the same to a person. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[‘’]/g, "'");
}

/** `\ ` and `\(` as a shell shows them. On Windows a backslash parts folders. */
function withoutEscapes(path: string): string {
  return sep === '\\' ? path : path.replace(/\\([\s'"()&[\]{}!$#;])/g, '$1');
}

/** `my%20fox.png`, as it stands in an address. */
function withoutPercents(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `@./fox.png`, as a file is mentioned in a chat. */
function withoutMention(path: string): string {
  return path.replace(/^@/, '');
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
