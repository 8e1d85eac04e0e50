import { basename, dirname } from 'node:path';
import * as z from 'zod';
import type { App } from '../app.ts';
import { addPrices, renderPrice, renderSum } from '../core/price.ts';
import { TaskStatus } from '../core/task-status.ts';
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
  /** In a list of everybody's. */
  owner: z.string().optional(),
  /** What it was made for. */
  project: z.string().optional(),
  /** What is seen first, as much of it as there is room for. */
  prompt: z.string().optional(),
  /** A name in `folder`; a file elsewhere with its whole path. Left out where that is too long. */
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

export async function renderTaskList(
  { owner, rows, history, warnings }: Listed,
  app: App,
): Promise<z.output<typeof TaskList>> {
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  const [newest] = rows.flatMap((row) => ('task' in row ? row.task.files : []));
  const folder = newest && dirname(newest.path);
  const tasks = await Promise.all(
    rows.map(async (row) => {
      const one =
        'production' in row
          ? await renderProductionRow(row.production, firstPicture, app)
          : renderTaskRow(row.task, firstPicture, folder);
      return fitRow({ ...one, owner: owner && ('task' in row ? row.task.owner : row.production.owner) });
    }),
  );
  return {
    folder,
    tasks,
    history,
    warnings: [...warnings, ...rows.flatMap((row) => describeWarnings(row, app))],
    ...(app.rehearsal && { rehearsal: true }),
  };
}

type FirstPicture = (prompt: string) => string;

function renderTaskRow(task: Task, firstPicture: FirstPicture, folder: string | undefined): ListedTask {
  const [file] = task.files;
  return {
    task_id: taskIdOf(task),
    submitted_at: renderTime(task.submittedAt),
    status: statusOf(task),
    project: task.project,
    prompt: firstPicture(task.asked.prompt) || undefined,
    file: file && (dirname(file.path) === folder ? basename(file.path) : file.path),
    price: renderPrice(priceOf(task)),
  };
}

/** A conversation pays for every row: 80 tokens of four bytes on the mean, and never more than 110. */
const [usualBytes, mostBytes] = [316, 436];
const [leastWords, longestName] = [24, 24];

/** As much of the words as there is room for beside what tells tasks apart. */
function fitRow({ prompt, project, owner, ...row }: ListedTask): ListedTask {
  const names = { owner: owner && cutBytes(owner, longestName), project: project && cutBytes(project, longestName) };
  const known = { ...row, ...names };
  const { file: _, ...rest } = known;
  const isTooLong = bytesOf(known) + leastWords > mostBytes;
  const kept = isTooLong ? rest : known;
  const room = Math.max(leastWords, usualBytes - bytesOf(kept));
  return { ...kept, prompt: prompt && cutBytes(prompt, room) };
}

function bytesOf(row: Partial<ListedTask>): number {
  return Buffer.byteLength(JSON.stringify({ ...row, prompt: '' }));
}

/** The whole letters of a text that fit into so many bytes. */
function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let kept = '';
  for (const letter of text) {
    if (Buffer.byteLength(`${kept}${letter}…`) > most) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

function renderTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+/, '');
}

/** One row for the whole; get_task with its id has its clips. */
async function renderProductionRow(production: Production, firstPicture: FirstPicture, app: App): Promise<ListedTask> {
  const { plan } = production;
  const { completed = 0, all = 0 } = countsOf(production);
  const prompt = await app.productions.firstPrompt(production);
  return {
    task_id: plan.key,
    submitted_at: renderTime(plan.at),
    status: statusOfProduction(production),
    project: plan.project,
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
