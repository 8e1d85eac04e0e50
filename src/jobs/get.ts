import type { Model, RemoteTask } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import type { Ending } from '../core/ending.ts';
import { AppError, toAppError } from '../core/errors.ts';
import type { Failure } from '../core/failure.ts';
import { shorten } from '../core/quote.ts';
import { isEnded } from '../core/task-status.ts';
import type { Intent } from '../store/events.ts';
import { createKey, lacksFile, type Task, taskIdOf, unknownModel } from '../store/task.ts';
import { awaitOutcome } from './deduplicate.ts';
import { isHere, locateTask } from './find.ts';
import type { Jobs } from './jobs.ts';
import { refresh } from './refresh.ts';
import { describeUnsaved } from './unsaved.ts';
import type { Watcher } from './watch.ts';

export type GetRequest = {
  taskId: string;
  /** 0 returns the current status at once. */
  waitSeconds: number;
  save: boolean;
  saveDirectory?: string;
  /** Waits for the files as long as they take; otherwise only as long as for the task. */
  saveInFull?: boolean;
};

export type GetCall = { signal?: AbortSignal; ending?: Ending; onUpdate?(task: Task): void };

export type Found = {
  service: Service;
  model: Model;
  task: Task;
  warnings: string[];
  /** Its files are still being fetched. */
  saving?: boolean;
  /** They could not be saved. */
  unsaved?: Failure;
};

/** A call that does not wait for the task waits this long for its files. */
const shortSaveMs = 10_000;
/** However little is left of the wait. */
const shortestSaveMs = 1_000;

/** One task: refreshed, waited for, and saved when it is completed. */
export async function getTask(jobs: Jobs, watcher: Watcher, request: GetRequest, call: GetCall = {}): Promise<Found> {
  const startedAt = jobs.clock.now();
  const { service, task: found, fresh } = await findTask(jobs, request.taskId, call.signal);
  const known = await afterSubmit(jobs, found, request, call);
  const { model } = jobs.services.forTask(known);
  if (!isHere(service, known)) {
    if (!isEnded(known.remoteStatus)) throw otherAddress(service, known);
    return { service, model, task: known, warnings: [] };
  }
  const isEnough = fresh && request.waitSeconds === 0;
  const leftMs = (): number => Math.max(0, startedAt + request.waitSeconds * 1000 - jobs.clock.now());
  const { task, trouble } = isEnough
    ? { task: known }
    : await refreshOrWait(jobs, watcher, service, model, known, { waitSeconds: leftMs() / 1000 }, call);
  const waitMs = request.waitSeconds > 0 ? leftMs() : shortSaveMs;
  const saveMs = request.saveInFull ? undefined : Math.max(shortestSaveMs, waitMs);
  const kept = await saveFiles(jobs, service, task, { ...request, waitMs: saveMs, signal: call.signal });
  const warnings = trouble ? [`The service could not be reached just now: ${trouble.message}`] : [];
  return { ...kept, service, model, warnings: [...warnings, ...kept.warnings] };
}

/** A task that another process submits just now has no id to ask for yet. */
async function afterSubmit(jobs: Jobs, task: Task, { waitSeconds }: GetRequest, call: GetCall): Promise<Task> {
  if (task.state !== 'open' || waitSeconds === 0) return task;
  const limits = [call.signal, call.ending?.draining].filter((signal) => signal !== undefined);
  return (await awaitOutcome(jobs, task.key, waitSeconds * 1000, AbortSignal.any(limits))) ?? task;
}

async function refreshOrWait(
  jobs: Jobs,
  watcher: Watcher,
  service: Service,
  model: Model,
  task: Task,
  { waitSeconds }: Pick<GetRequest, 'waitSeconds'>,
  { signal, ending, onUpdate }: GetCall,
): Promise<{ task: Task; trouble?: AppError }> {
  const isOver =
    (isEnded(task.remoteStatus) && !lacksFile(task)) || task.state === 'refused' || task.state === 'settled';
  if (isOver) return { task };
  if (waitSeconds > 0 && task.state === 'accepted' && !lacksFile(task)) {
    return watcher.watch(service, task, model.wait, {
      waitMs: waitSeconds * 1000,
      signal,
      draining: ending?.draining,
      onUpdate,
    });
  }
  return { task: await refresh(jobs, service, task, { once: waitSeconds === 0, signal }) };
}

type SaveRequest = Pick<GetRequest, 'save' | 'saveDirectory'> & { waitMs?: number; signal?: AbortSignal };

/** Saves a completed task's files. A link that is dead is left out of the task. */
export async function saveFiles(
  jobs: Jobs,
  service: Service,
  task: Task,
  { save, saveDirectory, waitMs, signal }: SaveRequest,
): Promise<Pick<Found, 'task' | 'warnings' | 'saving' | 'unsaved'>> {
  if (!save || task.remoteStatus !== 'completed') return { task, warnings: [] };
  let latest = task;
  const refreshUrls = async (): Promise<string[]> => {
    latest = await refresh(jobs, service, task, { signal });
    return latest.remote?.outputUrls ?? [];
  };
  const saved = await jobs.save(task, { directory: saveDirectory, waitMs, signal, refreshUrls });
  if (!saved) return { task, warnings: [], saving: true };
  const { files, mismatches, warnings, unsaved } = saved;
  const dead = unsaved.filter(({ isDead }) => isDead).map(({ url }) => url);
  const outputUrls = saved.urls.filter((url) => !dead.includes(url));
  const remote = latest.remote && { ...latest.remote, outputUrls };
  const known = { ...latest, remote, files, mismatches };
  return { task: known, warnings, unsaved: describeUnsaved(task, service.backend, unsaved) };
}

/** Looks in our record, then asks the service once: the answer is `fresh`. */
async function findTask(
  jobs: Jobs,
  taskId: string,
  signal?: AbortSignal,
): Promise<{ service: Service; task: Task; fresh?: true }> {
  const { services } = jobs;
  const { id, named, task } = await locateTask(jobs, taskId);
  if (task) return { service: services.forTask(task).service, task };
  if (id.startsWith('local-')) throw new AppError('not_found', `There is no task ${shorten(taskId)} in the record.`);
  const able = named ? [named] : services.all.filter((service) => service.hasKey());
  if (able.length === 0) services.all[0]?.requireKey();
  for (const service of able) {
    const remote = await service.client.get(id, { once: true, signal }).catch((error) => {
      if (toAppError(error).code !== 'not_found' || named) throw error;
    });
    if (remote) return { service, task: await adopt(jobs, service, id, remote), fresh: true };
  }
  throw new AppError('not_found', `No service knows a task ${shorten(taskId)}.`);
}

function otherAddress(service: Service, task: Task): AppError {
  const was = task.rehearsal ? 'in a rehearsal (SEEDANCE_REHEARSAL=1)' : `at ${task.base_url}`;
  const now = service.rehearsal ? 'a rehearsal' : service.baseUrl;
  const message = `${taskIdOf(task)} was submitted ${was}; this server now uses ${now}.`;
  return new AppError('not_found', message, { nextStep: 'Start the server with the same setting to ask about it.' });
}

/** Adds a task that was submitted elsewhere to the record, so that it is listed and saved like our own. */
function adopt({ store, clock }: Jobs, service: Service, remoteId: string, remote: RemoteTask): Promise<Task> {
  const at = clock.now();
  const key = createKey(at);
  const { backend, baseUrl, rehearsal } = service;
  const intent: Intent = {
    key,
    at,
    fingerprint: `adopted ${backend.id}:${remoteId}`,
    backend: backend.id,
    model_id: unknownModel,
    kind: 'video',
    base_url: baseUrl,
    rehearsal,
    parameters: {},
    asked: { prompt: '', references: [] },
    price: { unit: backend.unit, source: 'unknown', note: 'It was not submitted from here.' },
  };
  return store.adopt(intent, [
    { type: 'accepted', key, at, backend: backend.id, remote_id: remoteId },
    { type: 'status', key, at, remote },
  ]);
}
