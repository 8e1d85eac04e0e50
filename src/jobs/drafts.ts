import type { Model } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError, toAppError } from '../core/errors.ts';
import type { FilmPlan } from '../core/film-plan.ts';
import { addPrices, type Price, type PriceSum } from '../core/price.ts';
import type { Tier } from '../core/tier.ts';
import { type ClipDraft, Draft, draftIdOf, isFilmDraft, parseDraftId } from '../store/draft.ts';
import type { Jobs } from './jobs.ts';
import { refuseKeys } from './refuse-keys.ts';

/** One request, written out or as a draft. What stands beside a draft is laid over it. */
export type Asked =
  | { modelId: string; parameters: Record<string, unknown>; tier?: Tier }
  | { draftId: string; parameters?: Record<string, unknown>; tier?: Tier };

export type WrittenOut = Extract<Asked, { modelId: string }>;

type Priced = { model_id: string; parameters: Record<string, unknown>; price?: Price };
type PricedFilm = {
  clips: ({ clip: number } & Priced)[];
  pictures?: ({ picture: number } & Priced)[];
  price: Price | PriceSum;
};

/** A draft as it can be read: what it submits, and its listed price. */
export type DraftDescription = { draft_id: string } & (Priced | PricedFilm);

type Kept = { draftId: string } | { problem: Diagnostic };

/** Keeps a draft. Throws `invalid_input` for one that holds a key; one that the disk does not take is told. */
export async function keepDraft(jobs: Jobs, draft: Draft): Promise<Kept> {
  refuseKeys(jobs.services, draft);
  try {
    return { draftId: await jobs.store.keepDraft(Draft.parse(draft)) };
  } catch (error) {
    return { problem: notKept(toAppError(error).message) };
  }
}

/** Throws `not_found` for a draft that is not there, or no longer. */
export async function describeDraft(jobs: Jobs, id: string): Promise<DraftDescription> {
  const draft = await findDraft(jobs, id);
  const draft_id = draftIdOf(draft);
  if (!isFilmDraft(draft)) return { draft_id, ...priced(jobs, draft) };
  const clips = draft.clips.map(({ clip, ...request }) => ({ clip, ...priced(jobs, request) }));
  const pictures = draft.pictures.map(({ picture, ...request }) => ({ picture, ...priced(jobs, request) }));
  return { draft_id, clips, ...(pictures.length > 0 && { pictures }), price: priceFilm(jobs, draft) };
}

/** What every step of a film is listed for. */
export function priceFilm(jobs: Jobs, { clips, pictures }: FilmPlan): Price | PriceSum {
  const steps = [...pictures, ...clips];
  const prices = steps.flatMap((request) => priced(jobs, request).price ?? []);
  const sum = addPrices(prices);
  const unknown = steps.length - prices.filter(({ amount }) => amount !== undefined).length;
  if (unknown === steps.length) return sum;
  // What a listed price leaves open is told once the services were asked: by the dry run.
  if (unknown === 0) return { ...sum, note: undefined };
  const note = `Without ${unknown} of its ${steps.length} tasks, which have no listed price: dry_run: true tells it.`;
  return { ...sum, note };
}

function priced({ services }: Jobs, { model_id, parameters }: ClipDraft): Priced {
  const { model } = services.forModel(model_id);
  const { input } = checkParameters(model, parameters);
  return { model_id, parameters, price: input && model.listedPrice(input) };
}

/** The film of a draft; undefined for one clip. Throws `not_found`. */
export async function findFilm(jobs: Jobs, id: string): Promise<FilmPlan | undefined> {
  const draft = await findDraft(jobs, id);
  return isFilmDraft(draft) ? draft : undefined;
}

/** The request with its draft read, less what a tier beside it replaces. */
export async function writeOut(jobs: Jobs, asked: Asked): Promise<WrittenOut> {
  if ('modelId' in asked) return asked;
  const draft = await findDraft(jobs, asked.draftId);
  if (isFilmDraft(draft)) throw refuseFilm(asked.draftId);
  return layOver(jobs, { modelId: draft.model_id, parameters: draft.parameters }, asked);
}

/** What stands beside a draft replaces what it says. */
export function layOver(
  { services }: Jobs,
  { modelId, parameters: drafted }: WrittenOut,
  { parameters, tier }: Pick<Asked, 'parameters' | 'tier'>,
): WrittenOut {
  const { model } = services.forModel(modelId);
  const kept = tier === undefined ? drafted : withoutTier(drafted, model);
  return { modelId, parameters: { ...kept, ...parameters }, tier };
}

function refuseFilm(id: string): AppError {
  return new AppError('invalid_input', `${id} is a film. Submit it by itself: submit_task with draft_id: "${id}".`);
}

async function findDraft({ store }: Jobs, text: string): Promise<Draft> {
  const id = parseDraftId(text);
  const draft = id && (await store.findDraft(id));
  if (draft) return draft;
  throw new AppError('not_found', `There is no draft ${text.slice(0, 60)}.`, {
    nextStep: 'A draft is dropped 30 days after its last use. Compose the storyboard again and use the id it gives.',
  });
}

/** Parameters by which the draft chose its own tier. */
function withoutTier(parameters: Record<string, unknown>, { tiers = {} }: Model): Record<string, unknown> {
  const chosen = Object.values(tiers).flatMap((choice) => Object.keys(choice.parameters ?? {}));
  return Object.fromEntries(Object.entries(parameters).filter(([key]) => !chosen.includes(key)));
}

function notKept(reason: string): Diagnostic {
  return {
    rule: 'draft-not-kept',
    severity: 'warn',
    path: 'submit',
    message: `The draft could not be kept. ${reason}`,
    fix: 'submit holds the full arguments instead: pass them to submit_task unchanged.',
  };
}
