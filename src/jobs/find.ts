import { stat } from 'node:fs/promises';
import type { Model } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import type { SavedFile } from '../core/saved-file.ts';
import type { Task } from '../store/task.ts';
import type { Jobs } from './jobs.ts';

/** A task id as it is read everywhere: `backend:remote id`, a bare remote id, or the local id of an uncertain submit. */
export type Located = {
  /** The id without its service. */
  id: string;
  /** The service that the id names. */
  named?: Service;
  /** As it stands in our record. */
  task?: Task;
};

export async function locateTask({ store, services }: Jobs, taskId: string): Promise<Located> {
  const [prefix = '', ...rest] = taskId.trim().split(':');
  const named = rest.length > 0 ? services.byId(prefix) : undefined;
  const id = named ? rest.join(':') : taskId.trim();
  for (const { backend } of named ? [named] : services.all) {
    const task = (await store.findByRemoteId(backend.id, id)) ?? (await store.findTask(id));
    if (task) return { id, named, task };
  }
  return { id, named };
}

/** A task by our key, with its service. Undefined where it was submitted elsewhere than the service is connected to now. */
export async function findHere({ store, services }: Jobs, key: string): Promise<Here | undefined> {
  const task = await store.findTask(key);
  const known = task && services.forTask(task);
  return task && known && isHere(known.service, task) ? { task, ...known } : undefined;
}

type Here = { task: Task; service: Service; model: Model };

/** Whether the task was submitted at the address, and in the mode, that the service is connected to now. */
export function isHere(service: Service, task: Task): boolean {
  return task.base_url === service.baseUrl && task.rehearsal === service.rehearsal;
}

/** Whether a file still stands where it was saved. */
export async function isSaved({ path, bytes }: Pick<SavedFile, 'path' | 'bytes'>): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.size === bytes;
}
