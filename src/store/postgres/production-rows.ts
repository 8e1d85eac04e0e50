import { FilmOutline } from '../../core/film-plan.ts';
import { nameOfAccount } from '../claim-rules.ts';
import type { Account } from '../events.ts';
import { Plan, PlanEvent, PlannedRequest } from '../productions/plan.ts';
import { countInVain, foldPlan, type Production, unreserved } from '../productions/production.ts';
import { isOver, standsOf } from '../productions/stand.ts';
import { heldByStep, sumSteps } from '../productions/step-rules.ts';
import type { NewPlan } from '../store.ts';
import type { Task, TaskSummary } from '../task.ts';
import type { Query } from './database.ts';
import { fromTasks, insert, readTask, selectTasks, type TaskRow } from './task-rows.ts';

type Row = {
  key: string;
  version: number;
  plan: object;
  events: readonly object[];
  forgiven: number[];
  last_at: number;
  is_over: boolean;
};
type StepTaskRow = TaskRow & { of: string; clip: number | null; step: number | null; is_link: boolean };

export type StoredProduction = Production & {
  steps: readonly { tasks: Task[]; forgiven: number }[];
  /** Goes up with everything that becomes of it. */
  version: number;
  lastAt: number;
  isOver: boolean;
};

const selectProductions =
  'select p.key, p.version, p.plan, p.events, p.forgiven, p.last_at, p.is_over from seedance.productions p';

/** What a condition on `p` finds, in its order. `only`: with the tasks of this step alone. */
export async function readProductions(
  query: Query,
  host: string,
  condition: string,
  values: readonly unknown[],
  only: number | null = null,
): Promise<StoredProduction[]> {
  const rows = await query<Row>(`${selectProductions} ${condition}`, values);
  if (rows.length === 0) return [];
  const tasks = await query<StepTaskRow>(
    `${selectTasks}, t.production as of, null as clip, t.step, false as is_link, t.place as at_place ${fromTasks}
     where t.production = any($1) and ($2::int is null or t.step = $2)
     union all
     ${selectTasks}, l.production as of, l.clip, l.step, true as is_link, l.place as at_place ${fromTasks} join seedance.links l on l.task = t.key
     where l.production = any($1) and ($2::int is null or l.step = $2)
     order by at_place`,
    [rows.map(({ key }) => key), only],
  );
  const byKey = new Map(rows.map(({ key }): [string, StepTaskRow[]] => [key, []]));
  for (const task of tasks) byKey.get(task.of)?.push(task);
  return rows.flatMap((row) => readProduction(row, byKey.get(row.key) ?? [], host) ?? []);
}

function readProduction(row: Row, rows: readonly StepTaskRow[], host: string): StoredProduction | undefined {
  const plan = Plan.safeParse(row.plan).data;
  if (!plan) return undefined;
  const steps = plan.steps.map((_, n): { tasks: Task[]; forgiven: number } => ({
    tasks: [],
    forgiven: row.forgiven[n] ?? 0,
  }));
  const extras: { clip: number; task: TaskSummary }[] = [];
  for (const one of rows) {
    const task = readTask(one, host);
    if (task && one.step !== null) steps[one.step]?.tasks.push(task);
    else if (task) extras.push({ clip: one.clip ?? 0, task });
  }
  const fold = readPlanEvents(row.events).reduce(foldPlan, unreserved);
  return { ...fold, plan, steps, extras, version: row.version, lastAt: row.last_at, isOver: row.is_over };
}

export function readPlanEvents(events: readonly object[]): PlanEvent[] {
  return events.flatMap((event) => PlanEvent.safeParse(event).data ?? []);
}

/** False where it is there already. */
export function insertProduction(
  query: Query,
  { key, at, ...plan }: Plan,
  owner: string,
  events: readonly object[] = [{ type: 'plan_reserved', key, at }],
): Promise<boolean> {
  return insert(query, 'productions', {
    key,
    owner,
    at,
    last_at: at,
    fingerprint: plan.fingerprint,
    rehearsal: plan.rehearsal,
    accounts: [...new Set(plan.offers.map(({ account }) => nameOfAccount(account)))],
    plan: JSON.stringify({ ...plan, key, at }),
    events: JSON.stringify(events),
    forgiven: plan.steps.map(() => 0),
  });
}

type PlanWords = Pick<NewPlan, 'requests' | 'film'>;

/** The arguments of its clips, which `forget` takes. */
export async function insertPlan(query: Query, key: string, { requests, film }: PlanWords): Promise<void> {
  const row = { key, requests: JSON.stringify(requests.map((request) => request ?? null)) };
  await insert(query, 'plans', { ...row, film: film ? JSON.stringify(film) : null });
}

/** What of them was not forgotten. */
export async function readPlan(query: Query, key: string): Promise<PlanWords | undefined> {
  const [row] = await query<{ requests: unknown[]; film: unknown }>(
    'select requests, film from seedance.plans where key = $1',
    [key],
  );
  const requests = row?.requests.map((request) => PlannedRequest.safeParse(request).data);
  return requests && { requests, film: FilmOutline.safeParse(row?.film).data };
}

/** Adds events to a production. An event that is there already was delivered twice. */
export async function advanceProduction(
  query: Query,
  host: string,
  key: string,
  events: readonly PlanEvent[],
): Promise<void> {
  const [row] = await query<Pick<Row, 'events'>>('select events from seedance.productions where key = $1 for update', [
    key,
  ]);
  if (!row) return;
  const known = new Set(row.events.map((event) => JSON.stringify(event)));
  const isFresh = (event: PlanEvent): boolean => !known.has(JSON.stringify(event));
  const isResumed = events.some((event) => event.type === 'plan_resumed' && isFresh(event));
  if (isResumed) await forgive(query, host, key);
  for (const event of events) if (event.type === 'plan_linked') await link(query, event);
  // What is reserved again may look as it did the first time.
  const fresh = events
    .filter(({ type }) => type !== 'plan_linked')
    .filter((event) => isFresh(event) || (isResumed && event.type === 'plan_reserved'));
  await query('update seedance.productions set events = $2, version = version + 1, is_over = false where key = $1', [
    key,
    JSON.stringify([...row.events, ...fresh]),
  ]);
}

/** A task does one step only. */
async function link(
  query: Query,
  { key, clip, step, task }: Extract<PlanEvent, { type: 'plan_linked' }>,
): Promise<void> {
  await query(
    `insert into seedance.links (production, task, clip, step) select $1, t.key, $3, $4 from seedance.tasks t
     where t.key = $2 and t.production is distinct from $1 on conflict do nothing`,
    [key, task, clip, step ?? null],
  );
}

async function forgive(query: Query, host: string, key: string): Promise<void> {
  const [production] = await readProductions(query, host, 'where p.key = $1', [key]);
  const forgiven = production?.steps.map(countInVain);
  await query('update seedance.productions set forgiven = $2 where key = $1', [key, forgiven]);
}

/** What productions hold of an account. Those that are over and cost nothing since are left alone from now on. */
export async function heldByProductions(query: Query, host: string, account: Account, since: number): Promise<number> {
  const productions = await readProductions(
    query,
    host,
    'where (not p.is_over or p.last_at >= $2) and $1 = any(p.accounts)',
    [nameOfAccount(account), since],
  );
  let sum = 0;
  for (const production of productions) {
    const isDone = standsOf(production).every(isOver);
    if (isDone && !production.isOver)
      await query('update seedance.productions set is_over = true where key = $1 and version = $2', [
        production.plan.key,
        production.version,
      ]);
    if (!isDone || production.lastAt >= since)
      sum += sumSteps(production, account, (paid) => heldByStep(paid, production, since));
  }
  return sum;
}
