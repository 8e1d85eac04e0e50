import * as z from 'zod';
import { Diagnostic } from '../core/diagnostic.ts';
import type { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { isProductionId } from '../core/production-id.ts';
import { Mismatch, SavedFile } from '../core/saved-file.ts';
import { isRunning, TaskStatus } from '../core/task-status.ts';
import { TaskOutput } from '../tools/task-output.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { explainToShell, toShellWords } from './shell-words.ts';

/** What a shell reads of any tool's output. */
const Outcome = TaskOutput.pick({ task_id: true, error: true })
  .partial()
  .extend({
    warnings: z.array(z.string()).default([]),
    output_urls: z.array(z.string()).default([]),
    mismatches: z.array(Mismatch).default([]),
    status: z.enum([...TaskStatus.options, 'stopped', 'dry_run']).optional(),
    next_step: z.string().optional(),
    duplicate: z.boolean().optional(),
    rehearsal: z.boolean().optional(),
    saving: z.boolean().optional(),
    url: z.string().optional(),
    prompt: z.string().optional(),
    submit: z.object({ draft_id: z.string().optional() }).nullish(),
    files: z.array(SavedFile.pick({ path: true })).default([]),
    tasks: z.array(z.object({ task_id: z.string() })).optional(),
    /** Of a production. */
    counts: z.record(z.string(), z.number()).optional(),
    frames: z.object({ path: z.string().optional() }).optional(),
    clips: z.array(z.object({ path: z.string().optional() })).default([]),
    problems: z.array(Diagnostic).default([]),
  });
export type Outcome = z.output<typeof Outcome>;

export function readOutcome(output: Record<string, unknown>): Outcome {
  return Outcome.parse(output);
}

/** An answer without the warnings that were told before it. */
export function tellOnce(output: Record<string, unknown>, told: Set<string>): Record<string, unknown> {
  const { warnings, rehearsal, problems } = readOutcome(output);
  const fresh = {
    warnings: warnings.filter((one) => !told.has(one)),
    rehearsal: rehearsal && !told.has(rehearsalWords),
  };
  for (const one of [...warnings, ...problems.map(adviceOf)]) told.add(one);
  if (rehearsal) told.add(rehearsalWords);
  return { ...output, ...fresh };
}

function adviceOf({ message, fix }: Diagnostic): string {
  return fix ? `${message} ${fix}` : message;
}

/** Whether there is still something to wait for. */
export function isUnfinished({ status }: Pick<Outcome, 'status'>): boolean {
  return status !== 'dry_run' && status !== 'stopped' && isRunning(status);
}

/** The codes for what goes on, and for what is sent no more. */
export type Unfinished = { running: number; stopped?: number };

export function exitCodeOfOutcome(outcome: Outcome, { running, stopped = exitCodes.running.code }: Unfinished): number {
  if (isUnfinished(outcome)) return running;
  if (outcome.status === 'failed') return exitCodes.failed.code;
  if (outcome.status === 'uncertain') return exitCodes.uncertain.code;
  if (outcome.status === 'stopped') return stopped;
  if (outcome.status === 'dry_run' && outcome.error) return exitCodeOf(outcome.error);
  if (outcome.saving || outcome.error?.code === 'not_saved') return exitCodes.unsaved.code;
  return outcome.submit === null ? exitCodes.usage.code : exitCodes.done.code;
}

/** The one thing a script is after: a file, else a URL, else an id; several stand below one another. */
export function renderQuiet(outcome: Outcome): string[] | undefined {
  const { tasks, output_urls: urls, url, task_id: taskId, prompt } = outcome;
  if (tasks) return tasks.map((task) => task.task_id);
  const paths = pathsOf(outcome);
  if (paths.length > 0) return paths;
  if (urls.length > 0) return urls;
  const one = url ?? taskId ?? prompt;
  return one === undefined ? undefined : [one];
}

export const rehearsalWords = 'Rehearsal: nothing is sent to a service, nothing is spent.';

/** What a person is told beside the JSON. */
export function renderWords(outcome: Outcome): string[] {
  const { rehearsal, warnings, mismatches, problems, frames } = outcome;
  return [
    ...(rehearsal ? [rehearsalWords] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...problems.map((problem) => `${problem.severity}: ${problem.path}: ${adviceOf(problem)}`),
    ...mismatches.map(({ field, asked, got }) => `Differs from the request: ${field} ${got}, asked for ${asked}`),
    ...[...pathsOf(outcome), frames?.path ?? []].flat().map((path) => `Saved ${path}`),
    ...statusLines(outcome),
  ];
}

function pathsOf({ files, clips }: Outcome): string[] {
  return [...files, ...clips].flatMap(({ path }) => path ?? []);
}

function statusLines(outcome: Outcome): string[] {
  const { status, error, next_step: next } = outcome;
  if (error && (status === 'failed' || status === 'uncertain' || error.code === 'not_saved'))
    return renderError(error.code, error.message, next ?? error.next_step);
  if ((status === 'uncertain' || status === 'failed' || status === 'stopped') && next) return [`${status}: ${next}`];
  if (status === 'dry_run' && next) return [next];
  if (outcome.saving) return renderUnsaved(outcome);
  if (outcome.duplicate && status === 'completed')
    return [...renderPaid(outcome), `Its files: ${installation.command} poll ${outcome.task_id}`];
  if (!isUnfinished(outcome)) return [];
  return [...renderPaid(outcome), ...renderReturn(outcome)];
}

export function renderPaid({ duplicate }: Pick<Outcome, 'duplicate'>): string[] {
  if (!duplicate) return [];
  return [
    'This same request is already paid for: nothing new was sent. Another take, paid for once more: --allow-duplicate.',
  ];
}

/** What a submit had to tell, where its answer is not the end. */
export function renderBeforeWait({ warnings, ...outcome }: Outcome): string[] {
  return [...warnings.map((warning) => `Warning: ${warning}`), ...renderPaid(outcome)];
}

/** How to come back to a task that is not finished. */
export function renderReturn({ task_id: taskId = '', counts }: Pick<Outcome, 'task_id' | 'counts'>): string[] {
  const isUnsent = counts !== undefined && counts.all === counts.waiting;
  const sent = isProductionId(taskId) ? 'What was sent' : 'The task';
  const stands = isUnsent
    ? 'Nothing is at work at the service yet'
    : `${sent} continues at the service and remains paid`;
  return [`${stands}: do not submit it again.`, `Come back: ${installation.command} poll ${taskId}`];
}

function renderUnsaved({ task_id: taskId, output_urls: urls }: Outcome): string[] {
  return [
    'It is finished and paid for, but its file is not saved. The link works for about a day:',
    ...urls,
    `Save it: ${installation.command} poll ${taskId}`,
  ];
}

/** The same two lines as over MCP. */
export function renderError(code: string, message: string, nextStep: string): string[] {
  return [`${code}: ${message}`, `Next: ${nextStep}`];
}

type Failed = Pick<AppError, 'message' | 'nextStep'> & { code: string };

/** An error as it is told on stderr. */
export function renderAppError({ code, message, nextStep }: Failed): string[] {
  return renderError(code, explainToShell(message), toShellWords(nextStep));
}
