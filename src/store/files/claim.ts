import { AppError } from '../../core/errors.ts';
import { answersRepeat, costOf, dayMs, heldAmount } from '../claim-rules.ts';
import type { Intent } from '../events.ts';
import type { Account, Budget, Claim } from '../store.ts';
import type { Place } from './journal.ts';
import { linesOf } from './line.ts';
import type { FileRecord } from './record.ts';
import type { RecordIndex, TaskRow } from './record-index.ts';

/**
 * Appends the intent and reads back: of all that ask for the same, the first in file order owns it, and of all that
 * want money, the first in file order gets it. No lock is needed, because everybody reads the same order.
 */
export function claim(record: FileRecord, intent: Intent, budget: Budget, now: () => number): Claim {
  const known = findObstacle(record, intent, budget, now());
  if (known) return known;
  const withdraw = (other?: string): void =>
    record.tryKeep({ type: 'withdrawn', key: intent.key, at: now(), in_favour_of: other });
  try {
    record.append(...linesOf(intent, record.self));
  } catch (error) {
    withdraw(); // its line may stand there although the disk did not confirm it
    throw error;
  }
  const row = record.look('everywhere').find(intent.key);
  const task = row && record.readTask(row);
  if (!task) throw new AppError('internal', 'The record did not keep the request. Nothing was sent.');
  const lost = findObstacle(record, intent, budget, now(), row.intent);
  if (!lost) return { outcome: 'owned', task };
  withdraw(lost.outcome === 'duplicate' ? lost.task.key : undefined);
  return lost;
}

/** What stands in the way of an intent. Only what comes before it in the files counts. */
function findObstacle(
  record: FileRecord,
  intent: Intent,
  budget: Budget,
  nowMs: number,
  before: Place = Number.POSITIVE_INFINITY,
): Claim | undefined {
  const index = record.look();
  const first = intent.again ? undefined : findDuplicate(index, intent.fingerprint, nowMs, before);
  const task = first && record.readTask(first);
  if (task) return { outcome: 'duplicate', task };
  const { dailyCap } = budget;
  if (dailyCap === undefined) return undefined;
  const spent = spentSince(index, intent, intent.at - dayMs, before);
  return spent + heldAmount(intent) > dailyCap ? { outcome: 'over_budget', spent } : undefined;
}

/** The first in file order that answers the request. */
export function findDuplicate(
  index: RecordIndex,
  fingerprint: string,
  nowMs: number,
  before: Place = Number.POSITIVE_INFINITY,
): TaskRow | undefined {
  return index
    .withFingerprint(fingerprint)
    .find(({ intent, summary }) => intent < before && answersRepeat(summary, nowMs));
}

export function spentSince(
  { tasks }: RecordIndex,
  account: Account,
  since: number,
  before: Place = Number.POSITIVE_INFINITY,
): number {
  let sum = 0;
  for (let n = tasks.length - 1; n >= 0; n--) {
    const { summary, intent } = tasks[n] as TaskRow;
    if (summary.submittedAt < since) break;
    if (intent < before && isOf(account, summary)) sum += costOf(summary);
  }
  return sum;
}

function isOf(account: Account, task: Account): boolean {
  return account.backend === task.backend && account.base_url === task.base_url && account.rehearsal === task.rehearsal;
}
