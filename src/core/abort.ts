import { addAbortListener, setMaxListeners } from 'node:events';

/** The work's outcome, or the signal's reason if that fires first. Leaves no listener on the signal. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let listener: Disposable | undefined;
  const aborted = new Promise<never>((_, reject) => {
    listener = addAbortListener(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    listener?.[Symbol.dispose]();
  }
}

/** What a caller's signal aborts too, for as long as it is not released. */
export type FollowingAbort = { signal: AbortSignal; abort(reason?: unknown): void; release(): void };

/** A signal of our own beside the caller's. AbortSignal.any would do, but the caller's signal holds what listens to it for good. */
export function followAbort(caller: AbortSignal | undefined): FollowingAbort {
  const own = new AbortController();
  setMaxListeners(0, own.signal); // every step of a batch may listen at once, and Node would warn of it on stderr
  const listener = caller && addAbortListener(caller, () => own.abort(caller.reason));
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    release: () => listener?.[Symbol.dispose](),
  };
}

/** Resolves when a signal fires; leaves no listener on it once `done` has. */
export function whenAborted(signal: AbortSignal | undefined, done: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true, signal: done });
  });
}
