import { AppError } from '../../core/errors.ts';
import { answersRepeat, comparePayers, costOf, dayMs, heldAmount } from '../claim-rules.ts';
import type { Account, Intent } from '../events.ts';
import type { Budget, Claim } from '../store.ts';
import { createKey, type Task } from '../task.ts';
import type { Place } from './journal.ts';
import { linesOf } from './line.ts';
import type { FileRecord } from './record.ts';
import type { RecordIndex, TaskRow } from './record-index.ts';

/**
 * Appends the intent and reads back: of all that ask for the same, the first in file order owns it, and of all that
 * want money, the first in file order gets it. No lock is needed, because everybody reads the same order.
 */
export function claim(record: FileRecord, intent: Intent, budget: Budget, now: () => number): Claim {
  for (let asked = intent; ; asked = { ...intent, key: createKey(now()) }) {
    const claimed = claimOnce(record, asked, budget, now);
    if (claimed) return claimed;
  }
}

/** Undefined when the intent landed in a month that others had left, who may own the same by now: it must stand behind them. */
function claimOnce(record: FileRecord, intent: Intent, budget: Budget, now: () => number): Claim | undefined {
  const known = findObstacle(record, intent, budget, now());
  if (known) return known;
  const withdraw = (other?: string): void =>
    record.tryKeep({ type: 'withdrawn', key: intent.key, at: now(), in_favour_of: other });
  if (!appendOrWithdraw(record, intent, withdraw)) {
    withdraw();
    return undefined;
  }
  const row = record.look().find(intent.key);
  const task = row && record.readTask(row);
  if (!task) throw new AppError('internal', 'The record did not keep the request. Nothing was sent.');
  const lost = findObstacle(record, intent, budget, now(), row.intent);
  if (!lost) return { outcome: 'owned', task };
  withdraw(lost.outcome === 'duplicate' ? lost.task.key : undefined);
  return lost;
}

/** A line may stand there although the disk did not confirm it. */
function appendOrWithdraw(record: FileRecord, intent: Intent, withdraw: () => void): boolean {
  try {
    return record.append(...linesOf(intent, record.self));
  } catch (error) {
    withdraw();
    throw error;
  }
}

/** What stands in the way of an intent. Only what comes before it in the files counts. */
function findObstacle(
  record: FileRecord,
  intent: Intent,
  { dailyCap }: Budget,
  nowMs: number,
  before: Place = Number.POSITIVE_INFINITY,
): Claim | undefined {
  const task = intent.again ? undefined : findDuplicate(record, intent, nowMs, before);
  if (task) return { outcome: 'duplicate', task };
  const index = record.look();
  const row = index.findBlock(intent);
  const blocking = row && record.readTask(row);
  if (blocking) return { outcome: 'blocked', task: blocking };
  if (dailyCap === undefined) return undefined;
  const spent = spentSince(index, intent, intent.at - dayMs, before);
  return spent + heldAmount(intent) > dailyCap ? { outcome: 'over_budget', spent } : undefined;
}

/** The first in file order that answers the request. */
export function findDuplicate(
  record: FileRecord,
  { fingerprint, payer }: Pick<Intent, 'fingerprint' | 'payer'>,
  nowMs: number,
  before: Place = Number.POSITIVE_INFINITY,
): Task | undefined {
  const index = record.look();
  const payerNow = index.identify(payer);
  const rows = index.withFingerprint(fingerprint);
  for (const row of rows.filter(({ intent, summary }) => intent < before && answersRepeat(summary, nowMs))) {
    const task = record.readTask(row);
    if (task && comparePayers(task.payer, payerNow) !== 'other') return task;
  }
  return undefined;
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
