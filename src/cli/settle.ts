import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import type { Resolution, Resolved } from '../jobs/resolve.ts';
import { taskIdOf } from '../store/task.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { findTaskId } from './task-id.ts';
import { printResult } from './terminal.ts';

type Options = { taken?: string; notTaken?: true };

export async function runSettle(task: string, options: Options, shell: Shell): Promise<number> {
  const verdict = readVerdict(options);
  const app = await shell.loadApp();
  const settled = await app.settle(await findTaskId(app, task), verdict);
  const id = taskIdOf(settled.task);
  const { warnings } = settled;
  printResult(
    shell,
    { task_id: id, settled: verdict.taken ? 'taken' : 'not_taken', price: settled.task.price, warnings },
    [...warnings.map((warning) => `Warning: ${warning}`), ...describeResolution(settled, verdict, id)],
  );
  return exitCodes.done.code;
}

function readVerdict({ taken, notTaken }: Options): Resolution {
  if ((taken === undefined) === (notTaken === undefined)) {
    throw new AppError('invalid_input', 'Give either --taken REMOTE_ID or --not-taken.', {
      nextStep: `${installation.command} help settle`,
    });
  }
  return taken === undefined ? { taken: false } : { taken: true, remoteId: taken };
}

function describeResolution({ task }: Resolved, { taken }: Resolution, id: string): string[] {
  const { amount, unit } = task.price;
  const cost = amount === undefined ? 'Its price, which is not known,' : `Its price of ${amount} ${unit}`;
  return taken
    ? [`It is ${id} from now on. ${cost} counts in the daily cap.`, `Its video: ${installation.command} poll ${id}`]
    : [
        `Recorded: the service never accepted this task. ${cost} no longer counts in the daily cap, and the same request may be submitted again.`,
        `If it turns up after all: ${installation.command} settle ${id} --taken REMOTE_ID`,
      ];
}
