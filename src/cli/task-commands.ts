import { getTask } from '../tools/get-task.ts';
import { exitCodes } from './exit-codes.ts';
import { pollOptions, pollTask } from './poll.ts';
import { taskArgument } from './task-id.ts';
import type { ToolCommand } from './tool-command.ts';
import { usualCommand } from './usual-command.ts';

const usual = usualCommand(getTask);

/** get_task is three commands: the seed's script asks, waits and lists by different names. */
const query: ToolCommand = {
  ...usual,
  summary: "Show a task's status once",
  description: "Show a task's status once. A finished task is saved and checked against the request. Free.",
  argument: { name: '[task]', ...taskArgument },
  required: ['task_id'],
  fields: ['task_id', 'save_dir', 'save', 'frames'],
};

export const poll: ToolCommand = {
  ...query,
  command: 'poll',
  summary: 'Wait for a task',
  description:
    'Wait until a task has ended, save its files and check them against the request. Stopping it leaves the task as it is. Free.',
  extraOptions: pollOptions,
  unfinished: { running: exitCodes.running.code },
  call: (input, app, call, { options }) => pollTask(usual, { ...input, ...options }, app, call),
};

const list: ToolCommand = {
  ...usual,
  command: 'list',
  summary: 'List recent tasks',
  description:
    'Recent tasks, newest first, with what their prompts show; unfinished ones are asked about, finished ones are saved. Free.',
  fields: ['search', 'since', 'until', 'status', 'limit', 'owner', 'save_dir', 'save'],
};

export const taskCommands: readonly ToolCommand[] = [query, poll, list];
