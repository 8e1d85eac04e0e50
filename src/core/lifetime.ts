import type { Clock } from './clock.ts';
import type { Ending } from './ending.ts';
import { AppError } from './errors.ts';
import { lazy } from './lazy.ts';

/** The life of a process: which requests are under way, and how they end when the client is gone. */
export type Lifetime = {
  ending: Ending;
  /** Counts a request until it is answered or given up. */
  began(id: unknown): void;
  answered(id: unknown): void;
  /** No more requests come: answers those under way, then ends. */
  drain(): void;
  /** Ends as soon as nothing that spends money is under way. Asked again more than a second later, it waits no longer. */
  stop(): void;
  /** Gives up what is still held; the process ends by itself. */
  cutShort(): void;
};

/** What ends a process from outside: Ctrl-C, `kill`, the window that it runs in. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Options = {
  clock: Clock;
  /** Waits until what was written has left. */
  flush(): Promise<unknown>;
  exit(code: number): void;
};

/** How long an answer, or a request that spends money, may still take. */
const lingerMs = 20_000;
/** Claude Code sends SIGINT and, 100 ms later, SIGTERM (docs/clients.md, How a client ends the server): one wish. */
const sameWishMs = 1_000;
/** For the last answers to leave. */
const leaveMs = 500;

export function createLifetime({ clock, flush, exit }: Options): Lifetime {
  const [draining, stopping, cutOff] = [new AbortController(), new AbortController(), new AbortController()];
  const requests = createPending();
  const held = createPending();
  let stoppedAt: number | undefined;

  async function endAfter(pending: Pending): Promise<void> {
    await nextTurn(); // what has just arrived becomes a request
    await Promise.race([pending.empty(), clock.sleep(lingerMs)]);
    await end();
  }

  const cutShort = (): void =>
    cutOff.abort(new AppError('uncertain', 'The process was ended before the service answered.'));

  const end = lazy(async (): Promise<void> => {
    cutShort();
    await Promise.race([held.empty(), clock.sleep(leaveMs)]);
    await nextTurn(); // answers are written
    await Promise.race([flush(), clock.sleep(leaveMs)]);
    exit(0);
  });

  async function hold<T>(work: Promise<T>): Promise<T> {
    held.add(work);
    try {
      return await work;
    } finally {
      held.delete(work);
    }
  }

  return {
    ending: { draining: draining.signal, stopping: stopping.signal, cutOff: cutOff.signal, hold },
    began: requests.add,
    answered: requests.delete,
    drain: () => {
      if (draining.signal.aborted) return;
      draining.abort();
      void endAfter(requests);
    },
    stop: () => {
      if (stoppedAt !== undefined) {
        if (clock.now() - stoppedAt > sameWishMs) void end();
        return;
      }
      stoppedAt = clock.now();
      stopping.abort();
      draining.abort();
      void endAfter(held);
    },
    cutShort,
  };
}

type Pending = { add(item: unknown): void; delete(item: unknown): void; empty(): Promise<void> };

function createPending(): Pending {
  const items = new Set<unknown>();
  let waiting: (() => void)[] = [];
  return {
    add: (item) => void items.add(item),
    delete: (item) => {
      items.delete(item);
      if (items.size > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    empty: () => (items.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
