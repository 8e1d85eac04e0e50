import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import type { ForgetRequest } from '../jobs/forget.ts';
import { taskIdOf } from '../store/task.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { findTaskId } from './task-id.ts';
import { printResult } from './terminal.ts';

export async function runForget(
  task: string | undefined,
  { before }: { before?: string },
  shell: Shell,
): Promise<number> {
  const request = readRequest(task, before);
  const app = await shell.loadApp();
  const known = 'taskId' in request ? { taskId: await findTaskId(app, request.taskId) } : request;
  const forgotten = await app.forget(known);
  const files = forgotten.flatMap((one) => one.files.map(({ path }) => path));
  const count = `${forgotten.length} ${forgotten.length === 1 ? 'task' : 'tasks'}`;
  const left =
    'The saved files are unchanged. The notes (.json) beside them and the gallery in their folder still hold the prompts; delete those too if needed:';
  printResult(shell, { forgotten: forgotten.map(taskIdOf), files }, [
    `Erased the prompts and parameters of ${count} from the record. Ids, prices and times stay, so that nothing is paid twice.`,
    ...(files.length > 0 ? [left, ...files] : []),
  ]);
  return exitCodes.done.code;
}

function readRequest(task: string | undefined, before: string | undefined): ForgetRequest {
  if ((task === undefined) === (before === undefined)) {
    throw new AppError('invalid_input', 'Give a task id or --before DATE.', {
      nextStep: `${installation.command} help forget`,
    });
  }
  if (task !== undefined) return { taskId: task };
  const date = Date.parse(before ?? '');
  if (!Number.isNaN(date)) return { before: date };
  throw new AppError(
    'invalid_input',
    `--before takes a date like 2026-11-01 or 2026-11-01T12:00:00Z, not "${before}".`,
  );
}
