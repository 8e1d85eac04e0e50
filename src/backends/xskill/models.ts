import type { XskillModel } from './model.ts';
import { seedreamEdit, seedreamTextToImage } from './seedream.ts';
import { superSeed2 } from './super-seed2.ts';
import { unchecked } from './unchecked.ts';

export const models: readonly XskillModel[] = [superSeed2, seedreamTextToImage, seedreamEdit];

/** Ids that the service has and no entry here describes (WIRE.md section 1). */
export const uncheckedModels: readonly string[] = [
  'st-ai/super-seed2-lite',
  'ark/seedance-2.0',
  'fal-ai/bytedance/seedream/v5/lite/text-to-image',
  'fal-ai/bytedance/seedream/v5/lite/edit',
];

/** The model of an id, described here or passed through. */
export function modelOf(id: string): XskillModel {
  return models.find((model) => model.id === id) ?? unchecked(id);
}
