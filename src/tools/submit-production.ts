import * as z from 'zod';
import type { App } from '../app.ts';
import { addPrices, mostOf, multiplyAmount, Price, renderSum } from '../core/price.ts';
import { tiers } from '../core/tier.ts';
import type { QuotedClip } from '../jobs/productions/quote-clips.ts';
import type { Used } from '../jobs/productions/steer.ts';
import type { ProductionQuote, SubmittedProduction } from '../jobs/productions/submit.ts';
import type { Production } from '../store/productions/production.ts';
import { pricesOf, statusOfProduction } from '../store/productions/progress.ts';
import { taskIdOf } from '../store/task.ts';
import { countsOf, filmFiles } from './production-output.ts';
import { productionStep } from './production-step.ts';
import { describeTimeLeft, pauseSeconds, renderFailure } from './task-output.ts';

/** Clips that are quoted alike. */
export const QuotedClips = z.object({
  /** Their numbers: `1-3, 5`. */
  clips: z.string().optional(),
  /** Of a film: pictures that clips open on. */
  pictures: z.string().optional(),
  model_id: z.string(),
  tier: z.enum(tiers).optional(),
  /** Of each clip. */
  takes: z.number(),
  /** Of these takes, how many are there already. */
  there: z.number().optional(),
  /** Of one take. */
  price: Price,
  /** Of all that is missing of them, at the worst, in the same unit; left out where it is one take. */
  total: z.number().optional(),
});
type QuotedClips = z.output<typeof QuotedClips>;

/** What became of a production that was submitted, or what it would cost. */
export function renderSubmitted(submitted: SubmittedProduction, app: App) {
  const { quote, production, missing, duplicate, warnings, dryRun, refusal } = submitted;
  return {
    ...(production && describeProduction(production, app)),
    submitted_at: production && duplicate ? new Date(production.plan.at).toISOString() : undefined,
    status: dryRun || !production ? ('dry_run' as const) : statusOfProduction(production),
    price: missing ?? (production ? addPrices(pricesOf(production)) : quote?.total),
    clips: dryRun && quote ? groupClips(quote.clips, quote.filmClips) : undefined,
    ...(refusal && { error: renderFailure(refusal) }),
    duplicate: duplicate || (dryRun ? undefined : false),
    next_step: nextStep(submitted, app),
    warnings,
    ...(app.rehearsal && { rehearsal: true }),
  };
}

function describeProduction(production: Production, app: App) {
  const { plan, reason } = production;
  const status = statusOfProduction(production);
  const { secondsLeft } = app.productions.forecast({ production, latest: new Map() });
  return {
    task_id: plan.key,
    status,
    counts: countsOf(production),
    check_after_seconds: status === 'processing' ? pauseSeconds(secondsLeft) : undefined,
    error: renderFailure(reason),
  };
}

function nextStep({ quote, production, missing, duplicate, dryRun, refusal }: SubmittedProduction, app: App): string {
  if (dryRun && duplicate) return `Nothing was sent. ${knownStep} Call get_task with this task_id.`;
  if (dryRun) {
    const cost = missing ? ` It would cost ${renderSum(missing)} at the most, for what is missing.` : '';
    const told = quote ? describeCost(quote) : cost;
    if (refusal)
      return `Nothing was sent.${told} But the submit would be refused now. ${refusal.message} ${refusal.nextStep}`;
    return `Nothing was sent.${told} Tell the user, then call submit_task again without dry_run.`;
  }
  if (!production) return '';
  if (duplicate && statusOfProduction(production) === 'completed')
    return `${knownStep} It is completed: call get_task with this task_id for its files.`;
  const { secondsLeft } = app.productions.forecast({ production, latest: new Map() });
  const step = productionStep({ production, saving: false, secondsLeft, rows: [] });
  if (statusOfProduction(production) !== 'processing') return step;
  const left = describeTimeLeft(secondsLeft).replace(/^a/, 'A');
  return `${duplicate ? `${knownStep} ` : ''}${left} in all. Call get_task with this task_id; it waits for you. Do not submit again.`;
}

const knownStep =
  'This same request is already planned and paid for: nothing new is reserved. For another take of the same request: allow_duplicate: true.';

function describeCost({ clips, total }: ProductionQuote): string {
  const missing = clips.reduce((sum, { takes, there }) => sum + takes - there.length, 0);
  if (missing === 0) return ' All of it is there already: it costs nothing more.';
  return ` It would cost ${renderSum(total)} at the most, for ${missing} task${missing === 1 ? '' : 's'}.`;
}

type Noun = 'clips' | 'pictures';
type Group = { row: Omit<QuotedClips, Noun | 'total'>; numbers: number[]; noun: Noun; attempts: number };

/** So many groups at the most; a batch of many kinds is told by its sum. */
const mostGroups = 12;

function groupClips(clips: readonly QuotedClip[], filmClips = Number.POSITIVE_INFINITY): QuotedClips[] {
  const groups = new Map<string, Group>();
  for (const {
    clip,
    numbers: [number = clip],
    prepared,
    takes,
    there,
    price,
    attempts,
  } of clips) {
    const { tier } = prepared.model.expected(prepared.input);
    const row = { model_id: prepared.model.id, tier, takes, there: there.length || undefined, price };
    const noun: Noun = clip > filmClips ? 'pictures' : 'clips';
    const name = JSON.stringify([noun, row]);
    const group = groups.get(name) ?? { row, numbers: [], noun, attempts: 0 };
    groups.set(name, group);
    group.attempts += attempts;
    group.numbers.push(noun === 'clips' ? number : clip - filmClips);
  }
  return [...groups.values()].slice(0, mostGroups).map(({ row, numbers, noun, attempts }) => ({
    [noun]: renderRanges(numbers),
    ...row,
    total: attempts === 1 ? undefined : mostOfAll(row.price, attempts),
  }));
}

/** What is held for them, as max_cost and caps count it. */
function mostOfAll(price: Price, times: number): number | undefined {
  const most = mostOf(price);
  return most && multiplyAmount(most, times);
}

/** `1-3, 5`. */
function renderRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

/** A production that is sent no more. */
export function renderStopped(production: Production, app: App) {
  const { running = 0, waiting = 0 } = countsOf(production);
  const rest =
    waiting === 0
      ? 'Nothing was left to send.'
      : `Nothing more is sent; what was reserved for ${waiting} is given back.`;
  const left = running === 0 ? '' : ` ${running} are at work and paid for: get_task with this task_id saves them.`;
  const again = waiting === 0 ? '' : ' To go on with what is missing: submit_task with this task_id.';
  return {
    ...describeProduction(production, app),
    price: addPrices(pricesOf(production)),
    duplicate: false,
    next_step: rest + left + again,
    warnings: [],
    ...(app.rehearsal && { rehearsal: true }),
  };
}

export function renderUsed(taskId: string, { tasks, production }: Used, app: App) {
  const ids = tasks.map(taskIdOf).join(', ');
  const told = `From now on ${ids} ${tasks.length === 1 ? 'is' : 'are'} used. Nothing was spent.`;
  const isFilm = production?.plan.film_clips !== undefined;
  const after = isFilm ? ` ${productionStep({ production, saving: false, secondsLeft: 0, rows: [] })}` : '';
  return {
    task_id: taskId,
    status: production ? statusOfProduction(production) : ('completed' as const),
    files: isFilm ? filmFiles(production) : undefined,
    duplicate: false,
    next_step: told + after,
    warnings: isFilm ? (production.joined?.warnings ?? []) : [],
    ...(app.rehearsal && { rehearsal: true }),
  };
}
