import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { describeDiskError } from './disk.ts';
import { temporaryPath } from './partial-file.ts';
import { hasContent, renameExclusive } from './rename-exclusive.ts';

type TextFile = { directory: string; stem: string; extension: string; text: string };

export type SavedText = { path: string; bytes: number } | { trouble: string };

/** Writes a text in one step beside the films and tells where. The same text again is the same file; another gets the next name. */
export async function saveText(file: TextFile): Promise<SavedText> {
  try {
    await mkdir(file.directory, { recursive: true });
    return await writeText(file);
  } catch (thrown) {
    const trouble = describeDiskError(thrown, file.directory);
    if (trouble === undefined) throw thrown;
    return { trouble };
  }
}

async function writeText({ directory, stem, extension, text }: TextFile): Promise<{ path: string; bytes: number }> {
  const bytes = Buffer.byteLength(text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const temporary = temporaryPath(directory, 'text');
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    const path = await renameExclusive(temporary, {
      directory,
      stem,
      extension,
      onTaken: async (taken) => ((await hasContent(taken, { bytes, sha256 })) ? 'keep' : 'next'),
    });
    return { path, bytes };
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw thrown;
  }
}
