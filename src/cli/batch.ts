import { readFile } from 'node:fs/promises';
import type { App } from '../app.ts';
import { decodeText } from '../core/decode-text.ts';
import { AppError, toAppError } from '../core/errors.ts';
import { describeJsonFault } from '../core/json-fault.ts';
import type { Asked } from '../jobs/drafts.ts';
import type { SubmitOptions } from '../jobs/submit.ts';
import { statusOfProduction } from '../store/productions/progress.ts';
import { readTask } from '../tools/asked.ts';
import { composeStoryboard } from '../tools/compose-storyboard.ts';
import { renderProduction } from '../tools/production-output.ts';
import { renderSubmitted } from '../tools/submit-production.ts';
import { type Call, runTool } from '../tools/tool.ts';
import { waitForProduction } from '../tools/wait-for-production.ts';
import type { Given } from './command-spec.ts';
import type { Input, Output } from './tool-command.ts';

/** So many lines at the most. */
const mostLines = 10_000;
/** One patient call. */
const waitSeconds = 900;

type Line = { number: number; text: string };

/** One production of a file, a line a task. It stays until every task has ended, or not at all with --no-wait. */
export async function runBatch(
  input: Input,
  app: App,
  call: Call,
  { words, options: { wait } }: Given<Input>,
): Promise<Output> {
  const [path = ''] = words;
  const lines = await readLines(path);
  const tasks = await readTasks(lines, app, call);
  const options: SubmitOptions = {
    dryRun: input.dry_run === true,
    maxCost: typeof input.max_cost === 'number' ? input.max_cost : undefined,
    allowDuplicate: input.allow_duplicate === true,
    files: { anyReadable: true },
    ending: call.ending,
    project: await app.findProject(call.roots),
  };
  const many = { kind: 'batch', tasks, takes: 1, lines: lines.map(({ number }) => number) } as const;
  const submitted = await app.productions.submit(many, { ...options, drive: 'leaves' });
  if (!submitted.production || options.dryRun || wait === false) return renderSubmitted(submitted, app);
  const output = await waitToEnd(submitted.production.plan.key, app, call);
  return { ...output, warnings: [...submitted.warnings, ...output.warnings] };
}

/** A script reads what became of every line. */
async function waitToEnd(key: string, app: App, call: Call): ReturnType<typeof renderProduction> {
  for (;;) {
    const found = await waitForProduction({ key, waitSeconds, save: true, drive: 'leaves' }, app, call);
    if (statusOfProduction(found.production) !== 'processing') return renderProduction(found, app, mostLines);
    if (!call.ending?.draining.aborted) continue;
    throw new AppError('cancelled', `Stopped waiting for ${key}.`, {
      nextStep: 'What was sent goes on and stays paid for. Run the same command again to go on with the rest.',
    });
  }
}

async function readLines(path: string): Promise<Line[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new AppError('invalid_input', `${path} cannot be read: ${why}.`);
  });
  const lines = decodeText(bytes)
    .split('\n')
    .map((text, n) => ({ number: n + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');
  if (lines.length > 0 && lines.length <= mostLines) return lines;
  const problem = lines.length === 0 ? 'holds no line' : `holds ${lines.length} lines; the most is ${mostLines}`;
  throw new AppError('invalid_input', `${path} ${problem}.`);
}

/** A line that cannot be read stands as its error, so that all that is wrong is told at once. */
async function readTasks(lines: readonly Line[], app: App, call: Call): Promise<(Asked | AppError)[]> {
  const tasks: (Asked | AppError)[] = [];
  for (const line of lines) tasks.push(await readLine(line, app, call).catch(toAppError));
  return tasks;
}

/** A draft id, the arguments of a submit, or a storyboard. */
async function readLine({ text }: Line, app: App, call: Call): Promise<Asked> {
  app.refuseKeys(text);
  const given = text.startsWith('draft:') ? text : parseLine(text);
  if (typeof given === 'string') return { draftId: given };
  const isStoryboard = typeof given === 'object' && given !== null && ('shots' in given || 'prompt' in given);
  return readTask(isStoryboard ? await compose(given, app, call) : given);
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid_input', describeJsonFault(text, 'the line'));
  }
}

async function compose(storyboard: unknown, app: App, call: Call): Promise<unknown> {
  const { submit, problems } = composeStoryboard.output.parse(await runTool(composeStoryboard, storyboard, app, call));
  if (submit) return submit;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new AppError('invalid_input', errors.map(({ path, message }) => `${path}: ${message}`).join(' '));
}
