import type { Clock } from '../core/clock.ts';
import { errorCodes } from '../core/errors.ts';
import { isEnded } from '../core/task-status.ts';
import type { Ledger } from '../store/files/ledger.ts';
import { isAlive } from '../store/files/process.ts';
import { lacksFile, type Task, withEvent } from '../store/task.ts';

/** Two POSTs of 120 s at the most (WIRE.md section 3) with a rate-limit pause of 60 s between them. */
export const longestSubmitMs = 320_000;
const finishedBlocksMs = 10 * 60 * 1000;
const uncertainBlocksMs = 24 * 60 * 60 * 1000;
const lookEveryMs = 50;

/** Whether the same request, made now, must be answered with this task instead of being paid for again. */
function blocks(task: Task, nowMs: number): boolean {
  switch (task.state) {
    case 'open':
      return true;
    case 'uncertain':
      return Math.abs(nowMs - task.submittedAt) < uncertainBlocksMs;
    case 'accepted':
      if (task.remote?.status === 'failed' && !lacksFile(task)) return false;
      return !isEnded(task.remote?.status) || Math.abs(nowMs - (task.endedAt ?? nowMs)) < finishedBlocksMs;
    default:
      return false;
  }
}

/** The first task in file order that owns this request. `failed` are keys of tasks that are known to own nothing. */
export function findOwner(
  fingerprint: string,
  ledger: Ledger,
  nowMs: number,
  failed: ReadonlySet<string>,
): Task | undefined {
  return ledger.withFingerprint(fingerprint).find((task) => !failed.has(task.key) && blocks(task, nowMs));
}

/** Waits until the owning process has written its outcome. An owner that died, or is overdue, leaves the outcome uncertain. */
export async function awaitOutcome(key: string, ledger: Ledger, clock: Clock): Promise<Task | undefined> {
  for (;;) {
    const task = expireAbandoned(ledger.findByKey(key), ledger, clock.now());
    if (task?.state !== 'open') return task;
    await clock.sleep(lookEveryMs);
  }
}

/** An open intent whose process is gone becomes uncertain, for whoever looks first. */
export function expireAbandoned<T extends Task | undefined>(task: T, ledger: Ledger, nowMs: number): T | Task {
  if (task?.state !== 'open') return task;
  const overdue = Math.abs(nowMs - task.submittedAt) > longestSubmitMs;
  if (isAlive(task.owner) && !overdue) return task;
  const message = 'The process that submitted this ended before it learned whether the service took it.';
  const error = { code: 'uncertain' as const, message, nextStep: errorCodes.uncertain.nextStep };
  const event = { type: 'uncertain' as const, key: task.key, at: nowMs, error };
  ledger.note(event);
  return withEvent(task, event);
}
