import type { Dialect } from '../backend.ts';
import { chooseTier } from '../tier.ts';
import { modelOf } from './models.ts';
import { imageSizes } from './seedream.ts';
import { fileMention, superSeed2 } from './super-seed2.ts';

/** One model does every task. */
const modelFor: Dialect['modelFor'] = (_task, _has, { modelId = superSeed2.id, tier } = {}) => {
  const model = modelOf(modelId);
  const { parameters } = tier === undefined ? {} : chooseTier(model, tier);
  return { modelId, limits: model.limits, ...(parameters && { parameters }) };
};

export const dialect: Dialect = { renderReference: fileMention, modelFor, imageSizes };
