import { Command, Option } from 'commander';
import * as z from 'zod';
import { AppError, toAppError } from '../core/errors.ts';
import type { Call, Tool } from '../tools/tool.ts';
import { type CommandSpec, flagOf } from './command-spec.ts';
import { exitCodes } from './exit-codes.ts';
import { parseJsonArgument, parseJsonFile } from './json-argument.ts';
import { exitCodeOfOutcome, readOutcome, renderAppError, renderQuiet, renderReturn, renderWords } from './outcome.ts';
import { createProgress, noProgress } from './progress.ts';
import type { Shell } from './shell.ts';
import { printError, printJson } from './terminal.ts';

type Values = Record<string, unknown>;
type Kind = 'switch' | 'number' | 'text' | 'json';
type Field = { field: string; flag: string; option: Option; kind: Kind };

/** The shell command of a tool: its flags, their types and their words are read off its schema. */
export function createToolCommand(costume: CommandSpec, shell: Shell): Command {
  const fields = describeFields(costume);
  const command = new Command(costume.command).summary(costume.summary).description(costume.description);
  for (const { option } of fields) command.addOption(option);
  for (const { flags, description, default: value } of costume.own) command.option(flags, description, value);
  command.option('--file <path>', 'all fields from one JSON file, or - for stdin; flags given beside it win');
  command.option('--quiet', 'print only the path, the URL or the id');
  return command.action(async (values: Values) => shell.exit(await runCommand(costume, fields, values, shell)));
}

async function runCommand(costume: CommandSpec, fields: Field[], values: Values, shell: Shell): Promise<number> {
  const { terminal } = shell;
  const input = await readInput(costume, fields, values, shell);
  const app = await shell.loadApp();
  const quiet = values.quiet === true;
  const progress = quiet ? noProgress : createProgress(terminal, { plain: app.parts.config.plainOutput, now: app.now });
  const interrupt = listenToInterrupt(costume.tool, shell);
  const call: Call = { client: 'shell', signal: interrupt.signal, progress: progress.show };
  try {
    const output = await costume.run(input, app, call, values as Record<string, string>);
    progress.clear();
    const code = show(output, costume, quiet, shell);
    if (interrupt.signal.aborted) await leave(code, shell);
    return code;
  } catch (thrown) {
    progress.clear();
    if (!interrupt.signal.aborted) throw thrown;
    return showInterrupted(input, toAppError(thrown), shell);
  } finally {
    interrupt.stop();
  }
}

function show(output: Values, costume: CommandSpec, quiet: boolean, { terminal }: Shell): number {
  const outcome = readOutcome(output);
  const code = exitCodeOfOutcome(outcome, costume.exitWhenRunning);
  const brief = quiet ? renderQuiet(outcome) : undefined;
  if (brief) terminal.stdout.write(brief.map((line) => `${line}\n`).join(''));
  else printJson(terminal, output);
  if (!quiet || code !== exitCodes.done.code) printError(terminal, ...renderWords(outcome));
  return code;
}

/** Ends at once, although a file may still be coming. */
async function leave(code: number, { terminal, quit }: Shell): Promise<void> {
  await terminal.written();
  quit(code);
}

function showInterrupted({ task_id: taskId }: Values, error: AppError, { terminal }: Shell): number {
  const words =
    typeof taskId === 'string' ? ['Stopped waiting.', ...renderReturn({ task_id: taskId })] : renderAppError(error);
  printError(terminal, ...words);
  return exitCodes.interrupted.code;
}

/** Ctrl-C cancels; a submit whose request may have left is waited for, because its answer is what was paid for. A second Ctrl-C ends at once. */
function listenToInterrupt({ effect }: Tool, { terminal, quit }: Shell): { signal: AbortSignal; stop(): void } {
  const interrupted = new AbortController();
  let count = 0;
  const stop = terminal.onInterrupt(() => {
    if (++count > 1) return quit(exitCodes.interrupted.code);
    if (effect !== 'spends') return interrupted.abort();
    printError(
      terminal,
      'The request may have left already: waiting for its answer, so that it is not lost. Ctrl-C again stops at once.',
    );
  });
  return { signal: interrupted.signal, stop };
}

async function readInput(
  { command, required }: CommandSpec,
  fields: Field[],
  values: Values,
  { terminal }: Shell,
): Promise<Values> {
  const input: Values = {};
  if (typeof values.file === 'string') Object.assign(input, await readWhole(values.file, command, terminal));
  for (const { field, flag, option, kind } of fields) {
    const value = values[option.attributeName()];
    if (value === undefined || (option.negate && value === true)) continue;
    input[field] = kind === 'json' ? await parseJsonArgument(String(value), flag, terminal) : value;
  }
  const missing = fields.filter(({ field }) => required.includes(field) && input[field] === undefined);
  if (missing.length > 0) {
    throw new AppError('invalid_input', `${missing.map(({ flag }) => flag).join(' and ')} must be given.`, {
      nextStep: 'Add --help to see every option.',
    });
  }
  return input;
}

/** `submit` takes what `compose` printed as it is. */
async function readWhole(path: string, command: string, terminal: Shell['terminal']): Promise<object> {
  const whole = await parseJsonFile(path, '--file', terminal);
  const composed = command === 'submit' && isObject(whole) && 'submit' in whole;
  if (composed && whole.submit === null) {
    throw new AppError('invalid_input', `The storyboard in ${path} still has errors: see "problems" in it.`);
  }
  if (composed && isObject(whole.submit)) return whole.submit;
  if (isObject(whole)) return whole;
  throw new AppError('invalid_input', `--file (${path}) must hold one JSON object.`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeFields({ tool, fields, required }: CommandSpec): Field[] {
  const { properties = {} } = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' });
  return fields.map((field) => {
    const schema = properties[field];
    const described: z.core.JSONSchema.BaseSchema = typeof schema === 'object' ? schema : {};
    const kind = kindOf(described);
    const flag = flagOf(tool, field);
    const option = new Option(
      kind === 'switch' ? flag : `${flag} <${placeholders[kind]}>`,
      describeOption(required.includes(field), tool.flags?.[field]?.description ?? described.description),
    );
    if (kind === 'number') option.argParser((text) => parseNumber(flag, text));
    if (described.enum) option.choices(described.enum.map(String));
    return { field, flag, option, kind };
  });
}

const placeholders = { number: 'n', text: 'text', json: 'json|@file|-' } as const;

function kindOf({ type }: z.core.JSONSchema.BaseSchema): Kind {
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'string' ? 'text' : 'json';
}

function describeOption(isRequired: boolean, words: string | undefined): string {
  return [isRequired ? '(required)' : '', words ?? ''].filter(Boolean).join(' ');
}

function parseNumber(flag: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new AppError('invalid_input', `${flag} takes a number, not "${text}".`);
}
