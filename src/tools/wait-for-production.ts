import type { App } from '../app.ts';
import type { FoundProduction, GetProduction } from '../jobs/productions/get.ts';
import { countTakes } from '../jobs/productions/rows.ts';
import type { Run } from '../jobs/productions/run.ts';
import type { Production } from '../store/productions/production.ts';
import { type Clip, clipsOf } from '../store/productions/progress.ts';
import { describeTimeLeft } from './task-output.ts';
import type { Call } from './tool.ts';

const everyMs = 3_000;
const mostPercent = 99;

/** One production, with news for a waiting client every few seconds. */
export async function waitForProduction(request: GetProduction, app: App, call: Call): Promise<FoundProduction> {
  const stopped = new AbortController();
  let run: Run | undefined;
  let shown = 0;

  const tell = (): void => {
    if (!run?.production || stopped.signal.aborted) return;
    const { progress, secondsLeft } = app.productions.forecast({ production: run.production, latest: run.latest });
    shown = Math.max(shown + (mostPercent - shown) / 1000, Math.min(mostPercent, 100 * progress));
    call.progress({
      progress: Math.round(shown * 1e6) / 1e6,
      total: 100,
      message: describeProgress(run.production, secondsLeft),
    });
  };

  void (async () => {
    while (!stopped.signal.aborted) {
      tell();
      await app.clock.sleep(everyMs, stopped.signal).catch(() => undefined);
    }
  })();
  try {
    return await app.productions.get(request, { ...call, onRun: (found) => (run = found) });
  } finally {
    stopped.abort();
  }
}

const nouns = { takes: 'Take', batch: 'Task', film: 'Clip' };

function describeProgress(production: Production, secondsLeft: number): string {
  const { film_clips, kind } = production.plan;
  const clips = clipsOf(production).filter(({ clip }) => clip <= (film_clips ?? clip));
  const takes = countTakes(production);
  const { all, completed } = film_clips === undefined ? takes : countUsed(clips);
  const left = film_clips ? 'Joining...' : 'Saving...';
  const stage = takes.running > 0 ? 'Generating...' : completed === all ? left : 'Queued...';
  return `${nouns[kind]} ${Math.min(all, completed + 1)} of ${all}: ${stage} ${describeTimeLeft(secondsLeft)} left`;
}

function countUsed(clips: readonly Clip[]): { all: number; completed: number } {
  return { all: clips.length, completed: clips.filter(({ used }) => used).length };
}
