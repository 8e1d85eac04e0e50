import { isEnded } from '../core/task-status.ts';
import { lacksFile, type TaskState, type TaskSummary } from './task.ts';

/** What every store decides a claim by. */

/** Two POSTs of 120 s at the most (WIRE.md section 3) with a rate-limit pause of 60 s between them. */
export const longestSubmitMs = 320_000;
/** A daily cap looks back this far. */
export const dayMs = 24 * 60 * 60 * 1000;
const finishedBlocksMs = 10 * 60 * 1000;
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

const neverPaid: readonly TaskState[] = ['refused', 'withdrawn', 'settled'];

/** What a task holds of a cap. A failed task is refunded; an outcome that is not known may have cost its price. */
export function costOf(task: TaskSummary): number {
  const isRefunded = task.remoteStatus === 'failed' && !lacksFile(task);
  return isRefunded || neverPaid.includes(task.state) ? 0 : heldAmount(task);
}

/** An unknown price counts as the most that the caller allowed. */
export function heldAmount({ price, max_cost }: Pick<TaskSummary, 'price' | 'max_cost'>): number {
  return price.amount ?? max_cost ?? 0;
}
