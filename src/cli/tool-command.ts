import type { App } from '../app.ts';
import type { Call, Tool } from '../tools/tool.ts';
import { type CommandSpec, type Given, jsonOption, type OptionSpec } from './command-spec.ts';
import { fieldOptions, fileOption, readInput } from './field-options.ts';
import type { Unfinished } from './outcome.ts';
import { runToolCommand } from './run-tool-command.ts';

export type Input = Record<string, unknown>;
export type Output = Record<string, unknown>;

/** A tool as a shell command: which of its fields are options, and what it does when the task goes on. */
export type ToolCommand = {
  command: string;
  summary: string;
  description: string;
  tool: Tool;
  fields: readonly string[];
  required: readonly string[];
  /** A word beside the options; one in brackets is the first of `fields`. */
  argument?: CommandSpec['argument'];
  /** Options beside the fields; `call` gets what was given for them. */
  extraOptions: readonly OptionSpec[];
  /** Exit codes for a task that goes on, and for a production that is sent no more. */
  unfinished: Unfinished;
  /** Where its answer is not the end: how the command goes on. */
  next?(output: Output, options: Input): Next | undefined;
  call(input: Input, app: App, call: Call, given: Given<Input>): Promise<Output>;
};

/** Another command, and what it is given. */
export type Next = { spec: ToolCommand; input: Input };

export const quietOption: OptionSpec = { flags: '--quiet', description: 'print only the path, the URL or the id' };

export function toCommandSpec(spec: ToolCommand): CommandSpec {
  const { command, summary, description, argument, extraOptions } = spec;
  const fields = fieldOptions(spec);
  return {
    command,
    summary,
    description,
    argument,
    options: [...fields, ...extraOptions, ...(isWord(argument) ? [] : [fileOption]), quietOption, jsonOption],
    run: async (given, shell) =>
      runToolCommand(spec, await readInput(spec, fields, given, shell.terminal), given, shell),
  };
}

/** Whether the argument must be given, and says all. */
function isWord(argument: CommandSpec['argument']): boolean {
  return argument?.name.startsWith('<') ?? false;
}
