import type { Failure } from '../../core/failure.ts';
import { isInVain, type TaskSummary } from '../task.ts';
import type { Joined, Plan, PlanEvent } from './plan.ts';

/**
 * `asking`: its money is being reserved. `active`: its steps may be sent. `stopped`: none is sent.
 * `withdrawn`: it never came to be.
 */
export type PlanState = 'asking' | 'active' | 'stopped' | 'withdrawn';

/** What was sent for a step, in the order of the record, and tasks of the same request that do it as well. */
export type StepRecord = {
  readonly tasks: readonly TaskSummary[];
  /** So many of them had ended in vain when the production was last resumed: they count no more. */
  readonly forgiven: number;
};

/** A plan with what became of it so far. What it holds moves on with the record. */
export type Production = Readonly<{
  plan: Plan;
  state: PlanState;
  /** Whether its money was ever reserved. */
  begun: boolean;
  /** How often it was resumed, and the ask of the last time. */
  round: number;
  ask?: string;
  /** Why it was stopped, where nobody asked for it. */
  reason?: Failure;
  steps: readonly StepRecord[];
  /** Tasks that were chosen as further takes of a clip. */
  extras: readonly { clip: number; task: TaskSummary }[];
  /** Of a film: what it was joined into last. */
  joined?: Joined;
  /** Whose it is, where a record is for many. */
  owner?: string;
}>;

type Fold = Pick<Production, 'state' | 'begun' | 'round' | 'ask' | 'reason' | 'joined'>;

export const unreserved: Fold = {
  state: 'asking',
  begun: false,
  round: 0,
  ask: undefined,
  reason: undefined,
  joined: undefined,
};

/** The state of a plan after an event. What comes too late changes nothing. */
export function foldPlan(fold: Fold, event: PlanEvent): Fold {
  switch (event.type) {
    case 'plan_reserved':
      return fold.state === 'asking' ? { ...fold, state: 'active', begun: true, reason: undefined } : fold;
    case 'plan_withdrawn':
      return isOver(fold) ? fold : { ...fold, state: fold.begun ? 'stopped' : 'withdrawn' };
    case 'plan_stopped':
      return isOver(fold) ? fold : { ...fold, state: 'stopped', reason: event.error };
    case 'plan_resumed':
      return fold.state === 'asking' || fold.state === 'withdrawn' || event.round !== fold.round + 1
        ? fold
        : { ...fold, state: 'asking', round: event.round, ask: event.ask };
    case 'plan_joined':
      return { ...fold, joined: event };
    default:
      return fold;
  }
}

/** A plan as it will stand in the record, with the tasks that are there already by the number of their step. */
export function imagineProduction(plan: Plan, there: ReadonlyMap<number, TaskSummary>): Production {
  const steps = plan.steps.map((_, n) => {
    const task = there.get(n);
    return { tasks: task ? [task] : [], forgiven: 0 };
  });
  return { ...unreserved, plan, steps, extras: [] };
}

/** A production as it stands once it is asked to go on. */
export function imagineResumed(production: Production): Production {
  return {
    ...production,
    state: 'asking',
    steps: production.steps.map((step) => ({ ...step, forgiven: countInVain(step) })),
  };
}

/** Tasks from the first on that have ended in vain. */
export function countInVain({ tasks }: Pick<StepRecord, 'tasks'>): number {
  const first = tasks.findIndex((task) => !isInVain(task));
  return first === -1 ? tasks.length : first;
}

function isOver({ state }: Fold): boolean {
  return state === 'stopped' || state === 'withdrawn';
}
