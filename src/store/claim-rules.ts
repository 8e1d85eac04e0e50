import { mostOf } from '../core/price.ts';
import { isEnded } from '../core/task-status.ts';
import type { Account, Payer } from './events.ts';
import { lacksFile, type TaskState, type TaskSummary } from './task.ts';

/** What every store decides a claim by. */

/** Two POSTs of 120 s at the most (WIRE.md section 3) with a rate-limit pause of 60 s between them. */
export const longestSubmitMs = 320_000;
/** A daily cap looks back this far. */
export const dayMs = 24 * 60 * 60 * 1000;
/** A request that was completed is answered with what is there for so long. */
export const finishedBlocksMs = 10 * 60 * 1000;
const uncertainBlocksMs = dayMs;

/** Whether the same request, made now, must be answered with this task instead of being paid for again. */
export function answersRepeat(task: TaskSummary, nowMs: number): boolean {
  switch (task.state) {
    case 'open':
      return true;
    case 'uncertain':
      return Math.abs(nowMs - task.submittedAt) < uncertainBlocksMs;
    case 'accepted':
      if (task.remoteStatus === 'failed' && !lacksFile(task)) return false;
      return !isEnded(task.remoteStatus) || Math.abs(nowMs - (task.endedAt ?? nowMs)) < finishedBlocksMs;
    default:
      return false;
  }
}

/** Whether a task of the same request is told before it is paid for once more: one in doubt, or one that another account pays for. */
export function isToldBefore(task: TaskSummary, payers: 'same' | 'other' | 'unknown', nowMs: number): boolean {
  return task.state === 'uncertain' || (payers === 'other' && answersRepeat(task, nowMs));
}

const neverPaid: readonly TaskState[] = ['refused', 'withdrawn', 'settled'];

/** What a task holds of a cap. A failed task is refunded; an outcome that is not known may have cost its price. */
export function costOf(task: TaskSummary): number {
  const isRefunded = task.remoteStatus === 'failed' && !lacksFile(task);
  return isRefunded || neverPaid.includes(task.state) ? 0 : heldAmount(task);
}

export function isSameAccount(one: Account, other: Account): boolean {
  return one.backend === other.backend && one.base_url === other.base_url && one.rehearsal === other.rehearsal;
}

/** Whose money it is, as one word. */
export function nameOfAccount({ backend, base_url, rehearsal }: Account): string {
  return `${backend} ${base_url} ${rehearsal}`;
}

/** An unknown price counts as the most that the caller allowed. */
export function heldAmount({ price, max_cost }: Pick<TaskSummary, 'price' | 'max_cost'>): number {
  return mostOf(price) ?? max_cost ?? 0;
}

/** What was agreed, where more than that was charged. */
export function agreedAmount({ price, quoted, max_cost }: Charge): number | undefined {
  const agreed = mostOf(quoted) ?? max_cost;
  const isMore = price.source === 'charged' && agreed !== undefined && (price.amount ?? 0) > agreed;
  return isMore ? agreed : undefined;
}

/** A service that charged this much above what was agreed is sent nothing more until a person has looked. */
export function isOvercharged(task: Charge): boolean {
  if (agreedAmount(task) === undefined) return false;
  const { price, quoted, max_cost } = task;
  const most = Math.min(max_cost ?? Number.POSITIVE_INFINITY, 2 * (mostOf(quoted) ?? Number.POSITIVE_INFINITY));
  return (price.amount ?? 0) > most;
}

type Charge = Pick<TaskSummary, 'price' | 'quoted' | 'max_cost'>;

/** Whether two requests are paid from the same account. A record of an older version, or a service that did not answer, leaves it unknown. */
export function comparePayers(one: Payer | undefined, other: Payer | undefined): 'same' | 'other' | 'unknown' {
  if (!one || !other) return 'unknown';
  const isSameSalt = one.salt === other.salt;
  if (isSameSalt && one.key_hash === other.key_hash) return 'same';
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id ? 'same' : 'other';
  return one.key_only && other.key_only && isSameSalt ? 'other' : 'unknown';
}
