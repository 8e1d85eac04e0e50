import type { Model } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';
import { isEnded } from '../core/task-status.ts';
import { lacksFile, type Task } from '../store/task.ts';
import { awaitOutcome, findOwner } from './duplicates.ts';
import type { Jobs } from './jobs.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { refresh } from './refresh.ts';
import type { SubmitRequest, SubmitResult } from './submit.ts';

/** The task that already answers this request, if any. `mine` is our own intent, once it stands in the record. */
export async function deduplicate(
  jobs: Jobs,
  request: SubmitRequest,
  { service, model, fingerprint }: PreparedRequest,
  mine?: string,
): Promise<SubmitResult | undefined> {
  const { ledger, clock } = jobs;
  const failed = new Set<string>();
  while (!request.allowDuplicate) {
    const owner = findOwner(fingerprint, ledger, clock.now(), failed);
    if (!owner || owner.key === mine) return undefined;
    const outcome = await awaitOutcome(owner.key, ledger, clock);
    if (outcome?.state === 'refused' && outcome.error)
      throw new AppError(outcome.error.code, outcome.error.message, outcome.error);
    if (outcome?.state !== 'accepted' && outcome?.state !== 'uncertain') continue;
    const task = await refreshIfStale(jobs, service, model, outcome);
    if (task.remote?.status !== 'failed' || lacksFile(task))
      return { service, model, price: task.price, warnings: [], duplicate: true, task };
    failed.add(task.key);
  }
  return undefined;
}

/** A record that says "running" may be old news: the service is asked once the task could have ended. */
export async function refreshIfStale(jobs: Jobs, service: Service, model: Model, task: Task): Promise<Task> {
  const young = jobs.clock.now() - task.submittedAt < model.wait.firstSeconds * 1000;
  if (isEnded(task.remote?.status) || (young && task.state === 'accepted')) return task;
  return refresh(jobs, service, task).catch(() => jobs.ledger.findByKey(task.key) ?? task);
}
