import * as z from 'zod';
import type { App } from '../app.ts';
import type { Price, Wait } from '../backends/backend.ts';
import { tiers } from '../core/tier.ts';
import type { Found } from '../jobs/get.ts';
import { statusOf, type Task, taskIdOf } from '../store/task.ts';

export const Status = z.enum(['pending', 'processing', 'completed', 'failed', 'uncertain']);

/** `amount` is in the service's own unit; `source` says how sure it is. */
export const PriceShape = z.object({
  amount: z.number().optional(),
  unit: z.string(),
  source: z.enum(['charged', 'quoted', 'listed', 'unknown']),
  note: z.string().optional(),
});

export const Row = z.object({
  task_id: z.string(),
  backend: z.string(),
  model_id: z.string(),
  tier: z.enum(tiers).optional(),
  status: Status,
  upstream_status: z.string(),
  progress: z.number().optional(),
  elapsed_seconds: z.number(),
  output_urls: z.array(z.string()),
  last_frame_url: z.string().optional(),
  files: z.array(z.looseObject({})),
  mismatches: z.array(z.looseObject({})),
  price: z.looseObject({}),
  prompt: z.string().optional(),
  warnings: z.array(z.string()),
  error: z.looseObject({}).optional(),
  check_after_seconds: z.number().optional(),
  next_step: z.string(),
  rehearsal: z.boolean().optional(),
  saving: z.boolean().optional(),
});
export type Row = z.output<typeof Row>;

/** A task in the words of the contract. */
export function renderRow({ service, model, task, warnings, saving }: Found, app: App): Row {
  const status = statusOf(task);
  return {
    task_id: taskIdOf(task),
    backend: task.backend,
    model_id: task.model_id,
    tier: task.asked.tier,
    status,
    upstream_status: task.remote?.upstreamStatus ?? task.state,
    progress: task.remote?.progress,
    elapsed_seconds: Math.round(((task.endedAt ?? app.now()) - task.submittedAt) / 1000),
    output_urls: task.remote?.outputUrls ?? [],
    last_frame_url: task.remote?.lastFrameUrl,
    files: task.files,
    mismatches: task.mismatches,
    price: renderPrice(task.price),
    prompt: task.asked.prompt || undefined,
    warnings,
    error: renderFailure(task),
    check_after_seconds: checkAfterSeconds(status, task, model.wait, app),
    next_step: saving ? savingStep : nextStep(task, service.backend.dashboardUrl),
    ...(task.rehearsal && { rehearsal: true }),
    ...(saving && { saving }),
  };
}

/** What the service, or the submit itself, failed with. */
export function renderFailure({ remote, error }: Task): Row['error'] {
  const failure = remote?.error ?? error;
  return failure && { code: failure.code, message: failure.message, next_step: failure.nextStep };
}

export function renderPrice({ amount, unit, source, note }: Price): z.output<typeof PriceShape> {
  return { amount, unit, source, note };
}

/** What is being waited for, in the seed's words. */
export function statusInWords(task: Task): string {
  return stages[task.remote?.status ?? 'pending'];
}

const stages = { pending: 'Queued...', processing: 'Generating...', completed: 'Saving...', failed: 'Failed.' };

/** The model's rhythm from the seeds, stretched to our own record's median while that is still ahead. */
export function checkAfterSeconds(status: string, task: Task, wait: Wait, app: App): number | undefined {
  if (status === 'completed' || status === 'failed') return undefined;
  const scaled = (seconds: number): number => Math.max(1, Math.round(seconds / app.pace));
  const elapsedSeconds = (app.now() - task.submittedAt) / 1000;
  const median = app.medianMinutes(task.model_id);
  const remaining = median === undefined ? 0 : median * 60 - elapsedSeconds;
  const usual = elapsedSeconds < scaled(wait.firstSeconds) ? wait.firstSeconds : wait.everySeconds;
  return Math.max(scaled(usual), Math.min(300, Math.round(remaining)));
}

function nextStep(task: Task, dashboardUrl: string): string {
  switch (statusOf(task)) {
    case 'pending':
    case 'processing':
      return `${statusInWords(task)} Not an error: call get_task with this task_id again; it waits for you. Do not submit again.`;
    case 'completed':
      return completedStep(task);
    case 'uncertain':
      return uncertainStep(task, dashboardUrl);
    case 'failed':
      return task.remote?.error?.nextStep ?? task.error?.nextStep ?? 'Adjust the prompt and submit again.';
  }
}

function completedStep(task: Task): string {
  const [file] = task.files;
  const look = task.mismatches.length > 0 ? ' It differs from the request: tell the user what mismatches says.' : '';
  const show = file ? `Show the user ${file.path}.` : 'Show the user output_urls now: the links die within a day.';
  return show + look + chainStep(task);
}

const savingStep =
  'It is finished and paid for; its file is still being saved. Show the user output_urls, or call get_task with this task_id again for the path. Do not submit it again.';

/** How the next shot, or the video, goes on from here. */
function chainStep({ kind, files: [file], remote }: Task): string {
  if (kind === 'image') return ' Judge the picture; its URL in output_urls can go into a video as a reference.';
  if (remote?.lastFrameUrl) return ' To continue, give last_frame_url as first_frame of the next shot.';
  const frame = file
    ? `, or its last frame as first_frame: ffmpeg -sseof -0.2 -i "${file.path}" -update 1 last.png, then upload_image`
    : '';
  return ` To continue, give the URL in video_files to compose_storyboard with task "extend"${frame}.`;
}

/** What a lost answer may have cost, how to find out, and how to go on. */
export function uncertainStep(task: Task, dashboardUrl: string): string {
  const cost = task.price.amount === undefined ? 'its price' : `${task.price.amount} ${task.price.unit}`;
  return (
    `The service may have taken this and charged ${cost}. Do not submit it again: call get_task with this task_id in a minute, it looks for the lost task. ` +
    `Then compare get_balance or ${dashboardUrl}. If the user finds it there: seedance-mcp settle ${taskIdOf(task)} --taken REMOTE_ID; if not: --not-taken. ` +
    'allow_duplicate: true sends it a second time on purpose, and may pay twice.'
  );
}
