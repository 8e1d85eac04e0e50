import { AppError, toAppError } from '../../core/errors.ts';
import { FilmOutline } from '../../core/film-plan.ts';
import type { Price, PriceSum } from '../../core/price.ts';
import type { Plan, PlannedRequest } from '../../store/productions/plan.ts';
import { imagineProduction, type Production } from '../../store/productions/production.ts';
import { requireRoad } from '../foresee.ts';
import type { Uploads } from '../hand-over.ts';
import type { Jobs } from '../jobs.ts';
import { inLanes } from '../lanes.ts';
import type { SubmitOptions } from '../submit.ts';
import { capsOf, refuseReservation, whyNotReserved } from './afford.ts';
import { createPlan, identifyPlan, linksOf, writeRequest } from './create-plan.ts';
import { goOn } from './go-on.ts';
import { parseConcurrency } from './places.ts';
import { type Many, type PreparedClip, prepareClips } from './prepare-clips.ts';
import type { FilmMany, PreparedFilm } from './prepare-film.ts';
import { type Quote, type QuotedClip, quoteClips, totalOf } from './quote-clips.ts';

/** What is to be paid for at the worst, clip by clip. */
export type ProductionQuote = { clips: QuotedClip[]; total: Price | PriceSum; filmClips?: number };

/** A production that was planned. A dry run has a quote and no production, unless the same plan is there already. */
export type SubmittedProduction = {
  quote?: ProductionQuote;
  production?: Production;
  /** Of one that is there, in a dry run: what going on with it would cost. */
  missing?: Price | PriceSum;
  /** Nothing new was reserved. */
  duplicate: boolean;
  dryRun: boolean;
  warnings: string[];
  /** Of a dry run: what the submit would be refused with now. */
  refusal?: AppError;
};

export type ManyOptions = Omit<SubmitOptions, 'fallbackModelId'>;

/** Checks everything, quotes the whole, reserves its money and plans it. What it plans is sent by a runner. */
export async function planProduction(
  jobs: Jobs,
  many: Many | FilmMany,
  options: ManyOptions,
): Promise<SubmittedProduction> {
  parseConcurrency(jobs.concurrency);
  const { all, planned: prepared, film } = await prepareMany(jobs, many, options);
  if (!options.dryRun)
    for (const {
      prepared: { service },
    } of prepared)
      service.requireKey();
  const same = identifyPlan({ many, film }, all, options.allowDuplicate ?? false);
  const known = await jobs.store.findSamePlan(same);
  if (known) return goOn(jobs, known, options);
  const quote = await quoteClips(jobs, prepared, options.maxCost);
  const plan = createPlan(jobs, { many, film, project: options.project }, quote.clips, same);
  const warnings = [
    ...describeEqual(prepared, plan.by_line ? 'Lines' : 'Tasks'),
    ...describeThere(quote.clips, plan.film_clips),
    ...describeRepeats(quote.clips),
    ...quote.warnings,
  ];
  const dryRun = options.dryRun ?? false;
  const whole = {
    quote: { clips: quote.clips, total: totalOf(quote.clips), filmClips: plan.film_clips },
    duplicate: false,
    dryRun,
  };
  if (dryRun) return { ...whole, warnings, refusal: await findRefusal(jobs, plan, quote) };
  return { ...whole, warnings, ...(await reserve(jobs, plan, { ...quote, film }, options)) };
}

async function prepareMany(
  jobs: Jobs,
  many: Many | FilmMany,
  options: ManyOptions,
): Promise<PreparedFilm & { film?: FilmOutline }> {
  if (many.kind !== 'film') {
    const all = await prepareClips(jobs, many, options);
    return { all, planned: all };
  }
  const { findSoundtrack, prepareFilm } = await import('./prepare-film.ts');
  const film = await findSoundtrack(jobs, many.film, options);
  return { ...(await prepareFilm(jobs, many, options)), film: FilmOutline.parse(film) };
}

async function findRefusal(jobs: Jobs, plan: Plan, { clips, limits }: Quote): Promise<AppError | undefined> {
  try {
    for (const { prepared, attempts } of clips)
      requireRoad(jobs, prepared.service, attempts > 0 && prepared.pictures.size > 0);
  } catch (thrown) {
    return toAppError(thrown);
  }
  const there = new Map(linksOf(clips).map(({ step, summary }) => [step, summary]));
  return whyNotReserved(jobs, imagineProduction(plan, there), limits);
}

async function reserve(
  jobs: Jobs,
  plan: Plan,
  { clips, limits, film }: Quote & { film?: FilmOutline },
  { ending }: ManyOptions,
): Promise<Pick<SubmittedProduction, 'production' | 'duplicate'>> {
  if (ending?.stopping.aborted) throw new AppError('cancelled', 'The process is being ended. Nothing was sent.');
  const requests: PlannedRequest[] = [];
  const uploads: Uploads = new Map();
  await inLanes(uploadLanes, clips, async (clip) => {
    requests[clip.clip - 1] = await writeRequest(jobs, clip, uploads);
  });
  const links = linksOf(clips).map(({ clip, step, task }) => ({ clip, step, task }));
  const reserved = await jobs.store.reserve({ plan, requests, film, links }, capsOf(limits));
  if (!('production' in reserved)) throw refuseReservation(jobs, limits, reserved);
  return { production: reserved.production, duplicate: reserved.outcome === 'duplicate' };
}

const uploadLanes = 4;

function describeEqual(clips: readonly PreparedClip[], noun: 'Lines' | 'Tasks'): string[] {
  const equal = clips.filter(({ numbers }) => numbers.length > 1);
  const names = equal.map(({ numbers }) => `${noun} ${numbers.join(', ')}`);
  return names.map((name) => `${name} are the same request: it is made once.`);
}

function describeThere(clips: readonly QuotedClip[], filmClips?: number): string[] {
  if (filmClips !== undefined) {
    const whole = clips.filter(({ clip, there, takes }) => clip <= filmClips && there.length === takes).length;
    return whole > 0 ? [`${whole} of ${filmClips} clips are there already and are not paid for again.`] : [];
  }
  const there = clips.reduce((sum, clip) => sum + clip.there.length, 0);
  const all = clips.reduce((sum, clip) => sum + clip.takes, 0);
  return there > 0 ? [`${there} of ${all} are there already and are not paid for again.`] : [];
}

/** A second attempt that may never be needed is part of the quote. */
function describeRepeats(clips: readonly QuotedClip[]): string[] {
  const services = new Set(clips.map(({ prepared }) => prepared.service.backend).filter((one) => !one.refundsFailures));
  return [...services].map(
    ({ title }) =>
      `${title} may charge for a task that fails. Each is tried once more then, so twice the price is reserved; what is not needed is given back.`,
  );
}
