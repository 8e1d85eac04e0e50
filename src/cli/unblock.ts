import { taskIdOf } from '../store/task.ts';
import { exitCodes } from './exit-codes.ts';
import { findService } from './find-service.ts';
import type { Shell } from './shell.ts';
import { printResult } from './terminal.ts';

export async function runUnblock(name: string | undefined, shell: Shell): Promise<number> {
  const app = await shell.loadApp();
  const service = findService(app, name, 'unblock');
  const { id, title } = service.backend;
  const task = await app.unblock(service);
  printResult(shell, { backend: id, unblocked: task !== undefined, task_id: task && taskIdOf(task) }, [
    task
      ? `${title} may be sent to again. It was blocked for what it charged for ${taskIdOf(task)}.`
      : `${title} was not blocked.`,
  ]);
  return exitCodes.done.code;
}
