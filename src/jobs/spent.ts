import { renderDay } from '../core/day.ts';
import { costOf, heldAmount, isSameAccount } from '../store/claim-rules.ts';
import type { Production } from '../store/productions/production.ts';
import { heldByStep, sumSteps } from '../store/productions/step-rules.ts';
import { lacksFile, type TaskSummary } from '../store/task.ts';
import type { Jobs } from './jobs.ts';

export type Grouping = 'day' | 'model' | 'project';

/** Of one unit. `listed`: the part of `charged` for which the service names no charge. `unpriced`: tasks whose price is not known. */
export type Spent = {
  unit: string;
  tasks: number;
  charged: number;
  listed: number;
  refunded: number;
  held: number;
  unpriced: number;
};

type Some = Partial<Spent> & { unit: string };
type SpentRow = Spent & { name: string };
export type Spending = { rows: SpentRow[]; total: Spent[] };

/** What was charged and refunded since a time, and what is held now, as the record says. */
export async function readSpending(jobs: Jobs, { since, by }: { since?: number; by?: Grouping }): Promise<Spending> {
  const { store, rehearsal } = jobs;
  const rows = new Map<string, SpentRow>();
  const total = new Map<string, SpentRow>();
  const add = (names: Names, spent: Some): void => {
    addTo(total, '', spent);
    if (by) addTo(rows, names[by], spent);
  };
  for (const task of await store.summaries({ rehearsal, since, limit: Number.POSITIVE_INFINITY }))
    add(namesOf(task.submittedAt, task), { unit: task.price.unit, tasks: 1, ...spentOn(task) });
  for (const production of await store.productions({ rehearsal, limit: Number.POSITIVE_INFINITY }))
    addReserved(production, add);
  const found = [...rows.values()].sort((a, b) => (by === 'day' ? (a.name < b.name ? 1 : -1) : b.charged - a.charged));
  const whole = [...total.values()].sort((a, b) => a.unit.localeCompare(b.unit));
  return { rows: found, total: whole.map(({ name: _, ...spent }) => spent) };
}

type Names = Record<Grouping, string>;

function namesOf(at: number, { model_id, project }: { model_id: string; project?: string }): Names {
  return { day: renderDay(at), model: model_id, project: project ?? 'no project' };
}

/** As a cap counts it: a failed task is refunded, and what may still be charged is held. */
function spentOn(task: TaskSummary): Partial<Spent> {
  const { state, remoteStatus, price } = task;
  const amount = heldAmount(task);
  const unpriced = price.amount === undefined ? 1 : 0;
  if (costOf(task) === 0)
    return state === 'accepted' && remoteStatus === 'failed' ? { refunded: amount } : { unpriced };
  const isCharged = price.source === 'charged';
  const isOver = remoteStatus === 'completed' || lacksFile(task);
  if (state !== 'accepted' || !(isCharged || isOver)) return { held: amount, unpriced };
  return { charged: amount, listed: isCharged ? 0 : amount, unpriced };
}

/** What productions that go on hold beyond what their tasks cost anyhow. */
function addReserved(production: Production, add: (names: Names, spent: Some) => void): void {
  const { plan, state } = production;
  if (state !== 'active') return;
  for (const [n, { account }] of plan.offers.entries()) {
    if (plan.offers.findIndex((offer) => isSameAccount(offer.account, account)) !== n) continue;
    sumSteps(production, account, (paid) => {
      const held = heldByStep(paid, production, 0) - heldByStep(paid, { ...production, state: 'stopped' }, 0);
      const { model_id, price } = paid.offer;
      if (held > 0) add(namesOf(plan.at, { model_id, project: plan.project }), { unit: price.unit, held });
      return held;
    });
  }
}

function addTo(rows: Map<string, SpentRow>, name: string, { unit, ...spent }: Some): void {
  const none = { name, unit, tasks: 0, charged: 0, listed: 0, refunded: 0, held: 0, unpriced: 0 };
  const key = `${name} ${unit}`;
  const row = rows.get(key) ?? none;
  rows.set(key, row);
  row.tasks += spent.tasks ?? 0;
  row.unpriced += spent.unpriced ?? 0;
  row.charged = sum(row.charged, spent.charged);
  row.listed = sum(row.listed, spent.listed);
  row.refunded = sum(row.refunded, spent.refunded);
  row.held = sum(row.held, spent.held);
}

function sum(one: number, other = 0): number {
  return Math.round((one + other) * 1e6) / 1e6;
}
