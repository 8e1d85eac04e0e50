import type { Service } from '../backends/service.ts';
import type { Task } from '../store/task.ts';
import type { Jobs } from './jobs.ts';

/** A task id as it is read everywhere: `backend:remote id`, a bare remote id, or the local id of a doubtful submit. */
export type Located = {
  /** The id without its service. */
  id: string;
  /** The service that the id names. */
  named?: Service;
  /** As our own record has it. */
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

/** A task of another address, or a rehearsed one, cannot be asked about at this one. */
export function isHere(service: Service, task: Task): boolean {
  return task.base_url === service.baseUrl && task.rehearsal === service.rehearsal;
}
