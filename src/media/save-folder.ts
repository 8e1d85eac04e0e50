import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { howToSet, installation } from '../core/installation.ts';
import { quote } from '../core/quote.ts';
import { isBelow } from './roots.ts';

/** Throws unless a whole path is one of the folders, or will stand below one. Links on the way to it count as what they lead to. */
export async function requireBelow(path: string, folders: readonly string[]): Promise<void> {
  const [real, ...allowed] = await Promise.all([path, ...folders].map(findRealPath));
  if (real && allowed.some((folder) => folder === real || isBelow(real, [folder]))) return;
  throw new AppError('invalid_input', `save_dir ${quote(path)} is outside the folders that agents may save to.`, {
    nextStep:
      `Leave save_dir out, or give a folder below ${[...new Set(folders)].join(' or ')}. ` +
      `To allow another, ask the user to ${howToSet('SEEDANCE_OUTPUT_ROOTS', 'Folder for finished files')}. ` +
      `A user at a shell may save anywhere: ${installation.command} poll ID --save-dir FOLDER.`,
  });
}

/** Where a path leads, also when its last folders do not exist yet. */
async function findRealPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await findRealPath(parent), basename(path));
  }
}
