import type { App } from '../app.ts';
import type { Model } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Price } from '../core/price.ts';
import type { Tier } from '../core/tier.ts';
import type { OpenOptions } from '../jobs/upload.ts';
import type { Composed } from '../prompt/storyboard.ts';

/** What is told of a request beside its draft. */
type Offer = { model_id: string; tier?: Tier; duration?: number; ratio?: string; price: Price };

/** What `submit_task` would refuse is an error here already: the model's own check has the last word. */
export function checkByModel(composed: Composed, app: App): Checked {
  if (!composed.submit) return { composed };
  const { model } = app.resolveModel(composed.submit.model_id);
  const { input, problems } = checkParameters(model, composed.submit.parameters);
  if (input) {
    const { tier, durationSeconds: duration, ratio } = model.expected(input);
    return { composed, offer: { model_id: model.id, tier, duration, ratio, price: listedPrice(model, input) } };
  }
  const refused = problems.filter(({ severity }) => severity === 'error');
  return { composed: { ...composed, submit: null, problems: [...refused, ...composed.problems] } };
}

type Checked = { composed: Composed; offer?: Offer };

/** What it would refuse of this machine, and of the record. */
export async function checkBySubmit({ composed, offer }: Checked, files: OpenOptions, app: App): Promise<Checked> {
  const foreseen = composed.submit ? await app.foresee([composed.submit], files) : [];
  const isRefused = foreseen.some(({ severity }) => severity === 'error');
  const problems = [...composed.problems, ...foreseen];
  return { composed: { ...composed, problems, submit: isRefused ? null : composed.submit }, offer };
}

/** Without its note, unless that says why no price is known: the dry run tells more. */
export function listedPrice(model: Model, input: Record<string, unknown>): Price {
  const { note, ...price } = model.listedPrice(input);
  return price.amount === undefined ? { ...price, note } : price;
}
