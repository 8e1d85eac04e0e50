import { AppError } from '../../core/errors.ts';
import { dayMs, nameOfAccount } from '../claim-rules.ts';
import type { Account } from '../events.ts';
import { imagineProduction, imagineResumed, type Production } from '../productions/production.ts';
import { answersSamePlan, statusOfProduction } from '../productions/progress.ts';
import { askedBy } from '../productions/step-rules.ts';
import type { Cap, NewPlan, Reservation, SamePlan } from '../store.ts';
import type { Task } from '../task.ts';
import type { Query } from './database.ts';
import { type Claimer, findByKey } from './find.ts';
import { advanceProduction, insertPlan, insertProduction } from './production-rows.ts';
import { findBlocking, lockPurse, spentSince } from './purse.ts';
import { type Extent, readProductions } from './read-productions.ts';
import { callWorkers } from './workers.ts';

type Obstacle = Exclude<Reservation, { outcome: 'reserved' }>;

/** One look at the database by somebody who asks for money. */
type Asking = { query: Query; claimer: Claimer; isRepeat: boolean; caps: readonly Cap[] };

/** Of all that plan the same, the first that holds the purses is it. All its money is reserved in every account, or none. */
export async function reserve(
  { query, claimer, isRepeat, caps }: Asking,
  key: string,
  { plan, requests, film, links }: NewPlan,
): Promise<Reservation> {
  const purses = await lockPurses(query, [...plan.offers, ...caps]);
  const own = isRepeat ? await findProduction(query, claimer, key) : undefined;
  if (own) return { outcome: 'reserved', production: own };
  const same = await findSamePlan(query, claimer, plan);
  if (same) return { outcome: 'duplicate', production: same };
  const there = new Map<number, Task>();
  for (const { step, task: linked } of links) {
    const task = await findByKey(query, claimer, linked);
    if (task) there.set(step, task);
  }
  const unable = await findPoverty(query, claimer, { production: imagineProduction(plan, there), caps, purses });
  if (unable) return unable;
  await insertProduction(query, { ...plan, key }, claimer.owner);
  await insertPlan(query, key, { requests, film });
  const linked = links.map((link) => ({ type: 'plan_linked' as const, key, at: plan.at, ...link }));
  if (linked.length > 0) await advanceProduction(query, claimer.host, key, linked);
  await callWorkers(query, key);
  return { outcome: 'reserved', production: await getProduction(query, claimer, key) };
}

/** Money for what is missing of a production. One that goes on already needs none. `ask` tells two who ask apart. */
export async function resume(
  { query, claimer, isRepeat, caps }: Asking,
  key: string,
  ask: string,
): Promise<Reservation> {
  const purses = await lockPurses(query, caps);
  const known = await getProduction(query, claimer, key, ' for update');
  if (isRepeat && known.ask === ask) return { outcome: 'reserved', production: known };
  if (!['failed', 'stopped'].includes(statusOfProduction(known))) return { outcome: 'duplicate', production: known };
  const unable = await findPoverty(query, claimer, { production: imagineResumed(known), caps, purses });
  if (unable) return unable;
  const at = claimer.now();
  const resumed = { type: 'plan_resumed' as const, key, at, round: known.round + 1, ask };
  await advanceProduction(query, claimer.host, key, [resumed, { type: 'plan_reserved', key, at }]);
  await callWorkers(query, key);
  return { outcome: 'reserved', production: await getProduction(query, claimer, key) };
}

export async function findProduction(
  query: Query,
  { host }: Claimer,
  key: string,
  extent?: Extent,
): Promise<Production | undefined> {
  return (await readProductions(query, host, 'where p.key = $1', [key], extent))[0];
}

async function getProduction(query: Query, { host }: Claimer, key: string, lock = ''): Promise<Production> {
  const [production] = await readProductions(query, host, `where p.key = $1${lock}`, [key]);
  if (production) return production;
  throw new AppError('internal', 'The record did not keep the production. Nothing was sent.');
}

/** The production that the same plan, made now, is. */
export async function findSamePlan(
  query: Query,
  { host, now }: Claimer,
  { fingerprint, offers, again }: SamePlan,
): Promise<Production | undefined> {
  if (again) return undefined;
  const same = await readProductions(query, host, 'where p.fingerprint = $1 order by p.place', [fingerprint]);
  return same.find((production) => answersSamePlan(production, offers, now()));
}

type Purses = ReadonlyMap<string, Awaited<ReturnType<typeof lockPurse>>>;

/** In one order, so that nobody waits in a circle. */
async function lockPurses(query: Query, many: readonly { account: Account }[]): Promise<Purses> {
  const accounts = new Map(many.map(({ account }) => [nameOfAccount(account), account]));
  const purses = new Map<string, Awaited<ReturnType<typeof lockPurse>>>();
  for (const [name, account] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)))
    purses.set(name, await lockPurse(query, account));
  return purses;
}

/** The account that what a production asks for is too much for, or that is sent nothing more. */
async function findPoverty(
  query: Query,
  claimer: Claimer,
  { production, caps, purses }: { production: Production; caps: readonly Cap[]; purses: Purses },
): Promise<Obstacle | undefined> {
  const since = claimer.now() - dayMs;
  for (const { account, dailyCap } of caps) {
    const purse = purses.get(nameOfAccount(account));
    const task = purse && (await findBlocking(query, claimer, purse));
    if (task) return { outcome: 'blocked', task };
    if (dailyCap === undefined) continue;
    const spent = await spentSince(query, claimer, account, since);
    const asked = askedBy(production, account, since);
    if (spent + asked > dailyCap) return { outcome: 'over_budget', account, spent, asked };
  }
  return undefined;
}
