import type { Clock } from '../core/clock.ts';

/** Where processes agree on when a request may leave. */
export type SharedSlots = {
  /** Takes the next slot of a service; resolves to how long it is until then. */
  takeSlot(name: string, spacingMs: number): Promise<number>;
};

type Options = {
  clock: Clock;
  /** Of the service, at its address. */
  name: string;
  /** In requests a second; undefined where nothing limits them. */
  rate(): number | undefined;
  shared?: SharedSlots;
};

/** Waits until the next request may leave: one after the other, evenly spaced, so that no window of any length sees more. */
export function createPace({ clock, name, rate, shared }: Options): (signal?: AbortSignal) => Promise<void> {
  let nextAt = 0;
  let asking = 0;

  /** Bounded by those before it, wherever the clock goes. */
  function takeOwn(spacingMs: number): number {
    const now = clock.now();
    const at = Math.min(Math.max(nextAt, now), now + asking * spacingMs);
    nextAt = at + spacingMs;
    return at - now;
  }

  return async (signal) => {
    const perSecond = rate();
    if (perSecond === undefined) return;
    const spacingMs = 1000 / perSecond;
    // Without the others a process keeps to its own slots: what was claimed must still be sent, and asked for.
    const own = (): number => takeOwn(spacingMs);
    asking++;
    try {
      const waitMs = shared ? await shared.takeSlot(name, spacingMs).catch(own) : own();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
    } finally {
      asking--;
    }
  };
}
