import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Price } from '../core/price.ts';
import { ReferenceFile } from '../core/reference-file.ts';
import { readFileOf } from '../core/regular-file.ts';
import { Mismatch, SavedFile } from '../core/saved-file.ts';
import type { FilmSidecar } from './film-sidecar.ts';
import { taskTail } from './name.ts';
import { withTemporary } from './partial-file.ts';
import { renameExclusive } from './rename-exclusive.ts';

const largestBytes = 1024 * 1024;

const FileBeside = SavedFile.omit({ path: true }).extend({
  /** Name in the sidecar's own folder. */
  name: z.string().regex(/^[^/\\]+$/),
  /** Which of the task's results, from 1. */
  output: z.number(),
});

/** What stands beside a saved file: how it was made and what it is, so that a folder explains itself without us. */
export const Sidecar = z.object({
  made_by: z.literal('seedance-mcp'),
  task_id: z.string(),
  model_id: z.string(),
  kind: z.enum(['image', 'video']),
  prompt: z.string(),
  /** The same for all takes of one request; nothing can be read from it. */
  request: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()),
  references: z.array(ReferenceFile),
  price: Price.optional(),
  rehearsal: z.boolean().optional(),
  /** ISO 8601, UTC. */
  submitted_at: z.string(),
  completed_at: z.string().optional(),
  saved_at: z.string(),
  files: z.array(FileBeside),
  mismatches: z.array(Mismatch),
});
export type Sidecar = z.infer<typeof Sidecar>;

/** What earlier saves of this task left in the folder: more than one where a file was changed and fetched again. */
export async function findSidecars(directory: string, taskId: string): Promise<Sidecar[]> {
  const tail = taskTail(taskId);
  const names = await readdir(directory).catch(() => []);
  const sidecars = await readSidecars(
    directory,
    Sidecar,
    names.filter((name) => name.includes(tail)),
  );
  return sidecars.filter(({ task_id }) => task_id === taskId);
}

/** The sidecars among some files of a folder; other people's JSON and damaged ones are passed over. */
export async function readSidecars<Kind>(
  directory: string,
  schema: z.ZodType<Kind>,
  names: Iterable<string>,
): Promise<Kind[]> {
  const sidecars: Kind[] = [];
  for (const name of names) {
    if (!name.endsWith('.json')) continue;
    const sidecar = await readJson(join(directory, name), schema);
    if (sidecar) sidecars.push(sidecar);
  }
  return sidecars;
}

/** Writes or renews the sidecar of a task or a film in one step. */
export async function writeSidecar(directory: string, stem: string, sidecar: Sidecar | FilmSidecar): Promise<string> {
  return withTemporary(directory, stem, async (temporary) => {
    await writeFile(temporary, `${JSON.stringify(sidecar, null, 2)}\n`, { flag: 'wx' });
    return renameExclusive(temporary, {
      directory,
      stem,
      extension: '.json',
      onTaken: async (path) => ((await readJson(path, ownSidecar))?.task_id === sidecar.task_id ? 'replace' : 'next'),
    });
  });
}

const ownSidecar = z.object({ made_by: z.literal('seedance-mcp'), task_id: z.string() });

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse((await readFileOf(path, largestBytes)).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
