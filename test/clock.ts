import type { Clock } from '../src/core/clock.ts';

type Sleeper = { at: number; wake(): void };

/** A clock that stands still until a test moves it. */
export type TestClock = Clock & {
  /** Moves time on, waking sleepers in order and letting their work run in between. */
  advance(ms: number): Promise<void>;
  sleepers(): number;
};

export function createTestClock(start = Date.UTC(2026, 10, 21, 12)): TestClock {
  let nowMs = start;
  let sleepers: Sleeper[] = [];
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal?.reason);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        };
        const sleeper = { at: nowMs + ms, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', cancel, { once: true });
      }),
    advance: async (ms) => {
      const end = nowMs + ms;
      await settle();
      for (;;) {
        const next = sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        sleepers = sleepers.filter((other) => other !== next);
        nowMs = Math.max(nowMs, next.at);
        next.wake();
        await settle();
      }
      nowMs = end;
      await settle();
    },
    sleepers: () => sleepers.length,
  };
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
