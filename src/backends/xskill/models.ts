import type { XskillModel } from './model.ts';
import { seedreamEdit, seedreamTextToImage } from './seedream.ts';
import { superSeed2 } from './super-seed2.ts';
import { superSeed2Lite } from './super-seed2-lite.ts';
import { unchecked } from './unchecked.ts';

export const models: readonly XskillModel[] = [superSeed2, superSeed2Lite, seedreamTextToImage, seedreamEdit];

/** The model of an id, described here or passed through. */
export function modelOf(id: string): XskillModel {
  return models.find((model) => model.id === id) ?? unchecked(id);
}
