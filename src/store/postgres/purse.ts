import { nameOfAccount } from '../claim-rules.ts';
import type { Account } from '../events.ts';
import { isOver, standsOf } from '../productions/stand.ts';
import { heldByStep, sumSteps } from '../productions/step-rules.ts';
import type { Task } from '../task.ts';
import type { Query } from './database.ts';
import { findByKey } from './find.ts';
import { refuseNewer } from './migrate.ts';
import { readProductions } from './read-productions.ts';
import type { Writer } from './task-rows.ts';

export type Purse = { blocked_by: string | null; busy_at: number | null };

/** The transaction that holds the row of an account decides about its money. */
export async function lockPurse(query: Query, account: Account): Promise<Purse> {
  const text = `select blocked_by, busy_at, (select max(number) from seedance.migrations) as number from seedance.purses where name = $1 for update`;
  const name = nameOfAccount(account);
  const [purse] = await query<Purse & { number: number }>(text, [name]);
  if (purse) {
    refuseNewer(purse.number);
    return purse;
  }
  await query('insert into seedance.purses (name) values ($1) on conflict do nothing', [name]);
  return lockPurse(query, account);
}

/** What single tasks cost since a time, and what productions hold. */
export async function spentSince(query: Query, { host }: Writer, account: Account, since: number): Promise<number> {
  const held = await heldByProductions(query, host, account, since);
  const [row] = await query<{ sum: number }>(
    'select coalesce(sum(cost), 0)::float8 as sum from seedance.tasks where account = $1 and at >= $2 and production is null',
    [nameOfAccount(account), since],
  );
  return held + (row?.sum ?? 0);
}

/** The task whose charge no person has looked at yet. */
export async function findBlocking(
  query: Query,
  claimer: Writer,
  { blocked_by: key }: Pick<Purse, 'blocked_by'>,
): Promise<Task | undefined> {
  return key === null ? undefined : findByKey(query, claimer, key);
}

/** What productions hold of an account. Those that are over and cost nothing since are left alone from now on. */
async function heldByProductions(query: Query, host: string, account: Account, since: number): Promise<number> {
  const productions = await readProductions(
    query,
    host,
    'where (not p.is_over or p.last_at >= $2) and $1 = any(p.accounts)',
    [nameOfAccount(account), since],
    { brief: true },
  );
  let sum = 0;
  for (const production of productions) {
    const isDone = standsOf(production).every(isOver);
    if (isDone && !production.isOver)
      await query('update seedance.productions set is_over = true where key = $1 and version = $2', [
        production.plan.key,
        production.version,
      ]);
    if (!isDone || production.lastAt >= since)
      sum += sumSteps(production, account, (paid) => heldByStep(paid, production, since));
  }
  return sum;
}
