import type { App } from '../app.ts';
import { type AppError, toAppError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { Call } from '../tools/tool.ts';
import { type Given, keyOf } from './command-spec.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { listenToInterrupt } from './interrupt.ts';
import {
  exitCodeOfOutcome,
  readOutcome,
  renderAppError,
  renderBeforeWait,
  renderQuiet,
  renderReturn,
  renderWords,
  tellOnce,
} from './outcome.ts';
import { createProgress, noProgress } from './progress.ts';
import type { Shell } from './shell.ts';
import { withShellWords } from './shell-words.ts';
import { findTaskId } from './task-id.ts';
import { printError, printJson, printText, ringBell } from './terminal.ts';
import { renderAnswer } from './text/index.ts';
import { viewOn } from './text/view.ts';
import type { Input, Next, Output, ToolCommand } from './tool-command.ts';

/** After so long a wait nobody looks at the terminal. */
const longWaitMs = 10_000;

/** Runs a tool's command, and what it goes on as; shows the answer. Resolves to the exit code. */
export async function runToolCommand(
  spec: ToolCommand,
  input: Input,
  given: Given<Input>,
  shell: Shell,
): Promise<number> {
  const { terminal } = shell;
  const app = await shell.loadApp();
  const startedAt = app.now();
  const quiet = given.options.quiet === true;
  const progress = quiet ? noProgress : createProgress(terminal, { plain: app.parts.config.plainOutput, now: app.now });
  const interrupt = listenToInterrupt(spec.tool, app.clock, shell);
  const { signal, ending } = interrupt;
  const call: Call = { client: 'shell', signal, ending, progress: progress.show };
  let code: number = exitCodes.failed.code;
  let next: Next | undefined;
  try {
    const output = await spec.call(await findIds(input, app), app, call, await readGiven(spec, given, app));
    progress.clear();
    if (!ending?.stopping.aborted) next = spec.next?.(output, given.options);
    if (next) {
      if (!quiet) printError(terminal, ...renderBeforeWait(readOutcome(tellOnce(withShellWords(output), shell.told))));
    } else {
      code = show(withShellWords(output), spec, { quiet, app }, shell);
      if (!quiet && app.now() - startedAt > longWaitMs) ringBell(terminal);
    }
    if (signal.aborted) await leave(code, shell);
  } catch (thrown) {
    progress.clear();
    code = exitCodeOf(toAppError(thrown));
    if (!signal.aborted) throw thrown;
    code = showInterrupted(input, toAppError(thrown), shell);
  } finally {
    interrupt.finish(code);
  }
  return next ? goOn(next, given, shell) : code;
}

/** What was sent stays sent, whatever comes after. */
async function goOn({ spec, input }: Next, given: Given<Input>, shell: Shell): Promise<number> {
  try {
    return await runToolCommand(spec, input, { ...given, words: [] }, shell);
  } catch (thrown) {
    throw toAppError(thrown).asSent();
  }
}

/** `last`, wherever an id may stand. */
async function findIds(input: Input, app: App): Promise<Input> {
  if (typeof input.task_id !== 'string') return input;
  return { ...input, task_id: await findTaskId(app, input.task_id) };
}

/** The options and the words that are the command's own. */
async function readGiven({ argument, extraOptions }: ToolCommand, { options, words }: Given<Input>, app: App) {
  const extra = Object.fromEntries(extraOptions.map((option) => [keyOf(option), options[keyOf(option)]]));
  if (!argument?.isTask) return { options: extra, words };
  return { options: extra, words: await Promise.all(words.map((word) => findTaskId(app, word))) };
}

type Shown = { quiet: boolean; app: App };

function show(output: Output, { unfinished, tool }: ToolCommand, { quiet, app }: Shown, shell: Shell): number {
  const { terminal, format, told } = shell;
  const fresh = tellOnce(output, told);
  const outcome = readOutcome(fresh);
  const code = exitCodeOfOutcome(outcome, unfinished);
  const brief = quiet ? renderQuiet(outcome) : undefined;
  if (brief) terminal.stdout.write(brief.map((line) => `${terminal.stdout.isTTY ? printable(line) : line}\n`).join(''));
  else if (format === 'text') {
    printText(terminal, renderAnswer(tool.name, fresh, viewOn(terminal.stdout, app)));
    return code;
  } else printJson(terminal, output);
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
