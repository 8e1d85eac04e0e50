import { AppError } from '../core/errors.ts';
import type { Tier } from '../core/tier.ts';
import type { Asked } from '../jobs/drafts.ts';

type Given = {
  draft_id?: string;
  model_id?: string;
  parameters?: Record<string, unknown>;
  tier?: Tier;
  fallback_model_id?: string;
};

/** One request as a caller writes it: a draft, or a model with its parameters. Throws on anything in between. */
export function readAsked(given: Given): Asked {
  const { draft_id: draftId, model_id: modelId, parameters, tier, fallback_model_id: fallback } = given;
  if (draftId !== undefined) {
    const beside = modelId === undefined ? fallback && 'fallback_model_id' : 'model_id';
    if (beside) throw refuse(`${beside} cannot stand beside draft_id: a draft names its model.`);
    return { draftId, parameters, tier };
  }
  if (modelId === undefined)
    throw refuse(
      `Give draft_id, or model_id with parameters; ${parameters ? 'parameters stand alone' : 'none is there'}.`,
    );
  if (parameters === undefined) throw refuse('parameters must be given beside model_id.');
  return { modelId, parameters, tier };
}

function refuse(message: string): AppError {
  return new AppError('invalid_input', message, { nextStep: 'Correct that and call again. Nothing was sent.' });
}
