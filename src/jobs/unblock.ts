import type { Service } from '../backends/service.ts';
import { isSameAccount } from '../store/claim-rules.ts';
import type { Account } from '../store/events.ts';
import type { Production } from '../store/productions/production.ts';
import { statusOfProduction } from '../store/productions/progress.ts';
import type { Task } from '../store/task.ts';
import type { Jobs } from './jobs.ts';
import { goOn } from './productions/go-on.ts';
import { accountOf } from './spending.ts';

/**
 * Lets a service be sent to again, after a person looked at its charge. Undefined where it was not blocked. Productions that
 * stopped for it go on, where their money is there.
 */
export async function unblockService(jobs: Jobs, service: Service): Promise<Task | undefined> {
  const { store, clock } = jobs;
  const account = accountOf(service);
  const task = await store.findBlock(account);
  if (!task) return undefined;
  await store.record({ type: 'unblocked', at: clock.now(), ...account });
  const all = await store.productions({ rehearsal: jobs.rehearsal, limit: Number.POSITIVE_INFINITY });
  for (const production of all.filter((one) => waitsFor(one, account)))
    await goOn(jobs, production, {}).catch(() => undefined); // it stays stopped, and can be gone on with by hand
  return task;
}

/** The block is the one limit that stops a production half-way. */
function waitsFor(production: Production, account: Account): boolean {
  const isPaidThere = production.plan.offers.some((offer) => isSameAccount(offer.account, account));
  return isPaidThere && production.reason?.code === 'over_budget' && statusOfProduction(production) === 'stopped';
}
