import * as z from 'zod';
import type { App } from '../app.ts';
import { errorCodes } from '../core/errors.ts';
import type { Failure } from '../core/failure.ts';
import { addPrices, Price, PriceSum } from '../core/price.ts';
import { Mismatch } from '../core/saved-file.ts';
import { ProductionStatus, TaskStatus } from '../core/task-status.ts';
import type { FoundProduction } from '../jobs/productions/get.ts';
import { countTakes, type TakeRow } from '../jobs/productions/rows.ts';
import { describeCharge } from '../jobs/spending.ts';
import { numberOf, type Plan } from '../store/productions/plan.ts';
import type { Production } from '../store/productions/production.ts';
import { awaitsJoin, endOfProduction, pricesOf, statusOfProduction } from '../store/productions/progress.ts';
import { failureOf, statusOf, taskIdOf } from '../store/task.ts';
import { nameGallery } from './name-gallery.ts';
import { productionStep } from './production-step.ts';
import { describeOverdue, FailureOutput, pauseSeconds, renderFailure } from './task-output.ts';

/** One take of a clip, or a picture that clips of a film open on. `waiting`: it was not sent yet. */
const TakeOutput = z.object({
  clip: z.number().optional(),
  picture: z.number().optional(),
  take: z.number().optional(),
  task_id: z.string().optional(),
  status: z.enum([...TaskStatus.options, 'waiting']),
  used: z.boolean().optional(),
  /** It continues another take than the one that is used now. */
  stale: z.boolean().optional(),
  path: z.string().optional(),
  mismatches: z.array(Mismatch).optional(),
  error: FailureOutput.optional(),
});
type TakeOutput = z.output<typeof TakeOutput>;

export const FilmFile = z.object({
  path: z.string(),
  bytes: z.number(),
  media_type: z.string(),
  duration_seconds: z.number().optional(),
});
type FilmFile = z.output<typeof FilmFile>;

export const ProductionOutput = z.object({
  task_id: z.string(),
  status: ProductionStatus,
  progress: z.number().optional(),
  elapsed_seconds: z.number(),
  clips: z.array(TakeOutput),
  /** Of all takes; the rows may be fewer. */
  counts: z.record(z.string(), z.number()),
  /** A film, once it is joined; its playlist where the clips stay apart. */
  files: z.array(FilmFile),
  price: z.union([Price, PriceSum]),
  warnings: z.array(z.string()),
  error: FailureOutput.optional(),
  check_after_seconds: z.number().optional(),
  next_step: z.string(),
  rehearsal: z.boolean().optional(),
  saving: z.boolean().optional(),
});
type ProductionOutput = z.output<typeof ProductionOutput>;

/** As many rows as an answer holds; the resource has them all. */
export const mostRows = 12;

/** A production in the words of the contract. */
export async function renderProduction(found: FoundProduction, app: App, most = mostRows): Promise<ProductionOutput> {
  return renderRows(found, await app.productions.rows(found.production, most), app);
}

/** The same with rows that were read already. */
export async function renderRows(
  found: FoundProduction,
  rows: readonly TakeRow[],
  app: App,
): Promise<ProductionOutput> {
  const { production, saving, unsaved } = found;
  const { plan, reason } = production;
  const status = statusOfProduction(production);
  const { progress, secondsLeft } = app.productions.forecast(found);
  const isGoing = status === 'processing';
  const lost = unsaved === undefined ? undefined : notSaved(unsaved, rows);
  const stuck = rows.flatMap((row) => describeStuck(row, app));
  const clips = rows.map((row) => renderTake(row, plan));
  const files = filmFiles(production);
  const step =
    lost && status === 'completed'
      ? lost.nextStep
      : productionStep({ production, saving, secondsLeft, rows, isStuck: stuck.length > 0 });
  return {
    task_id: plan.key,
    status,
    progress: isGoing ? Math.round(progress * 100) / 100 : undefined,
    elapsed_seconds: Math.round(((endOfProduction(production) ?? app.now()) - plan.at) / 1000),
    clips,
    counts: countsOf(production),
    files,
    price: addPrices(pricesOf(production)),
    warnings: [...rows.flatMap(describeCharges), ...stuck, ...describeLost(production), ...told(found)],
    error: renderFailure(reason ?? lost),
    check_after_seconds: isGoing ? pauseSeconds(secondsLeft) : undefined,
    next_step: isGoing ? step : await nameGallery(step, files[0]?.path ?? clips.find(({ path }) => path)?.path, app),
    ...(plan.rehearsal && { rehearsal: true }),
    ...(saving && { saving }),
  };
}

/** The first of those that are on no disk says what can be done. */
function notSaved(message: string, rows: readonly TakeRow[]): Failure {
  const unsaved = rows.find(({ is, task }) => is === 'completed' && task?.files.length === 0)?.task;
  const nextStep = unsaved
    ? `What is finished is paid for: do not submit it again. For what can be done: call get_task with task_id: "${taskIdOf(unsaved)}".`
    : errorCodes.not_saved.nextStep;
  return { code: 'not_saved', message, nextStep };
}

/** What the join had to tell, and what stands in the way now. */
function told({ production, warnings }: FoundProduction): string[] {
  return [...(production.joined?.warnings ?? []), ...warnings];
}

/** The film itself; what stands beside it is named alike. */
export function filmFiles({ joined, ...production }: Production): FilmFile[] {
  const [film] = joined && !awaitsJoin({ joined, ...production }) ? joined.files : [];
  return film && joined ? [{ ...film, duration_seconds: Math.round(joined.seconds * 100) / 100 }] : [];
}

/** How many takes stand where; what is zero is left out. */
export function countsOf(production: Production): Record<string, number> {
  const { unsent, waiting, given_up, failed, ...counts } = countTakes(production);
  const told = { ...counts, failed: failed + given_up, waiting: unsent + waiting };
  return Object.fromEntries(Object.entries(told).filter(([, count]) => count > 0));
}

function renderTake(row: TakeRow, plan: Plan): TakeOutput {
  const { film_clips = row.clip } = plan;
  const { clip, take, is, used, stale, task } = row;
  return {
    ...(clip > film_clips ? { picture: clip - film_clips } : { clip: numberOf(plan, clip), take }),
    task_id: task && taskIdOf(task),
    status: task ? statusOf(task) : is === 'given_up' ? 'failed' : 'waiting',
    used: (used && clip <= film_clips) || undefined,
    stale: stale || undefined,
    path: task?.files[0]?.path,
    mismatches: task && task.mismatches.length > 0 ? task.mismatches : undefined,
    error: renderRowFailure(row),
  };
}

/** A service's own advice is for who sends again; a refused step is sent again by itself. */
function renderRowFailure({ is, task, refused }: TakeRow): TakeOutput['error'] {
  if (refused?.error) return renderFailure({ ...refused.error, nextStep: 'It is sent again by itself.' });
  return task && is !== 'completed' ? renderFailure(failureOf(task)) : undefined;
}

/** Takes that are missing although every clip has one. */
function describeLost(production: Production): string[] {
  const { failed = 0 } = countsOf(production);
  if (failed === 0 || statusOfProduction(production) !== 'completed') return [];
  return [`${failed} ${failed === 1 ? 'take' : 'takes'} failed; every clip has another.`];
}

function describeStuck({ task }: TakeRow, app: App): string[] {
  const overdue = task && describeOverdue(task, app);
  return overdue ? [`${taskIdOf(task)}: ${overdue}`] : [];
}

function describeCharges({ task }: TakeRow): string[] {
  return task ? describeCharge(task).map((words) => `${taskIdOf(task)}: ${words}`) : [];
}
