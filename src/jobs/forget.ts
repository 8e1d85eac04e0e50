import { AppError } from '../errors.ts';
import type { Jobs } from './jobs.ts';
import type { Task } from './task.ts';

export type ForgetRequest = { taskId: string } | { before: number };

/** Takes prompts and parameters out of the record. The tasks themselves, their prices and files stay known. */
export function forgetTasks({ ledger }: Jobs, request: ForgetRequest): Task[] {
  const tasks =
    'taskId' in request
      ? [findTask(ledger, request.taskId)]
      : [...ledger.recent()].filter(({ submittedAt }) => submittedAt < request.before);
  for (const task of tasks) ledger.forget(task.key);
  return tasks;
}

function findTask(ledger: Jobs['ledger'], taskId: string): Task {
  const [backend = '', ...rest] = taskId.split(':');
  const id = rest.length > 0 ? rest.join(':') : taskId;
  const task = ledger.findByKey(id) ?? ledger.findByRemoteId(backend, id);
  if (task) return task;
  throw new AppError('not_found', `There is no task ${taskId} in the record.`, {
    nextStep: 'seedance-mcp list shows the known ones; give the id as it stands there.',
  });
}
