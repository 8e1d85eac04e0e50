import type { Price } from '../../core/price.ts';
import type { ProductionStatus } from '../../core/task-status.ts';
import { comparePayers, finishedBlocksMs, isSameAccount } from '../claim-rules.ts';
import { isInVain, type TaskSummary } from '../task.ts';
import type { Offer, Plan } from './plan.ts';
import type { Production } from './production.ts';
import { isOver, type Stand, standOf, standsOf } from './stand.ts';

/** How a production stands, read off its steps. */
export function statusOfProduction(production: Production): ProductionStatus {
  const { state } = production;
  const stands = new Set<Stand['is']>(standsOf(production).map(({ is }) => is));
  if (stands.has('running') || state === 'asking') return 'processing';
  if (stands.has('unsent') && state === 'active') return 'processing';
  if (state !== 'active' && (stands.has('unsent') || stands.has('waiting'))) return 'stopped';
  if (stands.has('uncertain')) return 'uncertain';
  return clipsOf(production).every((clip) => clip.used) ? 'completed' : 'failed';
}

/** When its last task ended. Undefined while one is at work. */
export function endOfProduction(production: Production): number | undefined {
  const stands = standsOf(production);
  if (!stands.every(isOver)) return undefined;
  return Math.max(production.plan.at, ...stands.map((stand) => ('task' in stand ? (stand.task.endedAt ?? 0) : 0)));
}

export type Take = { take: number; stand: Stand; task?: TaskSummary };
export type Clip = { clip: number; takes: Take[]; used?: TaskSummary };

/** Its clips in their order, each with its takes and the one that is used. */
export function clipsOf(production: Production): Clip[] {
  const { plan, extras } = production;
  const clips = new Map<number, Clip>();
  const addTake = (number: number, stand: Stand): void => {
    const clip = clips.get(number) ?? { clip: number, takes: [] };
    clips.set(number, clip);
    clip.takes.push({ take: clip.takes.length + 1, stand, task: 'task' in stand ? stand.task : undefined });
  };
  for (const [n, stand] of standsOf(production).entries()) addTake(clipOf(plan, n), stand);
  for (const { clip, task } of extras) addTake(clip, standOf({ tasks: [task], forgiven: 0 }));
  for (const clip of clips.values()) clip.used = usedTake(clip.takes);
  return [...clips.values()].sort((a, b) => a.clip - b.clip);
}

/** The one that somebody chose last; until then the first that was completed. */
function usedTake(takes: readonly Take[]): TaskSummary | undefined {
  const done = takes.flatMap(({ stand }) => (stand.is === 'completed' ? [stand.task] : []));
  const rank = (task: TaskSummary): [number, number] => [-(task.usedAt ?? 0), task.endedAt ?? 0];
  return done.toSorted((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1])[0];
}

function clipOf({ steps }: Plan, number: number): number {
  return steps[number]?.clip ?? 0;
}

type Payers = readonly Pick<Offer, 'account' | 'payer'>[];

/** Whether the same plan, made now by these payers, is this production: until it is completed, and ten minutes longer. */
export function answersSamePlan(production: Production, payers: Payers, nowMs: number): boolean {
  if (production.state === 'withdrawn' || !hasSamePayers(production.plan.offers, payers)) return false;
  if (statusOfProduction(production) !== 'completed') return true;
  if (hasStale(production)) return false;
  return Math.abs(nowMs - (endOfProduction(production) ?? nowMs)) < finishedBlocksMs;
}

function hasSamePayers(offers: Payers, others: Payers): boolean {
  return offers.every(({ account, payer }) => {
    const other = others.find((one) => isSameAccount(one.account, account));
    return comparePayers(payer, other?.payer) !== 'other';
  });
}

/** What it costs: what its own tasks did, and what is reserved for those that may still be sent. */
export function pricesOf(production: Production): Price[] {
  const { plan, state, steps } = production;
  const stands = standsOf(production);
  const prices = steps.flatMap((step, n) => {
    const offer = plan.offers[plan.steps[n]?.offer ?? -1];
    if (!offer) return [];
    const own = step.tasks.filter((task) => task.step?.production === plan.key && task.state === 'accepted');
    const charged = own.map((task) => (isInVain(task) && offer.refunds ? refunded(task.price) : task.price));
    const isPlanned = state === 'active' && ['unsent', 'waiting'].includes(stands[n]?.is ?? '');
    return isPlanned ? [...charged, offer.price] : charged;
  });
  const [first] = plan.offers;
  if (prices.length > 0 || !first) return prices;
  return [{ amount: 0, unit: first.price.unit, source: 'charged' }];
}

function refunded(price: Price): Price {
  return { ...price, source: 'refunded' };
}

/** Keys of the takes that a film is joined from, in its order. Undefined while a clip has none, and for what is no film. */
export function takesOfFilm(production: Production): string[] | undefined {
  const { film_clips: count } = production.plan;
  if (count === undefined) return undefined;
  const used = clipsOf(production).flatMap(({ clip, used }) => (clip <= count && used ? [used.key] : []));
  return used.length === count ? used : undefined;
}

/** Whether a film could be joined from the takes that are used now, and was not yet. */
export function awaitsJoin(production: Production): boolean {
  const takes = takesOfFilm(production);
  return takes !== undefined && takes.join() !== production.joined?.takes.join();
}

function hasStale(production: Production): boolean {
  if (production.plan.film_clips === undefined) return false;
  return clipsOf(production).some(({ used }) => used && isStale(production, used));
}

/** Whether somebody has something to do for it: ask, send, or join. */
export function isUnfinished(production: Production): boolean {
  return statusOfProduction(production) === 'processing' || awaitsJoin(production);
}

/** A take that was made from others than those that are used now. */
export function isStale(production: Production, task: TaskSummary): boolean {
  const { number = -1, from, production: key } = task.step ?? {};
  const { needs = [] } = key === production.plan.key ? (production.plan.steps[number] ?? {}) : {};
  if (!from || needs.length === 0) return false;
  const clips = clipsOf(production);
  return needs.some(({ clip }) => {
    const used = clips.find((one) => one.clip === clip)?.used;
    return used !== undefined && !from.includes(used.key);
  });
}
