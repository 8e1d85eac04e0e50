import type { ProductionStatus, TaskStatus } from '../../core/task-status.ts';
import type { Production } from '../../store/productions/production.ts';
import { statusOfProduction } from '../../store/productions/progress.ts';
import type { Jobs } from '../jobs.ts';

type Query = { limit: number; status?: TaskStatus | ProductionStatus; search?: string; mine: boolean };

/** Newest first, of this mode. A search looks into every prompt of a production, sent or not. */
export async function listProductions(jobs: Jobs, { limit, status, search, mine }: Query): Promise<Production[]> {
  const found: Production[] = [];
  const wanted = search?.toLowerCase();
  for (const production of await jobs.store.productions({
    rehearsal: jobs.rehearsal,
    mine,
    limit: status || search ? Number.POSITIVE_INFINITY : limit,
  })) {
    if (found.length >= limit) break;
    if (status && statusOfProduction(production) !== status) continue;
    if (wanted === undefined || (await mentions(jobs, production, wanted))) found.push(production);
  }
  return found;
}

async function mentions({ store }: Jobs, { plan }: Production, wanted: string): Promise<boolean> {
  const requests = await store.readPlan(plan.key);
  return requests.some((request) => request?.prompt.toLowerCase().includes(wanted));
}
