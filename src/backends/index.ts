import { AppError } from '../core/errors.ts';
import { findNearest } from '../core/nearest.ts';
import type { Backend, Model } from './backend.ts';
import { pixazo } from './pixazo/index.ts';
import { xskill } from './xskill/index.ts';

/** Every service, the default one first. A third is one more line here. */
export const backends: readonly Backend[] = [xskill, pixazo];

export type Resolved = { backend: Backend; model: Model; warnings: string[] };

/**
 * The model of an id and the service that has it. An id that nothing here describes passes through to a service that takes
 * such ids, with a warning; one that looks like a slip of the finger is refused as `unknown_model`, with the nearest.
 */
export function resolveModel(modelId: string): Resolved {
  const id = modelId.trim();
  for (const backend of backends) {
    const model = backend.models.find((known) => known.id === id);
    if (model) return { backend, model, warnings: [] };
  }
  return passThrough(id) ?? refuse(id);
}

const knownIds = (): string[] => backends.flatMap(({ models }) => models.map(({ id }) => id));

function passThrough(id: string): Resolved | undefined {
  const near = findNearest(id, knownIds());
  if ((near && !isOtherVersion(id, near)) || isOfClosedService(id)) return undefined;
  for (const backend of backends) {
    const model = backend.passThrough?.(id);
    const mayMean = near ? ` If ${near} was meant, use that.` : '';
    const warning = `${id} is not described here: none of its parameters were checked, and ${backend.title} may refuse them.${mayMean}`;
    if (model) return { backend, model, warnings: [warning] };
  }
  return undefined;
}

/** `…/v4/edit` beside `…/v4.5/edit`, `super-seed3` beside `super-seed2`: a model of its own, not a slip of the finger. */
function isOtherVersion(id: string, known: string): boolean {
  return id.toLowerCase() !== known.toLowerCase() && withoutVersion(id) === withoutVersion(known);
}

function withoutVersion(id: string): string {
  return id.toLowerCase().replace(/v?\d+(?:[.-]\d+)*/g, '#');
}

/** `seedance-2-0/…` belongs to a service whose operations are all known, and so does `seedance-3-0/…`. */
function isOfClosedService(id: string): boolean {
  const familyOf = (modelId: string) => withoutVersion(modelId.split('/')[0] ?? '');
  return backends.some(
    (backend) => !backend.passThrough && backend.models.some((model) => familyOf(model.id) === familyOf(id)),
  );
}

function refuse(id: string): never {
  const known = knownIds();
  const near = findNearest(id, known);
  const hint = near ? `Did you mean ${near}?` : `Known are: ${known.join(', ')}.`;
  throw new AppError('unknown_model', `There is no model "${id.slice(0, 100)}". ${hint}`);
}
