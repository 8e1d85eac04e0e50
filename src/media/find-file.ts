import { lstat, readdir } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { findNearest } from '../core/nearest.ts';

/** A file that was found, or the picture in its folder whose name comes nearest. */
export type FoundFile = { path?: string; nearest?: { folder: string; name: string } };

/**
 * Looks for a file by a name that people and agents spell differently from the disk: `\ ` of a shell, another Unicode form,
 * a blank for the narrow one that macOS puts before AM and PM.
 */
export async function findFile(folder: string, inside: string): Promise<FoundFile> {
  const asWritten = await walk(folder, inside);
  const bare = withoutEscapes(inside);
  return asWritten.path !== undefined || bare === inside ? asWritten : walk(folder, bare);
}

async function walk(folder: string, inside: string): Promise<FoundFile> {
  const names = inside.split(sep).filter((name) => name !== '' && name !== '.');
  let path = folder;
  for (const [n, name] of names.entries()) {
    const spelled = await findName(path, name);
    if (spelled === undefined) return n === names.length - 1 ? findNearestPicture(path, name) : {};
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

/** Two names that look the same to a person. */
function fold(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').replace(/[‘’]/g, "'");
}

/** `\ ` and `\(` as a shell shows them. On Windows a backslash parts folders. */
function withoutEscapes(path: string): string {
  return sep === '\\' ? path : path.replace(/\\([\s'"()&[\]{}!$#;])/g, '$1');
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
