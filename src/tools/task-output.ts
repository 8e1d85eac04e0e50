import * as z from 'zod';
import type { App } from '../app.ts';
import type { Wait } from '../backends/backend.ts';
import type { Failure } from '../core/failure.ts';
import { installation } from '../core/installation.ts';
import { Price, renderAmount } from '../core/price.ts';
import { Mismatch, SavedFile } from '../core/saved-file.ts';
import { isEnded, isRunning, TaskStatus } from '../core/task-status.ts';
import { tiers } from '../core/tier.ts';
import type { Found } from '../jobs/get.ts';
import { describeCharge } from '../jobs/spending.ts';
import { failureOf, lacksFile, statusOf, type Task, taskIdOf } from '../store/task.ts';

/** Why a task, or its submit, failed. */
export const FailureOutput = z.object({ code: z.string(), message: z.string(), next_step: z.string() });

/** Its URL stands in `output_urls`, its hash beside the file. */
const FileOutput = SavedFile.omit({ url: true, sha256: true });

export const TaskOutput = z.object({
  task_id: z.string(),
  backend: z.string(),
  model_id: z.string(),
  tier: z.enum(tiers).optional(),
  status: TaskStatus,
  /** The service's own word, where it is another. */
  upstream_status: z.string().optional(),
  progress: z.number().optional(),
  elapsed_seconds: z.number(),
  output_urls: z.array(z.string()),
  last_frame_url: z.string().optional(),
  files: z.array(FileOutput),
  mismatches: z.array(Mismatch),
  price: Price,
  prompt: z.string().optional(),
  warnings: z.array(z.string()),
  error: FailureOutput.optional(),
  check_after_seconds: z.number().optional(),
  next_step: z.string(),
  rehearsal: z.boolean().optional(),
  saving: z.boolean().optional(),
});
export type TaskOutput = z.output<typeof TaskOutput>;

/** A task in the words of the contract. */
export function renderTask({ service, model, task, warnings, saving, unsaved }: Found, app: App): TaskOutput {
  const status = statusOf(task);
  return {
    task_id: taskIdOf(task),
    backend: task.backend,
    model_id: task.model_id,
    tier: task.asked.tier,
    status,
    upstream_status: task.remote?.upstreamStatus === status ? undefined : task.remote?.upstreamStatus,
    progress: task.remote?.progress,
    elapsed_seconds: Math.round(((task.endedAt ?? app.now()) - task.submittedAt) / 1000),
    output_urls: task.remote?.outputUrls ?? [],
    last_frame_url: task.remote?.lastFrameUrl,
    files: task.files.map(({ url: _, sha256: __, ...file }) => file),
    mismatches: task.mismatches,
    price: priceOf(task),
    prompt: task.asked.prompt || undefined,
    warnings: [...describeCharge(task), ...warnings],
    error: renderFailure(unsaved ?? failureOf(task)),
    check_after_seconds: checkAfterSeconds(status, task, model.wait, app),
    next_step: saving ? savingStep : unsaved ? unsaved.nextStep : nextStep(task, service.backend.dashboardUrl, app),
    ...(task.rehearsal && { rehearsal: true }),
    ...(saving && { saving }),
  };
}

/** A failure in the words of the contract. */
export function renderFailure(failure: Failure | undefined): TaskOutput['error'] {
  return failure && { code: failure.code, message: failure.message, next_step: failure.nextStep };
}

/** What a task cost, or would have: a failed one is refunded, unless the service calls it done. */
export function priceOf(task: Task): Price {
  const isRefunded = statusOf(task) === 'failed' && !lacksFile(task) && task.price.amount !== undefined;
  return isRefunded ? { ...task.price, source: 'refunded' } : task.price;
}

/** What is being waited for, in the seed's words. */
export function statusInWords(task: Task): string {
  return stages[task.remote?.status ?? 'pending'];
}

const stages = { pending: 'Queued...', processing: 'Generating...', completed: 'Saving...', failed: 'Failed.' };

/** The time that such a task usually still needs; the model's rhythm from the seeds once it is overdue. */
export function checkAfterSeconds(status: TaskStatus, task: Task, wait: Wait, app: App): number | undefined {
  if (isEnded(status)) return undefined;
  const left = secondsLeft(task, app);
  const usual = status === 'uncertain' ? wait.firstSeconds : wait.everySeconds;
  return pauseSeconds(left > 0 && status !== 'uncertain' ? left : usual / app.timeScale);
}

function secondsLeft(task: Task, app: App): number {
  return app.typicalSeconds(task) - (app.now() - task.submittedAt) / 1000;
}

/** When to look again at what takes so long. */
export function pauseSeconds(seconds: number): number {
  return Math.max(1, Math.round(seconds));
}

function nextStep(task: Task, dashboardUrl: string, app: App): string {
  switch (statusOf(task)) {
    case 'pending':
    case 'processing':
      return waitingStep(task, dashboardUrl, app);
    case 'completed':
      return completedStep(task);
    case 'uncertain':
      return uncertainStep(task, dashboardUrl);
    case 'failed':
      return failureOf(task)?.nextStep ?? 'Adjust the prompt and submit again.';
  }
}

/** `9 min`, `40 s`. */
export function renderDuration(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** `about 9 min`, `about 40 s`: each stands whole in the catalogues of other languages. */
export function describeTimeLeft(seconds: number): string {
  return seconds < 90 ? `about ${Math.max(1, Math.round(seconds))} s` : `about ${Math.round(seconds / 60)} min`;
}

/** A task that is this many times older than usual may be stuck. */
const overdueFactor = 3;

/** Said of a task that may be stuck, beside others. */
export function describeOverdue(task: Task, app: App): string | undefined {
  const overdue = findOverdue(task, app);
  return (
    overdue &&
    `It has been running for ${overdue.elapsed} minutes; such tasks usually take ${overdue.usual}: it may be stuck.`
  );
}

/** In minutes. Undefined for a task that is not much older than usual. */
function findOverdue(task: Task, app: App): { elapsed: number; usual: number } | undefined {
  const [elapsedSeconds, usualSeconds] = [(app.now() - task.submittedAt) / 1000, app.typicalSeconds(task)];
  if (!isRunning(statusOf(task)) || elapsedSeconds < overdueFactor * usualSeconds) return undefined;
  const minutesOf = (seconds: number): number => Math.max(1, Math.round(seconds / 60));
  return { elapsed: minutesOf(elapsedSeconds), usual: minutesOf(usualSeconds) };
}

function waitingStep(task: Task, dashboardUrl: string, app: App): string {
  const again = 'Not an error: call get_task with this task_id again; it waits for you. Do not submit again.';
  if ((task.remote?.outputUrls.length ?? 0) > 0)
    return `The service already gives a file, with a status that this program does not know: show the user output_urls. ${again}`;
  const overdue = findOverdue(task, app);
  const left = secondsLeft(task, app);
  if (!overdue && left > 0) return `${statusInWords(task)} It should take ${describeTimeLeft(left)} more. ${again}`;
  if (!overdue) return `${statusInWords(task)} It takes longer than usual. ${again}`;
  return (
    `It has been running for ${overdue.elapsed} minutes; such tasks usually take ${overdue.usual}. It may be stuck, and nobody can cancel it from here: ask the user to look for it at ${dashboardUrl} and, if it stands still there too, write to the service's support. ` +
    'It may still finish: call get_task with this task_id later. Do not submit it again unless the user accepts to pay twice (allow_duplicate: true).'
  );
}

function completedStep(task: Task): string {
  const [file] = task.files;
  const look = task.mismatches.length > 0 ? ' It differs from the request: tell the user what mismatches says.' : '';
  const show = file
    ? 'Show the user the path in files.'
    : 'Show the user output_urls now: the links expire within a day.';
  return show + look + chainStep(task);
}

const savingStep =
  'It is finished and paid for; its file is still being saved. Show the user output_urls, or call get_task with this task_id again for the path. Do not submit it again.';

/** How the next shot, or the video, goes on from here. */
function chainStep({ kind, remote, files: [file] }: Task): string {
  if (kind === 'image') return ' Judge the picture; its URL in output_urls can go into a video as a reference.';
  if (remote?.lastFrameUrl) return ' To continue, give last_frame_url as first_frame of the next shot.';
  return ` To continue: compose_storyboard with your shots, task "extend", references [{"url": output_urls[0], "role": "extend"}]${file ? lastFrameStep : ''}.`;
}

/** Told until that frame is there. */
export const lastFrameStep = '; or get_task with this task_id and frames: "last" to begin the next shot';

/** What a lost answer may have cost, how to find out, and how to go on. */
export function uncertainStep(task: Task, dashboardUrl: string): string {
  const { amount, unit } = task.price;
  const cost = amount === undefined ? 'its price' : renderAmount(amount, unit);
  return (
    `The service may have accepted this and charged ${cost}. Do not submit it again: in a minute, call get_task with this task_id, which looks for the lost task. ` +
    `Then compare get_balance or ${dashboardUrl}. If the user finds it there: ${installation.command} settle ${taskIdOf(task)} --taken REMOTE_ID; if not: --not-taken. ` +
    'allow_duplicate: true submits it a second time on purpose, and may pay twice.'
  );
}
