import { nameOfAccount } from '../claim-rules.ts';
import type { Account } from '../events.ts';
import { countInVain, foldPlan, type Production, unreserved } from '../productions/production.ts';
import { isOver, standsOf } from '../productions/stand.ts';
import { heldByStep, isAtWork, sumSteps } from '../productions/step-rules.ts';
import type { TaskSummary } from '../task.ts';
import type { Place } from './journal.ts';
import type { ProductionLine } from './line.ts';
import type { Process } from './process.ts';
import type { TaskRow } from './record-index.ts';

type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };

type StepRow = { tasks: TaskSummary[]; rows: TaskRow[]; forgiven: number };

export type ProductionRow = Mutable<Omit<Production, 'steps' | 'extras'>> & {
  steps: StepRow[];
  extras: { clip: number; task: TaskSummary }[];
  place: Place;
  /** Where its money was asked for last, and by whom. */
  askPlace: Place;
  askedBy?: Process;
  askedAt: number;
  /** When its newest task was submitted. */
  lastAt: number;
  /** Keys of the tasks of its steps. */
  known: Set<string>;
  /** Whether nothing of it is at work or may be sent. Undefined after a change. */
  over?: boolean;
};

/** Finds productions, and the tasks that do their steps. */
export type ProductionIndex = {
  add(line: ProductionLine, place: Place): void;
  /** A task whose intent names a step. */
  addTask(row: TaskRow): void;
  /** After an event of a task. */
  moved(row: TaskRow): void;
  find(key: string): ProductionRow | undefined;
  /** In the order of their plans. */
  readonly all: readonly ProductionRow[];
  /** Those whose money is being reserved. */
  readonly asking: ReadonlySet<ProductionRow>;
  withFingerprint(fingerprint: string): readonly ProductionRow[];
  /** Whether a task is a step of a production that is known here. */
  owns(task: TaskSummary): boolean;
  /** What productions hold of a cap, as far as they asked for it before a place. */
  heldBy(account: Account, since: number, before: Place): number;
  /** Tasks of steps that are at work. */
  atWork(account: Account): TaskRow[];
  /** When the account was last too busy to take a step. */
  busyAt(account: Account): number | undefined;
};

export function createProductionIndex(find: (key: string) => TaskRow | undefined): ProductionIndex {
  const byKey = new Map<string, ProductionRow>();
  const byFingerprint = new Map<string, ProductionRow[]>();
  const working = new Map<string, Set<TaskRow>>();
  const busy = new Map<string, number>();
  const asking = new Set<ProductionRow>();

  function plan({ process, ...plan }: Extract<ProductionLine, { type: 'planned' }>, place: Place): void {
    if (byKey.has(plan.key)) return;
    const steps = plan.steps.map(() => ({ tasks: [], rows: [], forgiven: 0 }));
    const asked = { askPlace: place, askedBy: process, askedAt: plan.at, lastAt: plan.at };
    const row: ProductionRow = {
      ...unreserved,
      plan,
      steps,
      extras: [],
      place,
      ...asked,
      known: new Set(),
      over: undefined,
    };
    byKey.set(plan.key, row);
    byFingerprint.set(plan.fingerprint, [...(byFingerprint.get(plan.fingerprint) ?? []), row]);
    asking.add(row);
  }

  function resume(row: ProductionRow, line: Extract<ProductionLine, { type: 'plan_resumed' }>, place: Place): void {
    Object.assign(row, { askPlace: place, askedBy: line.process, askedAt: line.at });
    for (const step of row.steps) step.forgiven = countInVain(step);
    asking.add(row);
  }

  function link(row: ProductionRow, { clip, step, task: key }: Extract<ProductionLine, { type: 'plan_linked' }>): void {
    const task = find(key);
    if (!task || row.known.has(key)) return; // a task does one step only
    if (step === undefined) row.extras.push({ clip, task: task.summary });
    addTo(row, step, task);
  }

  return {
    get all() {
      return [...byKey.values()];
    },
    asking,
    add: (line, place) => {
      if (line.type === 'planned') return plan(line, place);
      const row = byKey.get(line.key);
      if (!row) return;
      row.over = undefined;
      if (line.type === 'plan_linked') return link(row, line);
      const before = row.state;
      Object.assign(row, foldPlan(row, line));
      if (line.type === 'plan_resumed' && row.state !== before) resume(row, line, place);
      if (row.state !== 'asking') asking.delete(row);
    },
    addTask: (row) => {
      const { step, submittedAt } = row.summary;
      const production = step && byKey.get(step.production);
      if (!production) return;
      production.lastAt = Math.max(production.lastAt, submittedAt);
      addTo(production, step.number, row);
    },
    moved: (row) => {
      const { summary } = row;
      if (!summary.step) return;
      const production = byKey.get(summary.step.production);
      if (production) production.over = undefined;
      const name = nameOfAccount(summary);
      const rows = working.get(name) ?? new Set();
      working.set(name, rows);
      if (isAtWork(summary)) rows.add(row);
      else rows.delete(row);
      if (summary.state === 'refused' && summary.remoteError === 'rate_limited')
        busy.set(name, Math.max(busy.get(name) ?? 0, summary.endedAt ?? 0));
    },
    find: (key) => byKey.get(key),
    withFingerprint: (fingerprint) => byFingerprint.get(fingerprint) ?? [],
    owns: ({ step }) => step !== undefined && byKey.has(step.production),
    heldBy: (account, since, before) => {
      let sum = 0;
      for (const row of byKey.values()) if (row.place < before) sum += heldByRow(row, account, since, before);
      return sum;
    },
    atWork: (account) => [...(working.get(nameOfAccount(account)) ?? [])],
    busyAt: (account) => busy.get(nameOfAccount(account)),
  };
}

function addTo({ steps, known }: ProductionRow, number: number | undefined, row: TaskRow): void {
  const step = number === undefined ? undefined : steps[number];
  known.add(row.key);
  step?.tasks.push(row.summary);
  step?.rows.push(row);
}

function heldByRow(row: ProductionRow, account: Account, since: number, before: Place): number {
  if (row.state === 'withdrawn') return 0;
  row.over ??= standsOf(row).every(isOver);
  if (row.over && row.lastAt < since) return 0;
  // What asked later than the place held only its tasks there.
  const production = row.askPlace < before ? row : { ...row, state: 'stopped' as const };
  return sumSteps(production, account, (paid) => heldByStep(paid, production, since));
}
