import { AppError } from '../../core/errors.ts';
import { answersRepeat, comparePayers, costOf, dayMs, heldAmount, isSameAccount } from '../claim-rules.ts';
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
  return claimUnless(record, intent, now, (index, asked, before) =>
    findObstacle(record, index, asked, { ...budget, nowMs: now(), before }),
  );
}

type Owned = { outcome: 'owned'; task: Task };
type AnyObstacle = { outcome: string; task?: Task };
/** Within one look at the record: what comes in while this is decided is for later claims. */
type FindObstacle<Obstacle> = (index: RecordIndex, intent: Intent, before: Place) => Obstacle | undefined;

/** Owned, unless something that comes before it in the files stands in its way. */
export function claimUnless<Obstacle extends AnyObstacle>(
  record: FileRecord,
  intent: Intent,
  now: () => number,
  find: FindObstacle<Obstacle>,
): Owned | Obstacle {
  for (let asked = intent; ; asked = { ...intent, key: createKey(now()) }) {
    const claimed = claimOnce(record, asked, find, now);
    if (claimed) return claimed;
  }
}

/** Undefined when the intent landed in a month that others had left, who may own the same by now: it must stand behind them. */
function claimOnce<Obstacle extends AnyObstacle>(
  record: FileRecord,
  intent: Intent,
  find: FindObstacle<Obstacle>,
  now: () => number,
): Owned | Obstacle | undefined {
  const known = find(record.look(), intent, Number.POSITIVE_INFINITY);
  if (known) return known;
  const withdraw = (other?: string): void =>
    record.tryKeep({ type: 'withdrawn', key: intent.key, at: now(), in_favour_of: other });
  try {
    if (!record.append(...linesOf(intent, record.self))) {
      withdraw();
      return undefined;
    }
    const index = record.look();
    const row = index.find(intent.key);
    const task = row && record.readTask(row);
    if (!task) throw new AppError('internal', 'The record did not keep the request. Nothing was sent.', { nextStep });
    const lost = find(index, intent, row.intent);
    if (!lost) return { outcome: 'owned', task };
    withdraw(lost.outcome === 'duplicate' ? lost.task?.key : undefined);
    return lost;
  } catch (error) {
    withdraw(); // its line may stand there although the disk did not confirm it, or could not be read back
    throw error;
  }
}

const nextStep = 'Another program may have changed the record in between. Call again.';

/** `before`: only what comes before it in the files counts. */
type Moment = { nowMs: number; before?: Place; isMeant?(row: TaskRow): boolean };

/** What stands in the way of an intent. */
function findObstacle(
  record: FileRecord,
  index: RecordIndex,
  intent: Intent,
  { dailyCap, ...moment }: Budget & Moment,
): Exclude<Claim, Owned> | undefined {
  const task = intent.again ? undefined : findDuplicate(record, index, intent, moment);
  if (task) return { outcome: 'duplicate', task };
  const row = index.findBlock(intent);
  const blocking = row && record.readTask(row);
  if (blocking) return { outcome: 'blocked', task: blocking };
  if (dailyCap === undefined) return undefined;
  const spent = spentSince(index, intent, intent.at - dayMs, moment.before);
  return spent + heldAmount(intent) > dailyCap ? { outcome: 'over_budget', spent } : undefined;
}

/** The first in file order that answers the request. */
export function findDuplicate(
  record: FileRecord,
  index: RecordIndex,
  { fingerprint, payer }: Pick<Intent, 'fingerprint' | 'payer'>,
  { nowMs, before = Number.POSITIVE_INFINITY, isMeant = () => true }: Moment,
): Task | undefined {
  const asked = index.identify(payer);
  const rows = index
    .withFingerprint(fingerprint)
    .filter(isMeant)
    .filter(({ intent, summary }) => intent < before && answersRepeat(summary, nowMs))
    .filter(({ summary }) => comparePayers(index.identify(summary.payer), asked) !== 'other');
  for (const row of rows) {
    const task = record.readTask(row);
    if (task) return task;
  }
  return undefined;
}

/** What tasks cost since a time, and what productions hold, in the order of the files up to a place. */
export function spentSince(
  { tasks, productions }: RecordIndex,
  account: Account,
  since: number,
  before: Place = Number.POSITIVE_INFINITY,
): number {
  let sum = productions.heldBy(account, since, before);
  for (let n = tasks.length - 1; n >= 0; n--) {
    const { summary, intent } = tasks[n] as TaskRow;
    if (summary.submittedAt < since) break;
    if (intent < before && isSameAccount(account, summary) && !productions.owns(summary)) sum += costOf(summary);
  }
  return sum;
}
