import { answersRepeat, comparePayers, finishedBlocksMs } from '../claim-rules.ts';
import type { Intent, Payer } from '../events.ts';
import type { Task } from '../task.ts';
import type { Query } from './database.ts';
import { readTask, readTasks, selectWhole, type TaskRow, type Writer } from './task-rows.ts';

/** Who looks or claims, and when. */
export type Claimer = Writer & { now(): number };

export async function findByKey(query: Query, { host }: Writer, key: string): Promise<Task | undefined> {
  const [row] = await query<TaskRow>(`${selectWhole} where t.key = $1`, [key]);
  return row && readTask(row, host);
}

/** Those of the same request that may still answer it, in the order of the record. `apartFrom`: without those that do a step of this production. */
export async function findSimilar(
  query: Query,
  { host, now }: Claimer,
  fingerprint: string,
  apartFrom: string | null = null,
): Promise<Task[]> {
  const rows = await query<TaskRow>(
    `${selectWhole} where t.fingerprint = $1 and t.state in ('open', 'uncertain', 'accepted') and (t.ended_at is null or t.ended_at > $2)
     and ($3::text is null or (t.production is distinct from $3 and not exists (select from seedance.links l where l.production = $3 and l.task = t.key)))
     order by t.place`,
    [fingerprint, now() - finishedBlocksMs, apartFrom],
  );
  return readTasks(rows, host);
}

/** The first that answers the request. */
export async function findDuplicate(
  query: Query,
  claimer: Claimer,
  { fingerprint, payer }: Pick<Intent, 'fingerprint' | 'payer'>,
  apartFrom?: string,
): Promise<Task | undefined> {
  const similar = await findSimilar(query, claimer, fingerprint, apartFrom);
  const asked = await identify(query, payer);
  const nowMs = claimer.now();
  return similar.find((task) => answersRepeat(task, nowMs) && comparePayers(task.payer, asked) !== 'other');
}

/** A payer with the account id that became known since. */
export async function identify(query: Query, payer: Payer | undefined): Promise<Payer | undefined> {
  if (!payer || payer.id !== undefined) return payer;
  const [row] = await query<{ id: string }>('select id from seedance.payers where salt = $1 and key_hash = $2', [
    payer.salt,
    payer.key_hash,
  ]);
  return { ...payer, id: row?.id };
}
