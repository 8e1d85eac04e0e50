import { AppError } from '../core/errors.ts';
import type { Task } from '../store/task.ts';
import { locateTask } from './find.ts';
import type { Jobs } from './jobs.ts';

export type ForgetRequest = { taskId: string } | { before: number };

/** Takes prompts and parameters out of the record. The tasks themselves, their prices and files stay known. */
export function forgetTasks(jobs: Jobs, request: ForgetRequest): Task[] {
  const { ledger } = jobs;
  const tasks =
    'taskId' in request
      ? [findTask(jobs, request.taskId)]
      : [...ledger.recent()].filter(({ submittedAt }) => submittedAt < request.before);
  for (const task of tasks) ledger.forget(task.key);
  return tasks;
}

function findTask(jobs: Jobs, taskId: string): Task {
  const { task } = locateTask(jobs, taskId);
  if (task) return task;
  throw new AppError('not_found', `There is no task ${taskId} in the record.`, {
    nextStep: 'seedance-mcp list shows the known ones; give the id as it stands there.',
  });
}
