import { nameOfAccount } from '../claim-rules.ts';
import type { Intent } from '../events.ts';
import { isDue, placesAt } from '../productions/step-rules.ts';
import type { StepClaim } from '../store.ts';
import { findEarlier, own } from './claim.ts';
import type { Query } from './database.ts';
import { type Claimer, findDuplicate } from './find.ts';
import { findBlocking, lockPurse } from './purse.ts';
import { readProductions } from './read-productions.ts';

/** As `claim`, for a step whose money is reserved. */
export async function claimStep(
  query: Query,
  claimer: Claimer,
  intent: Intent,
  concurrency: number,
  isRepeat: boolean,
): Promise<StepClaim> {
  const purse = await lockPurse(query, intent);
  const before = isRepeat ? await findEarlier(query, claimer, intent) : intent;
  if ('outcome' in before) return before;
  const { production: key = '', number = -1 } = before.step ?? {};
  const [production] = await readProductions(query, claimer.host, 'where p.key = $1 for update', [key], {
    only: number,
  });
  const step = production?.steps[number];
  if (!step || !isDue(production, number, step, claimer.now())) return { outcome: 'not_wanted' };
  const task = production.plan.again ? undefined : await findDuplicate(query, claimer, before, key);
  if (task) return { outcome: 'duplicate', task };
  const blocking = await findBlocking(query, claimer, purse);
  if (blocking) return { outcome: 'blocked', task: blocking };
  const [{ taken = 0 } = {}] = await query<{ taken: number }>(
    'select count(*)::int as taken from seedance.tasks where account = $1 and at_work and production is not null',
    [nameOfAccount(before)],
  );
  if (taken >= placesAt(concurrency, purse.busy_at ?? undefined, claimer.now())) return { outcome: 'no_place' };
  await query(
    'update seedance.productions set version = version + 1, is_over = false, last_at = greatest(last_at, $2) where key = $1',
    [key, before.at],
  );
  return own(query, claimer, before);
}
