import type { Model } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';
import { isEnded } from '../core/task-status.ts';
import { lacksFile, type Task } from '../store/task.ts';
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
    const known = await jobs.store.findDuplicate(prepared.fingerprint);
    const answer = known && (await answerWith(jobs, prepared, known));
    if (answer || !known) return answer;
  }
  return undefined;
}

/** Waits until the other submit has its outcome, a refusal too. Undefined when it does not answer the request after all. */
export async function answerWith(
  jobs: Jobs,
  { service, model }: PreparedRequest,
  known: Task,
): Promise<SubmitResult | undefined> {
  const outcome = await awaitOutcome(jobs, known.key);
  if (outcome?.state === 'refused' && outcome.error)
    throw new AppError(outcome.error.code, outcome.error.message, outcome.error);
  if (outcome?.state !== 'accepted' && outcome?.state !== 'uncertain') return undefined;
  const task = await refreshIfStale(jobs, service, model, outcome);
  if (task.remoteStatus === 'failed' && !lacksFile(task)) return undefined;
  return { service, model, price: task.price, warnings: [], duplicate: true, task };
}

const lookEveryMs = 50;

/** The store ends the wait for a process that is gone. */
async function awaitOutcome({ store, clock }: Jobs, key: string): Promise<Task | undefined> {
  for (;;) {
    const task = await store.findTask(key);
    if (task?.state !== 'open') return task;
    await clock.sleep(lookEveryMs);
  }
}

/** A recorded status may be out of date: once the task could have ended, the service is asked. */
export async function refreshIfStale(jobs: Jobs, service: Service, model: Model, task: Task): Promise<Task> {
  const young = jobs.clock.now() - task.submittedAt < model.wait.firstSeconds * 1000;
  if (isEnded(task.remoteStatus) || (young && task.state === 'accepted')) return task;
  return refresh(jobs, service, task).catch(async () => (await jobs.store.findTask(task.key)) ?? task);
}
