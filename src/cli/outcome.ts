import * as z from 'zod';
import type { AppError } from '../core/errors.ts';
import { exitCodes } from './exit-codes.ts';

const Texts = z.array(z.string()).catch([]);

/** What a shell wants to know of any tool's output. */
const Outcome = z.looseObject({
  task_id: z.string().optional(),
  status: z.string().optional(),
  next_step: z.string().optional(),
  duplicate: z.boolean().optional(),
  rehearsal: z.boolean().optional(),
  saving: z.boolean().optional(),
  url: z.string().optional(),
  prompt: z.string().optional(),
  submit: z.unknown().optional(),
  warnings: Texts,
  output_urls: Texts,
  files: z.array(z.looseObject({ path: z.string() })).catch([]),
  tasks: z.array(z.looseObject({ task_id: z.string() })).optional(),
  mismatches: z.array(z.looseObject({ field: z.string(), asked: z.string(), got: z.string() })).catch([]),
  problems: z
    .array(z.looseObject({ severity: z.string(), path: z.string(), message: z.string(), fix: z.string().optional() }))
    .catch([]),
  error: z.object({ code: z.string(), message: z.string(), next_step: z.string() }).optional(),
});
export type Outcome = z.output<typeof Outcome>;

export function readOutcome(output: Record<string, unknown>): Outcome {
  return Outcome.parse(output);
}

/** Whether there is still something to wait for. */
export function goesOn({ status }: Pick<Outcome, 'status'>): boolean {
  return status === 'pending' || status === 'processing';
}

export function exitCodeOfOutcome(outcome: Outcome, whenRunning: number): number {
  if (goesOn(outcome)) return whenRunning;
  if (outcome.status === 'failed') return exitCodes.failed.code;
  if (outcome.status === 'uncertain') return exitCodes.uncertain.code;
  if (outcome.saving) return exitCodes.unsaved.code;
  return outcome.submit === null ? exitCodes.usage.code : exitCodes.done.code;
}

/** The one thing a script is after: a file, else a URL, else an id; several stand below one another. */
export function renderQuiet(outcome: Outcome): string[] | undefined {
  const { tasks, files, output_urls: urls, url, task_id: taskId, prompt } = outcome;
  if (tasks) return tasks.map((task) => task.task_id);
  if (files.length > 0) return files.map(({ path }) => path);
  if (urls.length > 0) return urls;
  const one = url ?? taskId ?? prompt;
  return one === undefined ? undefined : [one];
}

/** What a person is told beside the JSON. */
export function renderWords(outcome: Outcome): string[] {
  const { rehearsal, warnings, mismatches, problems, files } = outcome;
  return [
    ...(rehearsal ? ['Rehearsal: nothing is real, nothing is spent.'] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...problems.map(({ severity, path, message, fix }) =>
      [`${severity}: ${path}: ${message}`, fix].filter(Boolean).join(' '),
    ),
    ...mismatches.map(({ field, asked, got }) => `Differs from the request: ${field} ${got}, asked for ${asked}`),
    ...files.map(({ path }) => `Saved ${path}`),
    ...statusLines(outcome),
  ];
}

function statusLines(outcome: Outcome): string[] {
  const { status, duplicate, error, next_step: next } = outcome;
  if (error && (status === 'failed' || status === 'uncertain'))
    return renderError(error.code, error.message, next ?? error.next_step);
  if (status === 'uncertain' && next) return [`uncertain: ${next}`];
  if (status === 'dry_run' && next) return [next];
  if (outcome.saving) return renderUnsaved(outcome);
  if (!goesOn(outcome)) return [];
  const paid = duplicate ? ['This same request is already paid for: nothing new was sent.'] : [];
  return [...paid, ...renderReturn(outcome)];
}

/** How to come back to a task that goes on. */
export function renderReturn({ task_id: taskId }: Pick<Outcome, 'task_id'>): string[] {
  return [
    'The task goes on at the service and stays paid for: do not submit it again.',
    `Come back: seedance-mcp poll --task-id ${taskId}`,
  ];
}

function renderUnsaved({ task_id: taskId, output_urls: urls }: Outcome): string[] {
  return [
    'It is finished and paid for, but its file is not saved. The link lives for about a day:',
    ...urls,
    `Save it: seedance-mcp poll --task-id ${taskId}`,
  ];
}

/** The same two lines as over MCP. */
export function renderError(code: string, message: string, nextStep: string): string[] {
  return [`${code}: ${message}`, `Next: ${nextStep}`];
}

export function renderAppError({ code, message, nextStep }: AppError): string[] {
  return renderError(code, message, nextStep);
}
