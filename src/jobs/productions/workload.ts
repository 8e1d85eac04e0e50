/** Pieces of work side by side, each under a name, one at a time of a name. */
export type Workload = {
  start(name: string, work: () => Promise<void>): void;
  has(name: string): boolean;
  /** How many names begin so. */
  count(prefix: string): number;
  /** Until one has ended, somebody pokes, or `wait` resolves. */
  idle(wait: Promise<void>): Promise<void>;
  poke(): void;
  /** Until those that are under way now, and whose names begin so, have ended. */
  settled(prefix: string): Promise<void>;
};

/** `work` must not throw. */
export function createWorkload(): Workload {
  const busy = new Map<string, Promise<void>>();
  let wake = (): void => undefined;
  let poked = false;

  function poke(): void {
    poked = true;
    wake();
  }

  const names = (prefix: string): string[] => [...busy.keys()].filter((name) => name.startsWith(prefix));

  return {
    start: (name, work) => {
      if (busy.has(name)) return;
      const working = work().finally(() => {
        busy.delete(name);
        poke();
      });
      busy.set(name, working);
    },
    has: (name) => busy.has(name),
    count: (prefix) => names(prefix).length,
    idle: async (wait) => {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!poked) await Promise.race([woken, wait]);
      poked = false;
    },
    poke,
    settled: async (prefix) => {
      await Promise.all(names(prefix).map((name) => busy.get(name)));
    },
  };
}
