import type { Dialect } from '../backend.ts';
import { chooseTier } from '../tier.ts';
import { modelOf } from './models.ts';
import { fileMention } from './prompt.ts';
import { imageSizes, seedreamEdit, seedreamTextToImage } from './seedream.ts';
import { superSeed2 } from './super-seed2.ts';

/** One model does every task. */
const modelFor: Dialect['modelFor'] = (task, has, { modelId = superSeed2.id, tier } = {}) => {
  const model = modelOf(modelId);
  const { limits = model.limits, parameters } = model.forTask?.(task, has) ?? {};
  const ofTier = tier === undefined ? undefined : chooseTier(model, tier).parameters;
  return { modelId, limits, parameters: { ...parameters, ...ofTier } };
};

const pictures = { edit: seedreamEdit.id, create: seedreamTextToImage.id };

export const dialect: Dialect = { renderReference: fileMention, modelFor, imageSizes, pictures };
