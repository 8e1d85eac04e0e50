import type { Service } from '../backends/service.ts';
import { AppError, toAppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import type { TaskEvent } from '../store/events.ts';
import { type Task, taskIdOf, withEvents } from '../store/task.ts';
import { isHere, locateTask } from './find.ts';
import type { Jobs } from './jobs.ts';

/** What a person found on the service's dashboard: the task's id there, or that it is not there. */
export type Resolution = { taken: true; remoteId: string } | { taken: false };

export type Resolved = { task: Task; warnings: string[] };

/**
 * Resolves an uncertain task by hand. `taken` makes it an ordinary task again; `not taken` gives its price back to the
 * daily cap and lets the same request be sent again, and can still be corrected to `taken`.
 */
export async function resolveTask(
  jobs: Jobs,
  taskId: string,
  verdict: Resolution,
  signal?: AbortSignal,
): Promise<Resolved> {
  const { store, services, clock } = jobs;
  const task = await findDoubtful(jobs, taskId, verdict);
  const { service } = services.forTask(task);
  if (!verdict.taken) {
    const settled = { type: 'settled' as const, key: task.key, at: clock.now() };
    await store.record(settled);
    return { task: withEvents(task, settled), warnings: [] };
  }
  const remoteId = verdict.remoteId.replace(new RegExp(`^${task.backend}:`), '');
  const known = await store.findByRemoteId(task.backend, remoteId);
  if (known && known.key !== task.key) {
    throw new AppError(
      'invalid_input',
      `${taskIdOf(known)} is another task of this record, submitted ${new Date(known.submittedAt).toISOString()}.`,
      {
        nextStep: 'Look for the id of the lost task itself. Nothing was changed.',
      },
    );
  }
  const { remote, warnings } = await ask(service, task, remoteId, signal);
  const at = clock.now();
  const { key, backend } = task;
  const events: TaskEvent[] = [{ type: 'accepted', key, at, backend, remote_id: remoteId }];
  if (remote) events.push({ type: 'status', key, at, remote });
  await store.record(...events);
  return { task: withEvents(task, ...events), warnings };
}

async function findDoubtful(jobs: Jobs, taskId: string, verdict: Resolution): Promise<Task> {
  const { task } = await locateTask(jobs, taskId);
  const correctable = task?.state === 'uncertain' || (verdict.taken && task?.state === 'settled');
  if (task && correctable) return task;
  if (!task) {
    throw new AppError('not_found', `There is no uncertain task ${taskId} in the record.`, {
      nextStep: `${installation.command} list --status uncertain`,
    });
  }
  throw new AppError(
    'invalid_input',
    `${taskIdOf(task)} is not uncertain: ${describeState(task)}. Nothing was changed.`,
    {
      nextStep: `${installation.command} list --status uncertain`,
    },
  );
}

function describeState({ state }: Task): string {
  if (state === 'accepted') return 'the service accepted it';
  if (state === 'open') return 'it is being submitted right now';
  return state === 'settled' ? 'it is settled as not accepted' : 'it was never sent';
}

/** A wrong id is refused. When the service cannot be reached, the person's word is enough. */
async function ask(service: Service, task: Task, remoteId: string, signal?: AbortSignal) {
  if (!isHere(service, task)) {
    return { warnings: [`It was submitted to ${task.base_url}, so the id could not be checked here.`] };
  }
  try {
    return { remote: await service.client.get(remoteId, { signal }), warnings: [] };
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    if (code === 'cancelled') throw thrown;
    if (code !== 'not_found') return { warnings: [`The id could not be checked just now: ${message}`] };
    throw new AppError('not_found', `${service.backend.title} knows no task ${remoteId}. Nothing was changed.`, {
      nextStep: `Look the id up again at ${service.backend.dashboardUrl}.`,
    });
  }
}
