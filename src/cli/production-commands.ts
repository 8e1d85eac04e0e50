import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { isProductionId } from '../core/production-id.ts';
import { submitTask } from '../tools/submit-task.ts';
import { runTool } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';
import type { ToolCommand } from './tool-command.ts';
import { usualCommand } from './usual-command.ts';

const usual = usualCommand(submitTask);
const about = { ...usual, fields: [], unfinished: { running: exitCodes.done.code, stopped: exitCodes.done.code } };

/** submit_task speaks of productions as well; a shell has a command for each. */
export const productionCommands: readonly ToolCommand[] = [
  {
    ...usual,
    command: 'batch',
    summary: 'Submit a file of tasks as one production',
    description:
      'Submit every line of a file as one production, under one quote and one reservation, and wait until all have ended. A line is a storyboard as compose takes it, a draft id, or the arguments of submit. Run it again to go on with what is missing.',
    argument: { name: '<file>', description: 'one JSON value a line; at most 10,000 lines' },
    fields: ['dry_run', 'max_cost', 'allow_duplicate'],
    extraOptions: [{ flags: '--no-wait', description: 'return as soon as the plan is written' }],
    call: async (input, app, call, given) => (await import('./batch.ts')).runBatch(input, app, call, given),
  },
  {
    ...about,
    command: 'stop',
    summary: 'Send nothing more of a production',
    description:
      'Send nothing more of a production, and give back what was reserved for it. What is at work is finished. To go on: submit --task-id.',
    argument: { name: '<production>', description: 'its id, production:…, or last', isTask: true },
    call: (_, app, call, { words: [id] }) => runTool(submitTask, { task_id: id, stop: true }, app, call),
  },
  {
    ...about,
    command: 'use',
    summary: 'Say which takes are used',
    description: 'Say which takes of a production, or of a single task, are used; a task alone is used itself. Free.',
    argument: { name: '<ids...>', description: 'the production or task, then the ids of the takes', isTask: true },
    call: async (_, app, call, { words: [id = '', ...takes] }) => {
      if (takes.length === 0 && isProductionId(id)) throw namesNoTake(id);
      return runTool(submitTask, { task_id: id, use: takes.length > 0 ? takes : [id] }, app, call);
    },
  },
];

function namesNoTake(id: string): AppError {
  return new AppError('invalid_input', `Say which takes of ${id} are used: their ids follow its own.`, {
    nextStep: `To see its takes: ${installation.command} query ${id}`,
  });
}
