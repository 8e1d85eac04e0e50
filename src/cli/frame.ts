import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { getTask } from '../tools/get-task.ts';
import { runTool } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { findTaskId } from './task-id.ts';
import { printResult } from './terminal.ts';

/** The last frame of a task's video: a picture that the next shot may begin with. */
export async function runFrame(given: string, { quiet }: { quiet?: true }, shell: Shell): Promise<number> {
  const app = await shell.loadApp();
  const taskId = await findTaskId(app, given);
  const input = { task_id: taskId, wait_seconds: 0, frames: 'last' as const };
  const answer = await runTool(getTask, input, app, { client: 'shell', progress: () => undefined });
  const { status, frames, warnings = [] } = getTask.output.parse(answer);
  if (!frames) {
    throw new AppError('not_found', `There is no last frame of ${taskId}: its status is ${status}.`, {
      nextStep: warnings.at(-1) ?? `${installation.command} poll ${taskId}`,
    });
  }
  if (quiet) shell.terminal.stdout.write(`${frames.path}\n`);
  else
    printResult(shell, { task_id: taskId, ...frames }, [
      `Saved ${frames.path}`,
      'It may stand in references, as the first frame of the next shot.',
    ]);
  return exitCodes.done.code;
}
