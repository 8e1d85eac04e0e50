import type { ModelLimits } from '../core/model-limits.ts';
import type { Tier } from '../core/tier.ts';
import type { ReferenceType } from './text/mentions.ts';

export const tasks = ['generate', 'edit', 'extend', 'bridge', 'first_last_frames'] as const;
export type Task = (typeof tasks)[number];

/** The model for a task, and what its parameters must say beside what the composer writes. */
export type ModelChoice = {
  modelId: string;
  limits: ModelLimits;
  parameters?: Readonly<Record<string, unknown>>;
};

/** What the compiler must know of a service. A backend's `dialect` with its id is one. */
export type Target = {
  /** Backend id, shown in messages. */
  id: string;
  /** The service's own spelling of its n-th reference, numbered per type from 1. */
  renderReference(type: ReferenceType, n: number): string;
  /** The model that does a task, of the family and the tier that are wanted; undefined where the service has none. */
  modelFor(
    task: string,
    has: { images: number; videos: number; audios: number },
    wanted?: { modelId?: string; tier?: Tier },
  ): ModelChoice | undefined;
};
