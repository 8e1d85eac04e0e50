import { AppError } from '../core/errors.ts';
import type { Tier } from '../core/tier.ts';
import type { Model, TierChoice } from './backend.ts';

/** What a tier is for a model: another model, or parameters. Throws `invalid_input` that says which tiers there are. */
export function chooseTier({ id, tiers = {} }: Pick<Model, 'id' | 'tiers'>, tier: Tier): TierChoice {
  const choice = tiers[tier];
  if (choice) return choice;
  const known = Object.keys(tiers);
  const has = known.length > 0 ? `It has ${known.join(' and ')}.` : 'It has no tiers to choose from.';
  throw new AppError('invalid_input', `${id} has no ${tier} tier. ${has}`, {
    nextStep: 'Leave tier out, or use another model. Nothing was sent.',
  });
}
