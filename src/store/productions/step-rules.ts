import { mostOf } from '../../core/price.ts';
import { isEnded } from '../../core/task-status.ts';
import { costOf, isSameAccount } from '../claim-rules.ts';
import type { Account } from '../events.ts';
import { isInVain, type TaskSummary } from '../task.ts';
import type { Offer } from './plan.ts';
import type { Production, StepRecord } from './production.ts';
import { hasNeeds, isOver, mostAttempts, type Stand, standInClip, standsOf } from './stand.ts';

/** The rules about the money and the places of steps, for every store and for the senders of steps. */

/** Whether a task of a step is at work, so that it takes a place at its service. */
export function isAtWork(task: TaskSummary): boolean {
  return task.state === 'open' || (task.state === 'accepted' && !isEnded(task.remoteStatus));
}

/**
 * What a step holds of a cap: what its own tasks cost since a time, and what is reserved for tasks that may still be sent,
 * however long ago that was. It never grows by itself, so what was reserved once never passes the cap later.
 */
export function heldByStep({ step, stand, offer }: PaidStep, { state, plan }: Production, since: number): number {
  const isGoing = state === 'active' || state === 'asking';
  const own = step.tasks.filter((task) => task.step?.production === plan.key);
  let held = isGoing ? offer.held * attemptsReserved({ step, stand, offer }, own) : 0;
  for (const task of own) {
    const isEnded = isInVain(task) || task.remoteStatus === 'completed';
    if (!isEnded && isGoing) held += Math.max(costOf(task), offer.held);
    else if (task.submittedAt >= since) held += costOfAttempt(task, offer);
  }
  return held;
}

/** What a production holds of an account while it goes on, beyond what its tasks cost anyhow. */
export function askedBy(production: Production, account: Account, since: number): number {
  return sumSteps(production, account, (paid) => {
    const whole = heldByStep(paid, { ...production, state: 'asking' }, since);
    return whole - heldByStep(paid, { ...production, state: 'stopped' }, since);
  });
}

type PaidStep = { step: StepRecord; stand: Stand; offer: Offer };

/** A sum over the steps that an account pays for. */
export function sumSteps(production: Production, account: Account, amountOf: (paid: PaidStep) => number): number {
  const { plan, steps } = production;
  const offers = plan.offers.map((offer) => (isSameAccount(offer.account, account) ? offer : undefined));
  if (!offers.some((offer) => offer)) return 0;
  const stands = standsOf(production);
  return steps.reduce((sum, step, n) => {
    const [offer, stand] = [offers[plan.steps[n]?.offer ?? -1], stands[n]];
    return offer && stand ? sum + amountOf({ step, stand, offer }) : sum;
  }, 0);
}

function costOfAttempt(task: TaskSummary, { refunds, held }: Offer): number {
  return !refunds && hasFailedAtService(task) ? (mostOf(task.price) ?? held) : costOf(task);
}

function attemptsReserved({ step, stand, offer: { refunds } }: PaidStep, own: readonly TaskSummary[]): number {
  if (isOver(stand)) return 0;
  const failures = step.tasks.slice(step.forgiven).filter(hasFailedAtService).length;
  const left = refunds ? 1 : mostAttempts - failures;
  // Another's task may end in vain: then the step is sent after all.
  return 'task' in stand && own.includes(stand.task) ? left - 1 : left;
}

function hasFailedAtService(task: TaskSummary): boolean {
  return task.state === 'accepted' && isInVain(task);
}

/** Whether a step may be sent now, as it stands. */
export function isDue(production: Production, number: number, step: StepRecord, nowMs: number): boolean {
  if (production.state !== 'active' || !hasNeeds(production, number)) return false;
  const stand = standInClip(production, number, step);
  return stand.is === 'unsent' && stand.dueAt <= nowMs;
}

/** So many steps of productions a service is given at once. A service that was busy gets half of that for a while. */
export function placesAt(concurrency: number, busyAt: number | undefined, nowMs: number): number {
  const isBusy = busyAt !== undefined && Math.abs(nowMs - busyAt) < busyForMs;
  return isBusy ? Math.max(1, Math.floor(concurrency / 2)) : concurrency;
}

const busyForMs = 5 * 60_000;
