import { Draft, draftIdOf, draftLivesMs, promptsOf } from '../draft.ts';
import type { Query } from './database.ts';
import { insert, storable } from './task-rows.ts';

/** Keeps a draft under the id that its content gives it. */
export async function keepDraft(query: Query, draft: Draft, nowMs: number): Promise<string> {
  await query('delete from seedance.drafts where used_at < $1', [nowMs - draftLivesMs]);
  if (!(await insertDraft(query, draft, nowMs)))
    await query('update seedance.drafts set used_at = $2 where id = $1', [draftIdOf(draft), nowMs]);
  return draftIdOf(draft);
}

/** False where it is there already. */
export function insertDraft(query: Query, draft: Draft, usedAt: number): Promise<boolean> {
  const prompts = promptsOf(draft).map(storable);
  return insert(query, 'drafts', { id: draftIdOf(draft), used_at: usedAt, prompts, draft: JSON.stringify(draft) });
}

/** To find it is to use it. */
export async function findDraft(query: Query, id: string, nowMs: number): Promise<Draft | undefined> {
  const [row] = await query<{ draft: unknown }>(
    'update seedance.drafts set used_at = $2 where id = $1 and used_at >= $3 returning draft',
    [id, nowMs, nowMs - draftLivesMs],
  );
  return row && Draft.safeParse(row.draft).data;
}
