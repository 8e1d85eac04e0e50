import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
import { quote } from '../core/quote.ts';
import { readFileOf } from '../core/regular-file.ts';
import { sheetMark } from '../pictures/marks.ts';
import { withTemporary } from './partial-file.ts';
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
  return withTemporary(directory, 'text', async (temporary) => {
    await writeFile(temporary, text, { flag: 'wx' });
    const path = await renameOrKeep(temporary, { directory, stem, extension });
    return { path, bytes: Buffer.byteLength(text) };
  });
}

/** A storyboard sheet of ours, by its file name. Throws `not_found` for anything else in the folder. */
export async function readSheet(directory: string, name: string): Promise<string> {
  const isName = /^[^/\\]+\.html$/.test(name) && !name.startsWith('.');
  const text = isName ? await readFileOf(join(directory, name), largestSheetBytes).then(String, () => '') : '';
  if (text.slice(0, 500).includes(sheetMark)) return text;
  throw new AppError('not_found', `There is no storyboard sheet ${quote(name)}.`, {
    nextStep: 'compose_storyboard with your shots and sheet: true writes one.',
  });
}

const largestSheetBytes = 32 * 1024 * 1024;
