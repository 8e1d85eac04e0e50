import { AppError } from '../../core/errors.ts';
import { dayMs, heldAmount } from '../claim-rules.ts';
import type { Intent } from '../events.ts';
import type { Budget, Claim } from '../store.ts';
import { createKey, foldTask } from '../task.ts';
import type { Query } from './database.ts';
import { type Claimer, findByKey, findDuplicate } from './find.ts';
import { findBlocking, lockPurse, spentSince } from './purse.ts';
import { advanceTask, insertTask } from './task-rows.ts';

/** Of all that ask for the same, the first that holds the purse owns it. */
export async function claim(
  query: Query,
  claimer: Claimer,
  intent: Intent,
  { dailyCap }: Budget,
  isRepeat: boolean,
): Promise<Claim> {
  const purse = await lockPurse(query, intent);
  const before = isRepeat ? await findEarlier(query, claimer, intent) : intent;
  if ('outcome' in before) return before;
  const task = before.again ? undefined : await findDuplicate(query, claimer, before);
  if (task) return { outcome: 'duplicate', task };
  const blocking = await findBlocking(query, claimer, purse);
  if (blocking) return { outcome: 'blocked', task: blocking };
  if (dailyCap !== undefined) {
    const spent = await spentSince(query, claimer, before, before.at - dayMs);
    if (spent + heldAmount(before) > dailyCap) return { outcome: 'over_budget', spent };
  }
  return own(query, claimer, before);
}

export async function own(
  query: Query,
  claimer: Claimer,
  intent: Intent,
): Promise<Extract<Claim, { outcome: 'owned' }>> {
  if (await insertTask(query, intent, claimer)) return { outcome: 'owned', task: foldTask(intent, []) };
  const task = await findByKey(query, claimer, intent.key);
  if (!task) throw new AppError('internal', 'The record did not keep the request. Nothing was sent.');
  return { outcome: 'owned', task };
}

/**
 * A claim whose commit was not answered may stand there: then it is owned, unless others gave it up in between. Nothing was sent
 * for it, so it is withdrawn, and claimed under another key.
 */
export async function findEarlier(
  query: Query,
  claimer: Claimer,
  intent: Intent,
): Promise<Intent | Extract<Claim, { outcome: 'owned' }>> {
  const task = await findByKey(query, claimer, intent.key);
  if (!task) return intent;
  if (task.state === 'open') return { outcome: 'owned', task };
  const nowMs = claimer.now();
  await advanceTask(query, intent.key, [{ type: 'withdrawn', key: intent.key, at: nowMs }], claimer.host);
  return { ...intent, key: createKey(nowMs) };
}
