import type { Dialect } from '../backend.ts';
import { chooseTier } from '../tier.ts';
import { mention } from './content.ts';
import { type Family, type OperationName, operationId, operationNames } from './family.ts';
import { families, models, usualFamily } from './models.ts';

type Has = Parameters<Dialect['modelFor']>[1];

/** The operation for a task in the family that is wanted. */
const modelFor: Dialect['modelFor'] = (task, has, { modelId, tier } = {}) => {
  const wanted = findModel(operationFor(task, has, modelId));
  const chosen = wanted && tier !== undefined ? findModel(chooseTier(wanted, tier).modelId) : wanted;
  return chosen && { modelId: chosen.id, limits: chosen.limits };
};

export const dialect: Dialect = { renderReference: mention, modelFor };

function findModel(id: string | undefined) {
  return models.find((model) => model.id === id);
}

/** An operation that was named stays where it can do the task; a model without such families stays in any case. */
function operationFor(task: string, has: Has, modelId: string | undefined): string | undefined {
  const named = modelId === undefined ? { family: usualFamily } : findOperation(modelId);
  if (!named) return modelId;
  const { family, name } = named;
  const fitting = operationsFor(task, has).filter((one) => family.operations[one]);
  const chosen = fitting.find((one) => one === name) ?? fitting[0];
  return chosen && operationId(family, chosen);
}

function findOperation(modelId: string): { family: Family; name?: OperationName } | undefined {
  return families
    .flatMap((family) => operationNames.map((name) => ({ family, name })))
    .find(({ family, name }) => operationId(family, name) === modelId);
}

/** The operations that can do a task, the best first. To bridge is to generate with the clips as references, and so is to extend where nothing else does. */
function operationsFor(task: string, { images, videos, audios }: Has): readonly OperationName[] {
  switch (task) {
    case 'edit':
      return ['edit', 'references'];
    case 'extend':
      return videos === 1 && images + audios === 0 ? ['extend', 'references'] : ['references'];
    case 'bridge':
      return ['references'];
    case 'first_last_frames':
      return ['frames'];
    default:
      return images + videos + audios > 0 ? ['references'] : ['text'];
  }
}
