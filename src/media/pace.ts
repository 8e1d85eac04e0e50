import { followAbort } from '../core/abort.ts';
import type { Clock } from '../core/clock.ts';
import { NetworkError } from '../net/http.ts';

const lookMs = 10_000;
const stallMs = 30_000;
const windowMs = 60_000;
/** 10 kB a second: slower, and a video would take longer than its link works. */
const leastBytes = 600_000;

/** Watches how fast a body comes. */
export type Pace = {
  /** Fires with why, when nothing comes for a while or too little in a minute; and with the caller's. */
  signal: AbortSignal;
  /** Bytes that came; 0 for headers. */
  count(bytes: number): void;
  /** Why it was cut, if it was. */
  trouble(): 'stalled' | 'slow' | undefined;
  stop(): void;
};

/** One timer at a time, however many chunks come. */
export function watchPace(clock: Clock, caller: AbortSignal | undefined): Pace {
  const stopped = new AbortController();
  const cut = followAbort(caller);
  let trouble: 'stalled' | 'slow' | undefined;
  let cameAt = clock.now();
  let windowAt = cameAt;
  let windowBytes = 0;

  function judge(): typeof trouble {
    const now = clock.now();
    if (now >= cameAt + stallMs) return 'stalled';
    if (now < windowAt + windowMs) return undefined;
    if (windowBytes < leastBytes) return 'slow';
    windowAt = now;
    windowBytes = 0;
    return undefined;
  }

  async function watch(): Promise<void> {
    while (!trouble) {
      await clock.sleep(lookMs, stopped.signal);
      trouble = judge();
    }
    cut.abort(new NetworkError(trouble, 'broken'));
  }
  watch().catch(() => undefined); // stopped

  return {
    signal: cut.signal,
    count: (bytes) => {
      cameAt = clock.now();
      windowBytes += bytes;
    },
    trouble: () => trouble,
    stop: () => {
      stopped.abort();
      cut.release();
    },
  };
}
