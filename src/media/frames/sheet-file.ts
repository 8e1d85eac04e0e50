import { writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import * as z from 'zod';
import { readAt, withFile } from '../../core/regular-file.ts';
import { withTemporary } from '../partial-file.ts';
import { renameExclusive } from '../rename-exclusive.ts';
import { Check } from './checks.ts';
import type { Clip } from './clip.ts';
import { addNote, findNote, noteEndsBefore } from './jpeg-note.ts';
import { Layout } from './layout.ts';

/** What a sheet says of itself, inside the file, so that no clip is decoded twice. */
const Note = z.object({
  layout: Layout,
  clips: z.array(
    z.object({
      /** Size and time of change tell whether the clip is still the one that was looked at. */
      bytes: z.number(),
      modifiedMs: z.number(),
      seconds: z.number(),
      /** When the frames on the sheet are shown, in seconds from the start of the clip. */
      times: z.array(z.number()),
      checks: z.array(Check),
    }),
  ),
});
export type Note = z.infer<typeof Note>;

/** A sheet on disk. */
export type ContactSheet = Note & { path: string; mediaType: 'image/jpeg'; bytes: number };

/** A sheet is sent to a model as it is. Some clients drop a whole answer above 1 MB, and base64 adds a third. */
export const largestBytes = 250_000;

/** A sheet's place beside its video. */
export function sheetPath(video: string): string {
  return join(dirname(video), `${basename(video, extname(video))}.sheet.jpg`);
}

/** The sheet at a path, if it shows exactly these clips as they are now. */
export async function findSheet(path: string, clips: Clip[]): Promise<ContactSheet | undefined> {
  const sheet = await readSheet(path);
  const isSame = (shown: Note['clips'][number], n: number) =>
    shown.bytes === clips[n]?.bytes && shown.modifiedMs === clips[n]?.modifiedMs;
  return sheet?.clips.length === clips.length && sheet.clips.every(isSame) ? sheet : undefined;
}

/** Writes a sheet in one step. It takes the place of an older sheet, never of another file. */
export async function saveSheet(path: string, jpeg: Buffer, note: Note): Promise<ContactSheet> {
  const directory = dirname(path);
  const stem = basename(path, '.jpg');
  const bytes = addNote(jpeg, note);
  const saved = await withTemporary(directory, stem, async (temporary) => {
    await writeFile(temporary, bytes, { flag: 'wx' });
    return renameExclusive(temporary, {
      directory,
      stem,
      extension: '.jpg',
      onTaken: async (taken) => ((await readSheet(taken)) ? 'replace' : 'next'),
    });
  });
  return { ...note, path: saved, mediaType: 'image/jpeg', bytes: bytes.byteLength };
}

/** What was found in the video of a sheet. Undefined where there is no sheet. */
export async function readChecks(path: string): Promise<Check[] | undefined> {
  return (await readSheet(path))?.clips.flatMap(({ checks }) => checks);
}

/** Reads the head alone: the pictures behind it are ten times as long. Undefined where there is no sheet. */
async function readSheet(path: string): Promise<ContactSheet | undefined> {
  return withFile(path, async (file, bytes): Promise<ContactSheet | undefined> => {
    const note = Note.safeParse(findNote(await readAt(file, 0, noteEndsBefore))).data;
    return bytes > largestBytes ? undefined : note && { ...note, path, mediaType: 'image/jpeg', bytes };
  }).catch(() => undefined);
}
