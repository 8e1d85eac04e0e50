import type { Diagnostic } from '../../core/diagnostic.ts';
import type { ModelLimits } from '../../core/model-limits.ts';
import type { Storyboard } from '../input.ts';
import type { ModelChoice, Target, Task } from '../target.ts';
import type { Counts } from '../text/mentions.ts';

/** Undefined `model`: the service has none for the task. Its limits are then unknown, and nothing is checked against them. */
export type ChosenModel = { model: ModelChoice | undefined; limits: ModelLimits; told: Diagnostic[] };

/** The model that a storyboard is written for. Another operation of the family that was named is told. */
export function chooseModel(
  { model_id: modelId, tier }: Storyboard,
  task: Task,
  counts: Counts,
  target: Target,
): ChosenModel {
  const has = { images: counts.image, videos: counts.video, audios: counts.audio };
  const model = target.modelFor(task, has, { modelId, tier });
  if (!model || modelId === undefined || model.modelId === modelId)
    return { model, limits: model?.limits ?? {}, told: [] };
  const message = `${modelId} is not the operation for this: it is written for ${model.modelId}.`;
  return {
    model,
    limits: model.limits,
    told: [
      { rule: 'model-operation', severity: 'info', path: 'model_id', message, fix: `${modelId} → ${model.modelId}` },
    ],
  };
}
