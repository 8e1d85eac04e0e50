import type { Tier } from '../core/tier.ts';
import type { Backend, Client, Model } from './backend.ts';

/** A backend that is connected: its client, and where it is spoken to. */
export type Service = {
  backend: Backend;
  client: Client;
  baseUrl: string;
  rehearsal: boolean;
  /** Throws `unauthorized` in the service's own words when there is no key. */
  requireKey(): void;
  hasKey(): boolean;
  /** What tells keys apart without telling the key; undefined without one. */
  hashKey(salt: string): string | undefined;
  /** Whether a text holds this service's key. */
  isKeyIn(text: string): boolean;
};

export type Services = {
  all: readonly Service[];
  byId(id: string): Service | undefined;
  /** Throws `unknown_model` with the nearest ids. `tier` is what a well-known name says beside the model. */
  forModel(modelId: string): { service: Service; model: Model; tier?: Tier; warnings: string[] };
  /** A recorded model that is no longer known waits like another of its kind; a service that is not known throws `not_found`. */
  forTask(task: { backend: string; model_id: string; kind: Model['kind'] }): { service: Service; model: Model };
};
