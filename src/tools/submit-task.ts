import * as z from 'zod';
import type { App } from '../app.ts';
import { Price, PriceSum, renderSum } from '../core/price.ts';
import { TaskStatus } from '../core/task-status.ts';
import { tiers } from '../core/tier.ts';
import { describeCharge } from '../jobs/spending.ts';
import type { SubmitResult } from '../jobs/submit.ts';
import { failureOf, statusOf, type Task, taskIdOf } from '../store/task.ts';
import { readSubmission } from './asked.ts';
import { driveOf } from './drive.ts';
import { FilmFile } from './production-output.ts';
import { QuotedClips, renderStopped, renderSubmitted, renderUsed } from './submit-production.ts';
import { checkAfterSeconds, FailureOutput, priceOf, renderFailure, uncertainStep } from './task-output.ts';
import { defineTool } from './tool.ts';

const SubmitOutput = z.object({
  task_id: z.string().optional(),
  backend: z.string().optional(),
  model_id: z.string().optional(),
  tier: z.enum(tiers).optional(),
  status: z.enum([...TaskStatus.options, 'stopped', 'dry_run']),
  price: z.union([Price, PriceSum]).optional(),
  /** A dry run's quote, clip by clip. */
  clips: z.array(QuotedClips).optional(),
  /** Of a film that was joined again. */
  files: z.array(FilmFile).optional(),
  counts: z.record(z.string(), z.number()).optional(),
  /** Of a request that was there already. */
  submitted_at: z.string().optional(),
  /** Whether the request was there already; a dry run does not say. */
  duplicate: z.boolean().optional(),
  check_after_seconds: z.number().optional(),
  next_step: z.string(),
  warnings: z.array(z.string()),
  error: FailureOutput.optional(),
  rehearsal: z.boolean().optional(),
});

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const number = { type: 'number' } as const;

/** Some hosts hand on only what a schema lists (docs/clients.md, Hosts that were run). The model has the last word. */
export const commonParameters = {
  prompt: text,
  image_files: texts,
  video_files: texts,
  audio_files: texts,
  first_frame: text,
  last_frame: text,
  ratio: text,
  duration: number,
  resolution: text,
  generate_audio: { type: 'boolean' },
  model: text,
  image_urls: texts,
  image_size: text,
  num_images: number,
} as const;

export const submitTask = defineTool({
  name: 'submit_task',
  command: 'submit',
  title: 'Submit a video or image task',
  description:
    'Check, then submit one paid task, several takes of it, a batch or a film. ' +
    'Use dry_run first and tell the user the price. Models: st-ai/super-seed2 (Seedance 2.0), st-ai/super-seed2-lite (2.5), fal-ai/bytedance/seedream/v4.5/text-to-image and /edit (pictures), ' +
    'seedance-2-0/text-to-video and other Pixazo models. The same request again returns the task already running, not a second charge. Next: get_task.',
  effect: 'spends',
  input: z.strictObject({
    draft_id: z.string().optional().describe('From compose_storyboard; parameters and tier change it'),
    takes: z.int().min(1).max(8).optional().describe('Versions in all'),
    clips: z.array(z.number()).optional().describe('Film: which get the takes'),
    tasks: z
      .array(z.record(z.string(), z.unknown()))
      .optional()
      .describe('Batch: [{draft_id} or {model_id, parameters}]'),
    task_id: z.string().optional().describe('Of a production: pay for what is missing'),
    use: z.array(z.string()).optional().describe('With task_id: takes to use'),
    stop: z.boolean().optional().describe('With task_id: send no more'),
    model_id: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional().meta({
      description: "The model's own; most take these",
      properties: commonParameters,
      additionalProperties: true,
    }),
    tier: z.enum(tiers).optional().describe("Default: the model's own"),
    dry_run: z.boolean().optional().describe('Check and quote'),
    max_cost: z.number().min(0).optional().describe("Refuse above this, in the service's unit"),
    allow_duplicate: z.boolean().optional().describe('Pay for the same request again'),
    fallback_model_id: z.string().optional().describe('Only if the first service certainly took nothing'),
  }),
  output: SubmitOutput,
  flags: {
    draft_id: { name: 'draft' },
    model_id: { name: 'model', description: 'for example st-ai/super-seed2' },
    parameters: { name: 'params' },
  },
  run: async (input, app, { client, roots, ending }) => {
    const film = input.draft_id === undefined ? undefined : await app.productions.findFilm(input.draft_id);
    const submission = readSubmission(input, film);
    const options = {
      dryRun: input.dry_run,
      maxCost: input.max_cost,
      allowDuplicate: input.allow_duplicate,
      files: { anyReadable: client === 'shell', roots },
      ending,
      drive: driveOf(client),
      project: input.dry_run ? undefined : await app.findProject(roots),
    };
    switch (submission.is) {
      case 'one':
        return renderSubmission(
          await app.submit(submission.asked, { ...options, fallbackModelId: input.fallback_model_id }),
          app,
        );
      case 'many':
        return renderSubmitted(await app.productions.submit(submission.many, options), app);
      case 'go on':
        return renderSubmitted(await app.productions.goOn(submission.taskId, options), app);
      case 'stop':
        return renderStopped(await app.productions.stop(submission.taskId), app);
      case 'use':
        return useTakes(submission.taskId, submission.chosen, { app, ...options });
    }
  },
});

type UseCall = { app: App } & Parameters<App['productions']['use']>[2];

async function useTakes(taskId: string, chosen: string[], { app, ...call }: UseCall) {
  const used = await app.productions.use(taskId, chosen, call);
  await app.writeGallery(); // its stars
  return renderUsed(taskId, used, app);
}

function renderSubmission(submission: SubmitResult, app: App): z.output<typeof SubmitOutput> {
  const { service, model, tier, task, price, warnings, duplicate, refusal, repeats } = submission;
  const named = task ?? repeats;
  const status = task && statusOf(task);
  const charge = task ? describeCharge(task) : [];
  return {
    task_id: named && taskIdOf(named),
    backend: service.backend.id,
    model_id: model.id,
    tier: task ? task.asked.tier : tier,
    status: status ?? 'dry_run',
    price: task ? priceOf(task) : price,
    submitted_at: task && duplicate ? new Date(task.submittedAt).toISOString() : undefined,
    duplicate: repeats ? true : task && duplicate,
    check_after_seconds: task && status && checkAfterSeconds(status, task, model.wait, app),
    next_step: [...charge, nextStep(submission, app)].join(' '),
    warnings: [...charge, ...warnings],
    error: renderFailure(task ? failureOf(task) : refusal),
    ...(service.rehearsal && { rehearsal: true }),
  };
}

function nextStep(submission: SubmitResult, app: App): string {
  const { service, tier, task, price, duplicate, refusal, repeats } = submission;
  if (!task) {
    const cost =
      price.amount === undefined
        ? `The price is not known: ${price.note ?? ''}`
        : `It would cost ${renderSum(price)} (${price.source}${tier ? `, ${tier} tier` : ''}).`;
    if (repeats)
      return `Nothing was submitted. The same request is there already: call get_task with task_id: "${taskIdOf(repeats)}". For another take of the same request: allow_duplicate: true.`;
    if (refusal)
      return `Nothing was submitted. ${cost} But the submit would be refused now. ${refusal.message} ${refusal.nextStep}`;
    return `Nothing was submitted. ${cost} Ask the user, then call submit_task again without dry_run.`;
  }
  const status = statusOf(task);
  if (status === 'uncertain') return uncertainStep(task, service.backend.dashboardUrl);
  if (status === 'failed' && task.remote?.error) return task.remote.error.nextStep;
  if (status === 'completed' && !duplicate) return 'It has finished. Call get_task with this task_id for its files.';
  if (task.state === 'open')
    return 'Another process is submitting this same request just now: nothing new was sent. Call get_task with this task_id for its outcome. For another take of the same request: allow_duplicate: true.';
  if (duplicate)
    return 'This same request is already paid for: nothing new was sent. Call get_task with this task_id for its result. For another take of the same request: allow_duplicate: true.';
  return `${describeEstimate(task, app)} Call get_task with this task_id; it waits for you.`;
}

/** In the seed's words. */
function describeEstimate(task: Task, app: App): string {
  const seconds = Math.max(1, Math.round(app.typicalSeconds(task)));
  if (task.kind === 'video' && seconds >= 90)
    return `Video is generating, estimated ~${Math.round(seconds / 60)} minutes.`;
  if (task.kind === 'video') return `Video is generating, estimated ~${seconds} seconds.`;
  const isKnown = app.medianMinutes(task.model_id) !== undefined;
  return isKnown
    ? `Image is generating, estimated ~${seconds} seconds.`
    : 'Image is generating, typically 1–2 minutes.';
}
