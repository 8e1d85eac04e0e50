import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Node's own recursive mkdir never ends below a folder that takes none, such as /proc. */

/** Makes a folder and those above it, where they are missing. */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (thrown) {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
    if (!isMissing(thrown) || dirname(path) === path) throw thrown;
    await makeFolder(dirname(path), mode);
    await mkdir(path, { mode }).catch(async (again) => {
      if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw again;
    });
  }
}

/** The same at once. */
export function makeFolderSync(path: string, mode?: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (thrown) {
    if (isFolder(path)) return;
    if (!isMissing(thrown) || dirname(path) === path) throw thrown;
    makeFolderSync(dirname(path), mode);
    try {
      mkdirSync(path, { mode });
    } catch (again) {
      if (!isFolder(path)) throw again;
    }
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
