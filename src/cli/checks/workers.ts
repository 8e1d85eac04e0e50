import type { App } from '../../app.ts';
import { installation } from '../../core/installation.ts';
import { type Check, failedCheck } from './check.ts';

/** Who works on the record in a database now: a row each. */
export async function checkWorkers({ parts: { database } }: App): Promise<Check[]> {
  if (!database) return [];
  try {
    const { listWorkers } = await import('../../store/postgres/workers.ts');
    const workers = await listWorkers(database.parts().database);
    if (workers.length === 0) return [noWorkers];
    return workers.map(({ host, owner, since, doing }) => ({
      name: 'worker',
      state: 'ok',
      message: `${host}, ${owner}, since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${doing}`,
    }));
  } catch (error) {
    return [failedCheck('worker', error)];
  }
}

const noWorkers: Check = {
  name: 'worker',
  state: 'ok',
  message: `none: productions go on while somebody looks at them, or with ${installation.command} work`,
};
