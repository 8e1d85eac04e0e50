import type { Model } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError, toAppError } from '../core/errors.ts';
import type { Price } from '../core/price.ts';
import type { Tier } from '../core/tier.ts';
import { type Draft, draftIdOf, parseDraftId } from '../store/draft.ts';
import type { Jobs } from './jobs.ts';
import { refuseKeys } from './refuse-keys.ts';

/** One request, written out or as a draft. What stands beside a draft is laid over it. */
export type Asked =
  | { modelId: string; parameters: Record<string, unknown>; tier?: Tier }
  | { draftId: string; parameters?: Record<string, unknown>; tier?: Tier };

export type WrittenOut = Extract<Asked, { modelId: string }>;

/** A draft as it can be read: what it submits, and its listed price. */
export type DraftDescription = { draft_id: string } & Draft & { price?: Price };

type Kept = { draftId: string } | { problem: Diagnostic };

/** Keeps a draft. Throws `invalid_input` for one that holds a key; one that the disk does not take is told. */
export async function keepDraft(jobs: Jobs, draft: Draft): Promise<Kept> {
  refuseKeys(jobs.services, draft.parameters);
  try {
    return { draftId: await jobs.store.keepDraft(draft) };
  } catch (error) {
    return { problem: notKept(toAppError(error).message) };
  }
}

/** Throws `not_found` for a draft that is not there, or no longer. */
export async function describeDraft(jobs: Jobs, id: string): Promise<DraftDescription> {
  const draft = await findDraft(jobs, id);
  const { model } = jobs.services.forModel(draft.model_id);
  const { input } = checkParameters(model, draft.parameters);
  return { draft_id: draftIdOf(draft), ...draft, price: input && model.listedPrice(input) };
}

/** The request with its draft read, less what a tier beside it replaces. */
export async function writeOut(jobs: Jobs, asked: Asked): Promise<WrittenOut> {
  if ('modelId' in asked) return asked;
  const { model_id: modelId, parameters: drafted } = await findDraft(jobs, asked.draftId);
  const { model } = jobs.services.forModel(modelId);
  const kept = asked.tier === undefined ? drafted : withoutTier(drafted, model);
  return { modelId, parameters: { ...kept, ...asked.parameters }, tier: asked.tier };
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
