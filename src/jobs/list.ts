import { toAppError } from '../core/errors.ts';
import { isEnded, type TaskStatus } from '../core/task-status.ts';
import type { TaskQuery } from '../store/store.ts';
import { type Task, taskIdOf } from '../store/task.ts';
import { isHere } from './find.ts';
import { type Found, saveFiles } from './get.ts';
import { type ModelHistory, readHistory } from './history.ts';
import type { Jobs } from './jobs.ts';
import { refresh } from './refresh.ts';

export type ListRequest = {
  limit: number;
  status?: TaskStatus;
  search?: string;
  save: boolean;
  saveDirectory?: string;
};

export type Listed = { tasks: Found[]; history: ModelHistory[] };

/** How long a listing may take to refresh unfinished tasks and save finished ones. */
const refreshBudgetMs = 10_000;
const lanes = 4;

/** Newest first, from the record. A listing also refreshes and saves what it lists, so that a video whose chat was closed is saved before its link expires. */
export async function listTasks(jobs: Jobs, request: ListRequest, signal?: AbortSignal): Promise<Listed> {
  const limit = new AbortController();
  const done = new AbortController();
  const stop = (): void => limit.abort(new Error('the time for this listing was over'));
  jobs.clock.sleep(refreshBudgetMs, done.signal).then(stop, () => undefined);
  const inTime = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    const known = await jobs.store.list({
      ...ours(jobs),
      limit: request.limit,
      status: request.status,
      search: request.search,
    });
    const tasks = await refreshAll(jobs, known, request, inTime);
    return { tasks, history: await readHistory(jobs.store, jobs.rehearsal) };
  } finally {
    done.abort();
  }
}

/** A few at a time, so that a service does not get a hundred requests at once. */
async function refreshAll(
  jobs: Jobs,
  tasks: readonly Task[],
  request: ListRequest,
  signal: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = [];
  const waiting = tasks.entries();
  const lane = async (): Promise<void> => {
    for (const [place, task] of waiting) found[place] = await refreshAndSave(jobs, task, request, signal);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}

/** The ids of the newest tasks, as they stand in the record. */
export async function recentTaskIds(jobs: Jobs, limit: number): Promise<string[]> {
  return (await jobs.store.summaries({ ...ours(jobs), limit })).map(taskIdOf);
}

/** Tasks of this mode, at services that this version knows. */
function ours({ rehearsal, services }: Jobs): Pick<TaskQuery, 'rehearsal' | 'backends'> {
  return { rehearsal, backends: services.all.map(({ backend }) => backend.id) };
}

async function refreshAndSave(jobs: Jobs, task: Task, request: ListRequest, signal: AbortSignal): Promise<Found> {
  const { service, model } = jobs.services.forTask(task);
  const canAsk = isHere(service, task) && service.hasKey();
  if (!canAsk || (task.files.length > 0 && isEnded(task.remoteStatus))) return { service, model, task, warnings: [] };
  try {
    const now =
      isEnded(task.remoteStatus) || task.state === 'settled' ? task : await refresh(jobs, service, task, { signal });
    return { service, model, ...(await saveFiles(jobs, service, now, { ...request, signal })) };
  } catch (error) {
    return { service, model, task, warnings: [`Could not be refreshed in time: ${toAppError(error).message}`] };
  }
}
