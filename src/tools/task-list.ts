import { basename, dirname } from 'node:path';
import * as z from 'zod';
import type { App } from '../app.ts';
import { addPrices, renderPrice, renderSum } from '../core/price.ts';
import { TaskStatus } from '../core/task-status.ts';
import { tiers } from '../core/tier.ts';
import type { Listed } from '../jobs/list.ts';
import { describeCharge } from '../jobs/spending.ts';
import type { Production } from '../store/productions/production.ts';
import { pricesOf, statusOfProduction } from '../store/productions/progress.ts';
import { statusOf, type Task, taskIdOf } from '../store/task.ts';
import { countsOf } from './production-output.ts';
import { describeOverdue, priceOf } from './task-output.ts';

/** One line of a list: enough to tell tasks apart. get_task with the id has the rest. */
const ListedTask = z.object({
  task_id: z.string(),
  submitted_at: z.string(),
  status: z.enum([...TaskStatus.options, 'stopped']),
  model_id: z.string().optional(),
  tier: z.enum(tiers).optional(),
  /** What is seen first. */
  prompt: z.string().optional(),
  /** A name in `folder`; a file elsewhere with its whole path. */
  file: z.string().optional(),
  /** Of a production: how many of its tasks are done. */
  done: z.string().optional(),
  price: z.string(),
});

type ListedTask = z.output<typeof ListedTask>;

/** What one's own record says of a model. */
const ModelHistory = z.object({
  model_id: z.string(),
  finished: z.number(),
  success_rate: z.number(),
  median_minutes: z.number().optional(),
});

export const TaskList = z.object({
  folder: z.string().optional(),
  tasks: z.array(ListedTask),
  history: z.array(ModelHistory),
  warnings: z.array(z.string()),
  rehearsal: z.boolean().optional(),
});

export async function renderTaskList({ rows, history }: Listed, app: App): Promise<z.output<typeof TaskList>> {
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  const [newest] = rows.flatMap((row) => ('task' in row ? row.task.files : []));
  const folder = newest && dirname(newest.path);
  const tasks = await Promise.all(
    rows.map(async (row) => {
      if ('production' in row) return renderProductionRow(row.production, firstPicture, app);
      return renderTaskRow(row.task, firstPicture, folder);
    }),
  );
  return {
    folder,
    tasks,
    history,
    warnings: rows.flatMap((row) => describeWarnings(row, app)),
    ...(app.rehearsal && { rehearsal: true }),
  };
}

type FirstPicture = (prompt: string) => string;

function renderTaskRow(task: Task, firstPicture: FirstPicture, folder: string | undefined): ListedTask {
  const [file] = task.files;
  return {
    task_id: taskIdOf(task),
    submitted_at: new Date(task.submittedAt).toISOString(),
    status: statusOf(task),
    model_id: task.model_id,
    tier: task.asked.tier,
    prompt: firstPicture(task.asked.prompt) || undefined,
    file: file && (dirname(file.path) === folder ? basename(file.path) : file.path),
    price: renderPrice(priceOf(task)),
  };
}

/** One row for the whole; get_task with its id has its clips. */
async function renderProductionRow(production: Production, firstPicture: FirstPicture, app: App): Promise<ListedTask> {
  const { plan } = production;
  const { completed = 0, all = 0 } = countsOf(production);
  const models = new Set(plan.offers.map(({ model_id }) => model_id));
  const prompt = await app.productions.firstPrompt(production);
  return {
    task_id: plan.key,
    submitted_at: new Date(plan.at).toISOString(),
    status: statusOfProduction(production),
    model_id: models.size === 1 ? plan.offers[0]?.model_id : undefined,
    prompt: (prompt && firstPicture(prompt)) || undefined,
    done: `${completed} of ${all}`,
    price: renderSum(addPrices(pricesOf(production))),
  };
}

function describeWarnings(row: Listed['rows'][number], app: App): string[] {
  const [id, told] =
    'task' in row
      ? [taskIdOf(row.task), [...describeCharge(row.task), describeOverdue(row.task, app) ?? []].flat()]
      : [row.production.plan.key, []];
  return [...told, ...row.warnings].map((warning) => `${id}: ${warning}`);
}
