import type { Model } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';
import { isEnded } from '../core/task-status.ts';
import { lacksFile, type Task, type TaskState } from '../store/task.ts';
import { describePayer } from './earlier.ts';
import type { Jobs } from './jobs.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { refresh } from './refresh.ts';
import type { SubmitRequest, SubmitResult } from './submit.ts';

/** The task that already answers this request, if any. */
export async function deduplicate(
  jobs: Jobs,
  request: SubmitRequest,
  prepared: PreparedRequest,
): Promise<SubmitResult | undefined> {
  while (!request.allowDuplicate) {
    const known = await jobs.store.findDuplicate(prepared.fingerprint, prepared.payer);
    const answer = known && (await answerWith(jobs, prepared, known));
    if (answer || !known) return answer;
  }
  return undefined;
}

/** A client gives up at 60 s; what comes before and after takes some seconds. */
const outcomeWaitMs = 30_000;

/** Waits for the outcome of the other submit, a refusal too. Undefined when it does not answer the request after all. */
export async function answerWith(
  jobs: Jobs,
  { service, model, payer }: PreparedRequest,
  known: Task,
): Promise<SubmitResult | undefined> {
  const outcome = await awaitOutcome(jobs, known.key, outcomeWaitMs);
  if (outcome?.state === 'refused' && outcome.error)
    throw new AppError(outcome.error.code, outcome.error.message, outcome.error);
  if (!outcome || !answering.includes(outcome.state)) return undefined;
  const task = await refreshIfStale(jobs, service, model, outcome);
  if (task.remoteStatus === 'failed' && !lacksFile(task)) return undefined;
  return { service, model, price: task.price, warnings: describePayer(known, payer), duplicate: true, task };
}

const answering: readonly TaskState[] = ['open', 'accepted', 'uncertain'];
const lookEveryMs = 50;

/** A task as it is once its submit has an outcome, or when the time is up. The store ends the wait for a process that is gone. */
export async function awaitOutcome(
  { store, clock }: Jobs,
  key: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<Task | undefined> {
  const until = clock.now() + waitMs;
  for (;;) {
    const task = await store.findTask(key);
    if (task?.state !== 'open' || clock.now() >= until || signal?.aborted) return task;
    await clock.sleep(lookEveryMs, signal).catch(() => undefined);
  }
}

/** A recorded status may be out of date: once the task could have ended, the service is asked. */
export async function refreshIfStale(jobs: Jobs, service: Service, model: Model, task: Task): Promise<Task> {
  const young = jobs.clock.now() - task.submittedAt < model.wait.firstSeconds * 1000;
  if (isEnded(task.remoteStatus) || (young && task.state === 'accepted')) return task;
  return refresh(jobs, service, task).catch(async () => (await jobs.store.findTask(task.key)) ?? task);
}
