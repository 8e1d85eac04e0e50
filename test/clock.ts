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

/** Lets everything that is ready run, and waits for the disk: it works in real time, whatever the clock says. */
export async function settle(): Promise<void> {
  const patience = performance.now() + 500; // a read of a pipe that nobody writes to never ends
  for (let turn = 0; turn < 20; turn++) {
    const isBusy = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
    if (isBusy && performance.now() < patience) turn = 0;
    await new Promise((resolve) => (isBusy ? setTimeout(resolve, 1) : setImmediate(resolve)));
  }
}
