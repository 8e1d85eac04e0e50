import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { isProductionId } from '../core/production-id.ts';
import type { Task } from '../store/task.ts';
import { locateTask } from './find.ts';
import type { Jobs } from './jobs.ts';
import { findProduction } from './productions/get.ts';

export type ForgetRequest = { taskId: string } | { before: number };

/** Takes prompts and parameters out of the record. The tasks, their prices and their files stay in it. */
export async function forgetTasks(jobs: Jobs, request: ForgetRequest): Promise<Task[]> {
  return jobs.store.forget('taskId' in request ? { key: await findKey(jobs, request.taskId) } : request);
}

async function findKey(jobs: Jobs, taskId: string): Promise<string> {
  if (isProductionId(taskId)) return (await findProduction(jobs, taskId)).plan.key;
  const { task } = await locateTask(jobs, taskId);
  if (task) return task.key;
  throw new AppError('not_found', `There is no task ${taskId} in the record.`, {
    nextStep: `${installation.command} list shows the known ones; give the id as it stands there.`,
  });
}
