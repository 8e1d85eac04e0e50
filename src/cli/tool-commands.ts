import { getTask } from '../tools/get-task.ts';
import { submitTask } from '../tools/submit-task.ts';
import type { Tool } from '../tools/tool.ts';
import { productionCommands } from './production-commands.ts';
import { submit } from './submit-command.ts';
import { taskCommands } from './task-commands.ts';
import type { ToolCommand } from './tool-command.ts';
import { usualCommand } from './usual-command.ts';

/** Most tools are one command; waiting, listing and steering productions are commands of their own. */
export function toolCommands(tool: Tool): readonly ToolCommand[] {
  if (tool.name === getTask.name) return taskCommands;
  return tool.name === submitTask.name ? [submit, ...productionCommands] : [usualCommand(tool)];
}
