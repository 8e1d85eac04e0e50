import type { Jobs } from '../jobs.ts';
import type { Watcher } from '../watch.ts';
import { type Run, type RunOptions, startRun } from './run.ts';

/** Drives productions: each once in this process, however many callers look at it. */
export type Runner = {
  /** `stays`: it goes on when nobody looks any more, for as long as the process lives. */
  join(key: string, options: RunOptions & { stays: boolean }): Visit;
};

export type Visit = { run: Run; leave(): Promise<void> };

type Shared = { run: Run; visitors: number; stays: boolean };

export function createRunner(jobs: Jobs, watcher: Watcher): Runner {
  const runs = new Map<string, Shared>();

  function begin(key: string, options: RunOptions): Shared {
    const shared: Shared = { run: startRun({ jobs, watcher }, key, options), visitors: 0, stays: false };
    runs.set(key, shared);
    void shared.run.ended.finally(() => {
      if (runs.get(key) === shared) runs.delete(key);
    });
    return shared;
  }

  return {
    join: (key, { stays, ...options }) => {
      const shared = runs.get(key) ?? begin(key, options);
      const { run } = shared;
      shared.visitors++;
      shared.stays ||= stays;
      if (options.save && !run.save) run.save = true;
      run.poke();
      return {
        run,
        leave: async () => {
          shared.visitors--;
          if (shared.visitors > 0 || shared.stays) return;
          if (runs.get(key) === shared) runs.delete(key);
          await run.stop();
        },
      };
    },
  };
}
