import { stopForgotten } from '../productions/forgotten.ts';
import type { Task } from '../task.ts';
import type { Query } from './database.ts';
import type { Claimer } from './find.ts';
import { advanceProduction } from './production-rows.ts';
import { readProductions } from './read-productions.ts';
import { addNames, readTasks, selectWhole, storable, type TaskRow } from './task-rows.ts';

export type Meant = { key: string } | { before: number };

/** Deletes the words of tasks, productions and drafts. Returns the tasks as they are now. */
export async function forget(query: Query, claimer: Claimer, meant: Meant): Promise<Task[]> {
  const keys = await findKeys(query, meant);
  const gone = await query<{ words: { prompt?: string } | null }>(
    'delete from seedance.words where key = any($1) returning words',
    [keys],
  );
  if ('before' in meant) await query('delete from seedance.drafts where used_at < $1', [meant.before]);
  else
    await query('delete from seedance.drafts where prompts && $1::text[]', [
      gone.flatMap(({ words }) => (words?.prompt === undefined ? [] : storable(words.prompt))),
    ]);
  await forgetProductions(query, claimer, meant);
  await forgetClips(query, keys);
  const saved = await query<{ key: string; paths: string[] }>(
    'select key, paths from seedance.tasks where key = any($1)',
    [keys],
  );
  for (const { key, paths } of saved) await addNames(query, key, paths);
  const rows = await query<TaskRow>(`${selectWhole} where t.key = any($1) order by t.place`, [keys]);
  return readTasks(rows, claimer.host);
}

/** What was deleted stays in the files of the database until they are swept. No transaction may do that. */
export const sweep = 'vacuum seedance.words, seedance.requests, seedance.plans, seedance.drafts';

/** A task, those of a production's steps, or every one with words of before. */
async function findKeys(query: Query, meant: Meant): Promise<string[]> {
  const rows =
    'before' in meant
      ? await query<{ key: string }>(
          'select t.key from seedance.tasks t join seedance.words w using (key) where t.at < $1 and w.words is not null',
          [meant.before],
        )
      : await query<{ key: string }>(
          `select key from seedance.tasks where key = $1 or production = $1
           union select task from seedance.links where production = $1`,
          [meant.key],
        );
  return rows.map(({ key }) => key);
}

async function forgetProductions(query: Query, { host, now }: Claimer, meant: Meant): Promise<void> {
  const productions =
    'before' in meant
      ? await readProductions(query, host, 'where p.at < $1 for update', [meant.before])
      : await readProductions(query, host, 'where p.key = $1 for update', [meant.key]);
  for (const production of productions) {
    const { key } = production.plan;
    await erasePlans(query, [key]);
    const stopped = stopForgotten(production, now());
    if (stopped.length > 0) await advanceProduction(query, host, key, stopped);
  }
}

/** The arguments of single clips, and how their film is put together. */
async function forgetClips(query: Query, keys: readonly string[]): Promise<void> {
  const clips = await query<{ production: string; clip: number }>(
    `select t.production, (p.plan -> 'steps' -> t.step ->> 'clip')::int as clip
     from seedance.tasks t join seedance.productions p on p.key = t.production where t.key = any($1)
     union select production, clip from seedance.links where task = any($1)`,
    [keys],
  );
  const productions = [...new Set(clips.map(({ production }) => production))];
  await query('delete from seedance.plans where key = any($1)', [productions]);
  for (const { production, clip } of clips)
    await query('update seedance.requests set request = null where key = $1 and clip = $2', [production, clip]);
  const left = await query<{ key: string }>(
    'select distinct key from seedance.requests where key = any($1) and request is not null',
    [productions],
  );
  const known = left.map(({ key }) => key);
  await erasePlans(
    query,
    productions.filter((key) => !known.includes(key)),
  );
}

async function erasePlans(query: Query, keys: readonly string[]): Promise<void> {
  for (const table of ['requests', 'plans']) await query(`delete from seedance.${table} where key = any($1)`, [keys]);
}
