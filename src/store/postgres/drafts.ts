import { Draft, draftIdOf, draftLivesMs, promptsOf } from '../draft.ts';
import type { Query } from './database.ts';
import { storable } from './task-rows.ts';

/** Keeps a draft under the id that its content gives it. */
export async function keepDraft(query: Query, draft: Draft, nowMs: number): Promise<string> {
  await query('delete from seedance.drafts where used_at < $1', [nowMs - draftLivesMs]);
  const id = draftIdOf(draft);
  await query(
    `insert into seedance.drafts (id, used_at, prompts, draft) values ($1, $2, $3, $4) on conflict (id) do update set used_at = excluded.used_at`,
    [id, nowMs, promptsOf(draft).map(storable), JSON.stringify(draft)],
  );
  return id;
}

/** To find it is to use it. */
export async function findDraft(query: Query, id: string, nowMs: number): Promise<Draft | undefined> {
  const [row] = await query<{ draft: unknown }>(
    'update seedance.drafts set used_at = $2 where id = $1 and used_at >= $3 returning draft',
    [id, nowMs, nowMs - draftLivesMs],
  );
  return row && Draft.safeParse(row.draft).data;
}
