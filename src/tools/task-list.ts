import { basename, dirname } from 'node:path';
import * as z from 'zod';
import type { App } from '../app.ts';
import { renderPrice } from '../core/price.ts';
import { TaskStatus } from '../core/task-status.ts';
import { tiers } from '../core/tier.ts';
import type { Listed } from '../jobs/list.ts';
import { describeCharge } from '../jobs/spending.ts';
import { statusOf, taskIdOf } from '../store/task.ts';
import { priceOf } from './task-output.ts';

/** One line of a list: enough to tell tasks apart. get_task with the id has the rest. */
const ListedTask = z.object({
  task_id: z.string(),
  submitted_at: z.string(),
  status: TaskStatus,
  model_id: z.string(),
  tier: z.enum(tiers).optional(),
  /** What is seen first. */
  prompt: z.string().optional(),
  /** A name in `folder`; a file elsewhere with its whole path. */
  file: z.string().optional(),
  price: z.string(),
});

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

export async function renderTaskList({ tasks: found, history }: Listed, app: App): Promise<z.output<typeof TaskList>> {
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  const [newest] = found.flatMap(({ task }) => task.files);
  const folder = newest && dirname(newest.path);
  const tasks = found.map(({ task }) => {
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
  });
  const warnings = found.flatMap(({ task, warnings: own }) =>
    [...describeCharge(task), ...own].map((warning) => `${taskIdOf(task)}: ${warning}`),
  );
  return { folder, tasks, history, warnings, ...(app.rehearsal && { rehearsal: true }) };
}
