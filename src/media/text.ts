import { rm, writeFile } from 'node:fs/promises';
import { makeFolder } from '../core/make-folder.ts';
import { temporaryPath } from './partial-file.ts';
import { renameOrKeep } from './rename-exclusive.ts';

type TextFile = { directory: string; stem: string; extension: string; text: string };

/** Writes a text in one step beside the films and tells where. The same text again is the same file; another gets the next name. */
export async function saveText({
  directory,
  stem,
  extension,
  text,
}: TextFile): Promise<{ path: string; bytes: number }> {
  await makeFolder(directory);
  const temporary = temporaryPath(directory, 'text');
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    const path = await renameOrKeep(temporary, { directory, stem, extension });
    return { path, bytes: Buffer.byteLength(text) };
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}
