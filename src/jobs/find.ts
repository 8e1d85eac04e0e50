import type { Service } from '../backends/service.ts';
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

/** Whether the task was submitted at the address, and in the mode, that the service is connected to now. */
export function isHere(service: Service, task: Task): boolean {
  return task.base_url === service.baseUrl && task.rehearsal === service.rehearsal;
}
