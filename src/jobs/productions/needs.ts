import { AppError } from '../../core/errors.ts';
import type { Production } from '../../store/productions/production.ts';
import { clipsOf } from '../../store/productions/progress.ts';
import type { Jobs } from '../jobs.ts';
import { findAddress } from '../own-results.ts';

/** What a step is made from: addresses by what stands for them in its parameters, and the keys of the tasks that made it. */
export type Needed = { addresses: ReadonlyMap<string, string>; from: string[] };

/** The results that are used now. Throws `not_found` for one that has no address. */
export async function readNeeds(jobs: Jobs, production: Production, number: number): Promise<Needed> {
  const { needs = [] } = production.plan.steps[number] ?? {};
  const addresses = new Map<string, string>();
  const from: string[] = [];
  if (needs.length === 0) return { addresses, from };
  const clips = clipsOf(production);
  for (const { clip, address } of needs) {
    const used = clips.find((one) => one.clip === clip)?.used;
    const task = used && (await jobs.store.findTask(used.key));
    const url = task && (await findAddress(jobs, task));
    if (!task || !url) throw new AppError('not_found', `There is no address of clip ${clip}.`);
    addresses.set(address, url);
    from.push(task.key);
  }
  return { addresses, from };
}
