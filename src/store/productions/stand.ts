import type { ErrorCode } from '../../core/errors.ts';
import { isInVain, type TaskSummary } from '../task.ts';
import type { Need } from './plan.ts';
import type { Production, StepRecord } from './production.ts';

/**
 * Where a step stands. `unsent`: it may be sent from `dueAt` on, in milliseconds since 1970; `refused` is what became of the
 * last attempt. `waiting`: what it is made from is not there yet. `given_up`: what it is made from has failed.
 */
export type Stand =
  | { is: 'unsent'; dueAt: number; refused?: TaskSummary }
  | { is: 'waiting' | 'given_up' }
  | { is: 'running' | 'uncertain' | 'completed' | 'failed'; task: TaskSummary };

type OwnStand = Exclude<Stand, { is: 'waiting' | 'given_up' }>;

/** Failures that the same request may not meet again. */
const worthRepeating: readonly (ErrorCode | undefined)[] = ['unavailable', 'task_failed'];
export const mostAttempts = 2;
/** Why a service takes nothing for a while, so that nothing is paid. */
const notNow: readonly (ErrorCode | undefined)[] = ['rate_limited', 'unavailable'];
/** A service that takes nothing is asked again this often, twice as late each time: for about an hour. */
const mostRefusals = 10;
const shortestPauseMs = 60_000;
const longestPauseMs = 10 * 60_000;

/** Where every step stands. */
export function standsOf(production: Production): Stand[] {
  const { plan, steps } = production;
  const own = (n: number, step: StepRecord): OwnStand => standInClip(production, n, step);
  if (!plan.steps.some(({ needs }) => needs)) return steps.map((step, n) => own(n, step));
  const known = new Map<number, Stand>();
  const standAt = (n: number, step: StepRecord): Stand => {
    const stand = known.get(n) ?? withNeeds(own(n, step), plan.steps[n]?.needs ?? [], outlook);
    known.set(n, stand);
    return stand;
  };
  const outlook = (clip: number): Outlook => outlookOf(production, clip, standAt);
  return steps.map((step, n) => standAt(n, step));
}

/** Where a step stands by its own tasks, and by takes that were chosen in its place. */
export function standInClip(production: Production, number: number, step: StepRecord): OwnStand {
  const last = step.tasks.at(-1);
  return last && isReplaced(production, number, step) ? { is: 'failed', task: last } : standOf(step);
}

/** All that was sent for it had failed when the production was resumed, and another take of its clip is there: it is not sent again. */
function isReplaced({ plan, extras }: Production, number: number, { tasks, forgiven }: StepRecord): boolean {
  return tasks.length > 0 && tasks.length === forgiven && hasExtra(extras, plan.steps[number]?.clip);
}

function hasExtra(extras: Production['extras'], clip: number | undefined): boolean {
  return extras.some((extra) => extra.clip === clip && extra.task.remoteStatus === 'completed');
}

/** Whether nothing more comes of a step by itself. */
export function isOver({ is }: Stand): boolean {
  return is === 'completed' || is === 'failed' || is === 'given_up';
}

/** Whether all that a step is made from is there. */
export function hasNeeds(production: Production, number: number): boolean {
  const { needs = [] } = production.plan.steps[number] ?? {};
  if (needs.length === 0) return true;
  const stands = standsOf(production);
  const standAt = (n: number, step: StepRecord): Stand => stands[n] ?? standOf(step);
  return needs.every(({ clip }) => outlookOf(production, clip, standAt) === 'here');
}

/** What can be expected of a clip. */
type Outlook = 'here' | 'coming' | 'lost';

function withNeeds(own: OwnStand, needs: readonly Need[], outlook: (clip: number) => Outlook): Stand {
  if (own.is !== 'unsent' || needs.length === 0) return own;
  const outlooks = needs.map(({ clip }) => outlook(clip));
  if (outlooks.includes('lost')) return { is: 'given_up' };
  return outlooks.every((one) => one === 'here') ? own : { is: 'waiting' };
}

/** A clip of which nothing is to come stays lost until the production is resumed: its money is given back. */
function outlookOf(production: Production, clip: number, standAt: (n: number, step: StepRecord) => Stand): Outlook {
  const own = production.steps.flatMap((step, n) => (production.plan.steps[n]?.clip === clip ? [{ n, step }] : []));
  const stands = own.map(({ n, step }) => standAt(n, step).is);
  if (stands.includes('completed') || own.some(({ n, step }) => isReplaced(production, n, step))) return 'here';
  if (stands.every((is) => is === 'failed' || is === 'given_up')) return 'lost';
  return hasExtra(production.extras, clip) ? 'here' : 'coming';
}

/** Where a step stands by its own tasks alone. */
export function standOf({ tasks, forgiven }: StepRecord): OwnStand {
  let failures = 0;
  let refusals = 0;
  let stand: OwnStand = { is: 'unsent', dueAt: 0 };
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
      return notNow.includes(task.remoteError) ? 'busy' : 'failed';
    default:
      if (task.remoteStatus === 'completed') return 'completed';
      return isInVain(task) ? 'failed' : 'running';
  }
}

function afterRefusal(task: TaskSummary, refusals: number): OwnStand {
  if (refusals >= mostRefusals) return { is: 'failed', task };
  const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** (refusals - 1));
  return { is: 'unsent', dueAt: endOf(task) + pauseMs, refused: task };
}

/** Once more where that may help. */
function afterFailure(task: TaskSummary, failures: number): OwnStand {
  const isRepeated = task.state !== 'refused' && failures < mostAttempts && worthRepeating.includes(task.remoteError);
  return isRepeated ? { is: 'unsent', dueAt: 0 } : { is: 'failed', task };
}

function endOf({ endedAt, submittedAt }: TaskSummary): number {
  return endedAt ?? submittedAt;
}
