import type { ReferenceType } from './text/mentions.ts';

export const tasks = ['generate', 'edit', 'extend', 'bridge', 'first_last_frames'] as const;
export type Task = (typeof tasks)[number];

/** What the compiler must know of a service. A backend's `dialect` with its id is one. */
export type Target = {
  /** Backend id, shown in messages. */
  id: string;
  /** The service's own spelling of its n-th reference, numbered per type from 1. */
  renderReference(type: ReferenceType, n: number): string;
  /** The model that does a task, or undefined where the service cannot. */
  modelFor(task: string, has: { images: number; videos: number; audios: number }): string | undefined;
};
