import type { ErrorCode } from '../../core/errors.ts';
import { isEnded } from '../../core/task-status.ts';
import { costOf, isSameAccount } from '../claim-rules.ts';
import type { Account } from '../events.ts';
import { isInVain, type TaskSummary } from '../task.ts';
import type { Offer } from './plan.ts';
import type { Production, StepRecord } from './production.ts';

/** What every store, and whoever sends steps, decides a step by. */

/** Where a step stands. `unsent`: it may be sent from `dueAt` on, in milliseconds since 1970. */
export type Stand =
  | { is: 'unsent'; dueAt: number }
  | { is: 'running' | 'uncertain' | 'completed' | 'failed'; task: TaskSummary };

/** Failures that the same request may not meet again. */
const worthRepeating: readonly (ErrorCode | undefined)[] = ['unavailable', 'task_failed'];
const mostAttempts = 2;
/** A service that is busy is asked again this often, twice as late each time: for about an hour. */
const mostRefusals = 10;
const shortestPauseMs = 60_000;
const longestPauseMs = 10 * 60_000;

export function standOf({ tasks, forgiven }: StepRecord): Stand {
  let failures = 0;
  let refusals = 0;
  let stand: Stand = { is: 'unsent', dueAt: 0 };
  for (const task of tasks.slice(forgiven)) {
    const outcome = outcomeOf(task);
    if (outcome === 'completed') return { is: 'completed', task };
    if (outcome === 'withdrawn') continue;
    if (outcome === 'busy') stand = afterRefusal(task, ++refusals);
    else if (outcome === 'failed') stand = afterFailure(task, ++failures);
    else stand = outcome === 'not taken' ? { is: 'unsent', dueAt: 0 } : { is: outcome, task };
  }
  return stand;
}

type Outcome = 'running' | 'uncertain' | 'completed' | 'failed' | 'busy' | 'not taken' | 'withdrawn';

function outcomeOf(task: TaskSummary): Outcome {
  switch (task.state) {
    case 'withdrawn':
    case 'uncertain':
      return task.state;
    case 'settled':
      return 'not taken';
    case 'refused':
      return task.remoteError === 'rate_limited' ? 'busy' : 'failed';
    default:
      if (task.remoteStatus === 'completed') return 'completed';
      return isInVain(task) ? 'failed' : 'running';
  }
}

function afterRefusal(task: TaskSummary, refusals: number): Stand {
  if (refusals >= mostRefusals) return { is: 'failed', task };
  return { is: 'unsent', dueAt: endOf(task) + Math.min(longestPauseMs, shortestPauseMs * 2 ** (refusals - 1)) };
}

/** Once more where that may help. A service that did not even take it gets a pause. */
function afterFailure(task: TaskSummary, failures: number): Stand {
  const isRepeated = failures < mostAttempts && worthRepeating.includes(task.remoteError);
  if (!isRepeated) return { is: 'failed', task };
  return { is: 'unsent', dueAt: task.state === 'refused' ? endOf(task) + shortestPauseMs : 0 };
}

function endOf({ endedAt, submittedAt }: TaskSummary): number {
  return endedAt ?? submittedAt;
}

/** Whether a task of a step is at work, so that it takes a place at its service. */
export function isAtWork(task: TaskSummary): boolean {
  return task.state === 'open' || (task.state === 'accepted' && !isEnded(task.remoteStatus));
}

/**
 * What a step holds of a cap: what its own tasks cost since a time, and what is reserved for tasks that may still be sent,
 * however long ago that was. It never grows by itself, so what was reserved once never passes the cap later.
 */
export function heldByStep(step: StepRecord, offer: Offer, { state, plan }: Production, since: number): number {
  const isGoing = state === 'active' || state === 'asking';
  const own = step.tasks.filter((task) => task.step?.production === plan.key);
  let held = isGoing ? offer.held * attemptsReserved(step, offer, own) : 0;
  for (const task of own) {
    const isEnded = isInVain(task) || task.remoteStatus === 'completed';
    if (!isEnded && isGoing) held += Math.max(costOf(task), offer.held);
    else if (task.submittedAt >= since) held += costOfAttempt(task, offer);
  }
  return held;
}

/** What a production holds of an account while it goes on, beyond what its tasks cost anyhow. */
export function askedBy(production: Production, account: Account, since: number): number {
  return sumSteps(production, account, (step, offer) => {
    const whole = heldByStep(step, offer, { ...production, state: 'asking' }, since);
    return whole - heldByStep(step, offer, { ...production, state: 'stopped' }, since);
  });
}

/** A sum over the steps that an account pays for. */
export function sumSteps(
  { plan, steps }: Production,
  account: Account,
  amountOf: (step: StepRecord, offer: Offer) => number,
): number {
  const offers = plan.offers.map((offer) => (isSameAccount(offer.account, account) ? offer : undefined));
  return steps.reduce((sum, step, n) => {
    const offer = offers[plan.steps[n]?.offer ?? -1];
    return offer ? sum + amountOf(step, offer) : sum;
  }, 0);
}

function costOfAttempt(task: TaskSummary, { refunds, held }: Offer): number {
  return !refunds && hasFailedAtService(task) ? (task.price.amount ?? held) : costOf(task);
}

function attemptsReserved(step: StepRecord, { refunds }: Offer, own: readonly TaskSummary[]): number {
  const stand = standOf(step);
  if (stand.is === 'completed' || stand.is === 'failed') return 0;
  const failures = step.tasks.slice(step.forgiven).filter(hasFailedAtService).length;
  const left = refunds ? 1 : mostAttempts - failures;
  // Another's task may end in vain: then the step is sent after all.
  return stand.is === 'unsent' || !own.includes(stand.task) ? left : left - 1;
}

function hasFailedAtService(task: TaskSummary): boolean {
  return task.state === 'accepted' && isInVain(task);
}

/** So many steps of productions a service is given at once. A service that was busy gets half of that for a while. */
export function placesAt(concurrency: number, busyAt: number | undefined, nowMs: number): number {
  const isBusy = busyAt !== undefined && Math.abs(nowMs - busyAt) < busyForMs;
  return isBusy ? Math.max(1, Math.floor(concurrency / 2)) : concurrency;
}

const busyForMs = 5 * 60_000;
