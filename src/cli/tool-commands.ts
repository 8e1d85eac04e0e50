import { tools } from '../tools/index.ts';
import { runTool, type Tool } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';
import { flagOf } from './field-options.ts';
import { pollOptions, pollTask } from './poll.ts';
import { productionCommands } from './production-commands.ts';
import type { ToolCommand } from './tool-command.ts';

/** Most tools are one command. get_task is three: the seed's script asks, waits and lists by different names. */
export function toolCommands(tool: Tool): ToolCommand[] {
  const usual: ToolCommand = {
    command: tool.command,
    summary: tool.title,
    description: inShellWords(tool),
    tool,
    fields: Object.keys(tool.input.shape),
    required: Object.entries(tool.input.shape).flatMap(([field, schema]) =>
      schema.safeParse(undefined).success ? [] : [field],
    ),
    extraOptions: [],
    unfinished: { running: exitCodes.done.code },
    call: (input, app, call) => runTool(tool, input, app, call),
  };
  if (tool.name === 'get_task') return taskCommands(usual);
  return tool.effect === 'spends' ? [usual, ...productionCommands(usual)] : [usual];
}

function taskCommands(usual: ToolCommand): ToolCommand[] {
  const one = { ...usual, required: ['task_id'], fields: ['task_id', 'save_dir', 'save', 'frames'] };
  return [
    {
      ...one,
      summary: "Show a task's status once",
      description: "Show a task's status once. A finished task is saved and checked against the request. Free.",
    },
    {
      ...one,
      command: 'poll',
      summary: 'Wait for a task',
      description:
        'Wait until a task has ended, save its files and check them against the request. Stopping it leaves the task as it is. Free.',
      extraOptions: pollOptions,
      unfinished: { running: exitCodes.running.code },
      call: (input, app, call, { options }) => pollTask(usual, { ...input, ...options }, app, call),
    },
    {
      ...usual,
      command: 'list',
      summary: 'List recent tasks',
      description:
        'Recent tasks, newest first, with what their prompts show; unfinished ones are asked about, finished ones are saved. Free.',
      fields: ['search', 'since', 'until', 'status', 'limit', 'save_dir', 'save'],
    },
  ];
}

/** A description speaks of tools and fields; a person at a shell has commands and flags. */
function inShellWords(tool: Tool): string {
  const commands = new Map(tools.map(({ name, command }) => [name, name === 'get_task' ? 'poll' : command]));
  return tool.description.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (word) =>
    Object.hasOwn(tool.input.shape, word) ? flagOf(tool, word) : (commands.get(word) ?? word),
  );
}
