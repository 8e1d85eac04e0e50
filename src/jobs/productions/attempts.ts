import type { Clock } from '../../core/clock.ts';
import { toAppError } from '../../core/errors.ts';
import { createWorkload, type Workload } from './workload.ts';

/** What a run does side by side, each piece under its name. */
export type Attempts = {
  work: Workload;
  /** What stands in the way, by what it keeps from being done. */
  warnings: Map<string, string>;
  /** What is done once at most, or was given up. */
  tried: Set<string>;
  /** Begins a piece. Its trouble is told; what may pass is tried again after a pause. */
  attempt(name: string, piece: () => Promise<void>): void;
};

const troublePauseMs = 60_000;

export function createAttempts(clock: Clock, signal: AbortSignal): Attempts {
  const work = createWorkload();
  const warnings = new Map<string, string>();
  const tried = new Set<string>();
  return {
    work,
    warnings,
    tried,
    attempt: (name, piece) => {
      if (tried.has(name) || signal.aborted) return;
      work.start(name, async () => {
        try {
          await piece();
          warnings.delete(name);
        } catch (thrown) {
          if (signal.aborted) return;
          const { code, message } = toAppError(thrown);
          warnings.set(name, message);
          if (code === 'unauthorized') tried.add(name);
          else await clock.sleep(troublePauseMs, signal).catch(() => undefined);
        }
      });
    },
  };
}
