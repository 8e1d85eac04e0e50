import { toAppError } from '../core/errors.ts';
import { isEnded, type Task } from '../store/task.ts';
import { expireAbandoned } from './duplicates.ts';
import { isHere } from './find.ts';
import { type Found, saveFiles } from './get.ts';
import { type ModelHistory, readHistory } from './history.ts';
import type { Jobs } from './jobs.ts';
import { refresh } from './refresh.ts';

export type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'uncertain';

export type ListRequest = {
  limit: number;
  status?: TaskStatus;
  search?: string;
  save: boolean;
  saveDirectory?: string;
};

export type Listed = { tasks: Found[]; history: ModelHistory[] };

/** How long a listing may look after its tasks: ask about unfinished ones, save finished ones. */
const refreshBudgetMs = 10_000;
const lanes = 4;

/** Newest first from the record. Listing also looks after what it lists, so that a video whose chat was closed is not lost to a dead link. */
export async function listTasks(jobs: Jobs, request: ListRequest, signal?: AbortSignal): Promise<Listed> {
  const limit = new AbortController();
  const done = new AbortController();
  const stop = (): void => limit.abort(new Error('there was no time left'));
  jobs.clock.sleep(refreshBudgetMs, done.signal).then(stop, () => undefined);
  const inTime = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    const tasks = await refreshAll(jobs, select(jobs, request), request, inTime);
    return { tasks, history: readHistory(jobs.ledger, jobs.rehearsal) };
  } finally {
    done.abort();
  }
}

/** A few at a time, so that a service is not asked about a hundred tasks at once. */
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

/** Newest first, as they stand in the record. */
export function recentTasks(jobs: Jobs, limit: number): Task[] {
  return select(jobs, { limit, save: false });
}

function select({ ledger, clock, rehearsal, services }: Jobs, { limit, status, search }: ListRequest): Task[] {
  const selected: Task[] = [];
  const wanted = search?.toLowerCase();
  for (const task of ledger.recent()) {
    if (selected.length >= limit) break;
    if (task.rehearsal !== rehearsal || task.state === 'withdrawn' || task.state === 'refused') continue;
    if (!services.byId(task.backend)) continue; // recorded by a version that knew more services
    if (wanted && !task.asked.prompt.toLowerCase().includes(wanted)) continue;
    const known = expireAbandoned(task, ledger, clock.now()) ?? task;
    if (!status || statusOf(known) === status) selected.push(known);
  }
  return selected;
}

async function refreshAndSave(jobs: Jobs, task: Task, request: ListRequest, signal: AbortSignal): Promise<Found> {
  const { service, model } = jobs.services.forTask(task);
  const canAsk = isHere(service, task) && service.hasKey();
  if (!canAsk || (task.files.length > 0 && isEnded(task.remote?.status))) return { service, model, task, warnings: [] };
  try {
    const now =
      isEnded(task.remote?.status) || task.state === 'settled' ? task : await refresh(jobs, service, task, { signal });
    return { service, model, ...(await saveFiles(jobs, service, now, { ...request, signal })) };
  } catch (error) {
    return { service, model, task, warnings: [`Not looked after in time: ${toAppError(error).message}`] };
  }
}

/** A task's status in the words of the contract. */
export function statusOf(task: Task): TaskStatus {
  if (task.state === 'uncertain') return 'uncertain';
  if (task.state === 'refused' || task.state === 'settled') return 'failed';
  return task.remote?.status ?? 'pending';
}
