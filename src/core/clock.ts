import { setTimeout as delay } from 'node:timers/promises';

/** Time, injected so that tests and rehearsals own it. */
export type Clock = {
  /** Milliseconds since 1970, as Date.now. */
  now(): number;
  /** Resolves after `ms`; rejects with an AbortError as soon as the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal });
  },
};
