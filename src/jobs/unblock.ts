import type { Service } from '../backends/service.ts';
import type { Task } from '../store/task.ts';
import type { Jobs } from './jobs.ts';
import { accountOf } from './spending.ts';

/** Lets a service be sent to again, after a person looked at its charge. Undefined where it was not blocked. */
export async function unblockService({ store, clock }: Jobs, service: Service): Promise<Task | undefined> {
  const account = accountOf(service);
  const task = await store.findBlock(account);
  if (task) await store.record({ type: 'unblocked', at: clock.now(), ...account });
  return task;
}
