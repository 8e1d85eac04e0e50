import type { App } from '../app.ts';
import { type AppError, toAppError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { Call, Tool } from '../tools/tool.ts';
import { type CommandSpec, type Given, keyOf, type OptionSpec } from './command-spec.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { fieldOptions, fileOption, readInput } from './field-options.ts';
import { listenToInterrupt } from './interrupt.ts';
import {
  exitCodeOfOutcome,
  readOutcome,
  renderAppError,
  renderQuiet,
  renderReturn,
  renderWords,
  type Unfinished,
} from './outcome.ts';
import { createProgress, noProgress } from './progress.ts';
import type { Shell } from './shell.ts';
import { printError, printJson } from './terminal.ts';

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
  /** A word beside the options. */
  argument?: CommandSpec['argument'];
  /** Options beside the fields; `call` gets what was given for them. */
  extraOptions: readonly OptionSpec[];
  /** Exit codes for a task that goes on, and for a production that is sent no more. */
  unfinished: Unfinished;
  call(input: Input, app: App, call: Call, given: Given<Input>): Promise<Output>;
};

const quietOption: OptionSpec = { flags: '--quiet', description: 'print only the path, the URL or the id' };

export function toCommandSpec(spec: ToolCommand): CommandSpec {
  const { command, summary, description, argument, extraOptions } = spec;
  const fields = fieldOptions(spec);
  return {
    command,
    summary,
    description,
    argument,
    options: [...fields, ...extraOptions, ...(argument ? [] : [fileOption]), quietOption],
    run: async (given, shell) => run(spec, await readInput(spec, fields, given.options, shell.terminal), given, shell),
  };
}

async function run(spec: ToolCommand, input: Input, given: Given<Input>, shell: Shell): Promise<number> {
  const { terminal } = shell;
  const app = await shell.loadApp();
  const { options, words } = given;
  const quiet = options.quiet === true;
  const progress = quiet ? noProgress : createProgress(terminal, { plain: app.parts.config.plainOutput, now: app.now });
  const interrupt = listenToInterrupt(spec.tool, app.clock, shell);
  const { signal, ending } = interrupt;
  const call: Call = { client: 'shell', signal, ending, progress: progress.show };
  let code: number = exitCodes.failed.code;
  const extra = Object.fromEntries(spec.extraOptions.map((option) => [keyOf(option), options[keyOf(option)]]));
  try {
    const output = await spec.call(input, app, call, { options: extra, words });
    progress.clear();
    code = show(output, spec, quiet, shell);
    if (signal.aborted) await leave(code, shell);
    return code;
  } catch (thrown) {
    progress.clear();
    code = exitCodeOf(toAppError(thrown));
    if (!signal.aborted) throw thrown;
    return showInterrupted(input, toAppError(thrown), shell);
  } finally {
    interrupt.finish(code);
  }
}

function show(output: Output, { unfinished }: ToolCommand, quiet: boolean, { terminal }: Shell): number {
  const outcome = readOutcome(output);
  const code = exitCodeOfOutcome(outcome, unfinished);
  const brief = quiet ? renderQuiet(outcome) : undefined;
  if (brief) terminal.stdout.write(brief.map((line) => `${terminal.stdout.isTTY ? printable(line) : line}\n`).join(''));
  else printJson(terminal, output);
  if (!quiet || code !== exitCodes.done.code) printError(terminal, ...renderWords(outcome));
  return code;
}

/** Ends at once, although a file may still be coming. */
async function leave(code: number, { terminal, quit }: Shell): Promise<void> {
  await terminal.written();
  quit(code);
}

function showInterrupted({ task_id: taskId }: Input, error: AppError, { terminal }: Shell): number {
  const words =
    typeof taskId === 'string' ? ['Stopped waiting.', ...renderReturn({ task_id: taskId })] : renderAppError(error);
  printError(terminal, ...words);
  return exitCodes.interrupted.code;
}
