import { Plan, PlanEvent } from '../productions/plan.ts';
import { foldPlan, type Production, unreserved } from '../productions/production.ts';
import type { TaskSummary } from '../task.ts';
import type { Query } from './database.ts';
import { fromTasks, readTask, selectTasks, type TaskRow } from './task-rows.ts';

type Row = {
  key: string;
  owner: string;
  version: number;
  /** Left out where it is known. */
  plan: object | null;
  events: readonly object[];
  /** Of each step; left out where there are none. */
  forgiven: number[] | null;
  last_at: number;
  is_over: boolean;
};
type StepTaskRow = TaskRow & { of: string; clip: number | null; step: number | null; is_link: boolean };

/** A task that is completed, as its columns tell it: its key, its step, when it was submitted, what it cost. */
type Done = [key: string, step: number, at: number, cost: number];
/** Those of a production in one row: a list of texts and numbers is read much faster than as many rows. */
type DoneRow = { of: string; is_link: boolean; done: Done[] };

export type StoredProduction = Production & {
  /** Goes up with everything that becomes of it. */
  version: number;
  lastAt: number;
  isOver: boolean;
};

/** With which tasks a production is read whose steps do not depend on each other. */
export type Extent = {
  /** With those of this step alone. */
  only?: number;
  /** With completed ones only as far as money and places go by them: a batch of 10,000 is read in a moment. */
  brief?: boolean;
};

const selectProductions = `select p.key, p.owner, p.version, p.events, case when 0 = all(p.forgiven) then null else p.forgiven end as forgiven, p.last_at, p.is_over`;

/** What a condition on `p` finds, in its order. */
export async function readProductions(
  query: Query,
  host: string,
  condition: string,
  values: readonly unknown[],
  { only, brief = false }: Extent = {},
): Promise<StoredProduction[]> {
  const known = new Map(plans);
  const planColumn = `case when p.key = any($${values.length + 1}) then null else p.plan end as plan`;
  const rows = await query<Row>(`${selectProductions}, ${planColumn} from seedance.productions p ${condition}`, [
    ...values,
    [...known.keys()],
  ]);
  const found = rows.flatMap((row) => {
    const plan = keepPlan(known.get(row.key) ?? Plan.safeParse(row.plan).data);
    return plan ? { row, plan } : [];
  });
  if (found.length === 0) return [];
  const keys = found.map(({ row }) => row.key);
  const inPart = found.filter(({ plan }) => !isLinked(plan)).map(({ row }) => row.key);
  const tasks = groupByProduction(await query<StepTaskRow>(selectStepTasks, [keys, inPart, only ?? null, brief]));
  const done = groupByProduction(brief ? await query<DoneRow>(selectDone, [inPart]) : []);
  return found.map(({ row, plan }) =>
    foldProduction(row, plan, { tasks: tasks.get(row.key) ?? [], done: done.get(row.key) ?? [], host }),
  );
}

/** A task of no step is a further take, of which there are few: it may stand in the place of any step. */
const isAskedFor = (row: string): string =>
  `${row}.production = any($1) and (${row}.production <> all($2) or ${row}.step is null or (($3::int is null or ${row}.step = $3) and not ($4 and t.status = 'completed')))`;

const selectStepTasks = `
  ${selectTasks}, t.production as of, null as clip, t.step, false as is_link, t.place as at_place ${fromTasks} where ${isAskedFor('t')}
  union all
  ${selectTasks}, l.production as of, l.clip, l.step, true as is_link, l.place as at_place ${fromTasks}
  join seedance.links l on l.task = t.key where ${isAskedFor('l')}
  order by at_place`;

const selectDone = `
  select t.production as of, false as is_link, json_agg(json_build_array(t.key, t.step, t.at, t.cost)) as done
  from seedance.tasks t where t.production = any($1) and t.status = 'completed' group by 1
  union all
  select l.production, true, json_agg(json_build_array(t.key, l.step, t.at, t.cost))
  from seedance.links l join seedance.tasks t on t.key = l.task
  where l.production = any($1) and l.step is not null and t.status = 'completed' group by 1`;

const mostPlans = 50;
/** Those last used. A plan never changes, and one of 10,000 steps takes longer to read than all else of a claim. */
const plans = new Map<string, Plan>();

function keepPlan(plan: Plan | undefined): Plan | undefined {
  if (!plan) return undefined;
  plans.delete(plan.key);
  plans.set(plan.key, plan);
  const [oldest] = plans.keys();
  if (oldest !== undefined && plans.size > mostPlans) plans.delete(oldest);
  return plan;
}

/** Whether what becomes of a step depends on which tasks of others are there. */
function isLinked({ film_clips: filmClips, steps }: Plan): boolean {
  return filmClips !== undefined || steps.some(({ needs }) => needs);
}

function groupByProduction<Of extends { of: string }>(rows: readonly Of[]): ReadonlyMap<string, Of[]> {
  const groups = new Map<string, Of[]>();
  for (const row of rows) {
    const group = groups.get(row.of) ?? [];
    groups.set(row.of, group);
    group.push(row);
  }
  return groups;
}

type Parts = { tasks: readonly StepTaskRow[]; done: readonly DoneRow[]; host: string };

function foldProduction(row: Row, plan: Plan, { tasks, done, host }: Parts): StoredProduction {
  const steps = plan.steps.map((_, n): { tasks: TaskSummary[]; forgiven: number } => ({
    tasks: [],
    forgiven: row.forgiven?.[n] ?? 0,
  }));
  const extras: { clip: number; task: TaskSummary }[] = [];
  for (const one of tasks) {
    const task = readTask(one, host);
    if (task && one.step !== null) steps[one.step]?.tasks.push(task);
    else if (task) extras.push({ clip: one.clip ?? 0, task });
  }
  for (const { is_link: isLink, done: those } of done)
    for (const one of those) steps[one[1]]?.tasks.push(...summarizeDone(plan, one, isLink));
  const fold = readPlanEvents(row.events).reduce(foldPlan, unreserved);
  return {
    ...fold,
    plan,
    steps,
    extras,
    owner: row.owner,
    version: row.version,
    lastAt: row.last_at,
    isOver: row.is_over,
  };
}

function summarizeDone(plan: Plan, [key, number, at, cost]: Done, isLink: boolean): TaskSummary[] {
  const offer = plan.offers[plan.steps[number]?.offer ?? -1];
  if (!offer) return [];
  const { account, model_id, price } = offer;
  const step = isLink ? undefined : { production: plan.key, number };
  const paid = { price: { amount: cost, unit: price.unit, source: 'charged' as const }, quoted: price };
  return [{ ...account, ...paid, key, model_id, step, submittedAt: at, state: 'accepted', remoteStatus: 'completed' }];
}

export function readPlanEvents(events: readonly object[]): PlanEvent[] {
  return events.flatMap((event) => PlanEvent.safeParse(event).data ?? []);
}
