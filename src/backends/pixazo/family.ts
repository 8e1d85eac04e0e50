import type { ModelLimits } from '../../core/model-limits.ts';
import type { Tier } from '../../core/tier.ts';
import type { Wait } from '../backend.ts';
import type { Input } from './operation-spec.ts';

/** docs/wire.md, Pixazo operations. */
export const operationNames = ['text', 'frames', 'references', 'edit', 'extend'] as const;
export type OperationName = (typeof operationNames)[number];

/** About 10 minutes, asked for at the rhythm of docs/wire.md, xskill models. */
export const wait: Wait = { firstSeconds: 60, everySeconds: 90, typicalSeconds: 600, pollSeconds: 10 };

export const unit = 'USD';

/** One model with its operations: what is the same for all of them, and where they differ from Seedance 2.0. */
export type Family = {
  /** Begins the ids of its operations. */
  id: string;
  title: string;
  tier?: Tier;
  limits: ModelLimits & Required<Pick<ModelLimits, 'duration' | 'ratios' | 'resolutions'>>;
  operations: Partial<Record<OperationName, { name: string; path: string }>>;
  /** What the service takes for what is left out; not known where no document lists the options. */
  defaults?: Partial<Input>;
  /** USD a second, where the rate is known: one for all resolutions, or one each. */
  rates?: { usd: number | Readonly<Record<string, number>>; source: string };
  /** No document lists the options: they are sent as other clients send them, and that is told. */
  optionsUnpublished?: boolean;
  /** A duration is always sent, because the model's own choice may be longer and cost more. */
  sendsDuration?: boolean;
  /** Two frames have no roles: the first comes first. */
  framesByOrder?: boolean;
  /** Operations that demand the ratio `adaptive`: the video takes the shape of what it is made from. */
  adaptive?: readonly OperationName[];
  /** Operations that take no duration: the video lasts as long as its clip. */
  asLongAsClip?: readonly OperationName[];
};

export function operationId({ id, operations }: Family, name: OperationName): string | undefined {
  const operation = operations[name];
  return operation && `${id}/${operation.name}`;
}

/** The limits of one operation. */
export function limitsOf({ limits, adaptive }: Family, name: OperationName): ModelLimits {
  return adaptive?.includes(name) ? { ...limits, ratios: ['adaptive'] } : limits;
}

/** `Use seedance-2-0/reference-to-video.` */
export function useInstead(family: Family, name: OperationName): string {
  return `Use ${operationId(family, name)}.`;
}
