import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../src/app.ts';
import type { Clock } from '../../src/core/clock.ts';
import { type Answer, call } from '../window.ts';

/** What a window is started with. */
export type Scene = {
  env: Record<string, string>;
  home: string;
  /** Every process counts the same time from here, so many times as fast. */
  zero: number;
  timeScale: number;
  storyboard: Record<string, unknown>;
  takes: number;
};

export function createSharedClock({ zero, timeScale }: Pick<Scene, 'zero' | 'timeScale'>): Clock {
  return {
    now: () => zero + (Date.now() - zero) * timeScale,
    sleep: async (ms, signal) => void (await delay(ms / timeScale, undefined, { signal })),
  };
}

/** On a busy machine a fast clock leaves a price a few milliseconds to be read, and without it a cap refuses the film. */
async function submitPatiently(app: App, film: Record<string, unknown>): Promise<Answer> {
  for (;;) {
    try {
      return await call(app, 'submit_task', film);
    } catch (thrown) {
      if (!/price could not be read just now/.test(String(thrown))) throw thrown;
    }
  }
}

/** Composes a film, submits it and waits until nothing more comes of it by itself. */
export async function makeFilm(app: App, { storyboard, takes }: Scene): Promise<Answer> {
  const { submit } = await call(app, 'compose_storyboard', storyboard);
  const { task_id } = await submitPatiently(app, { ...submit, takes });
  for (let tries = 0; ; ) {
    const answer = await call(app, 'get_task', { task_id, wait_seconds: 900 });
    if (answer.status === 'processing' || answer.saving) continue;
    // Trouble of a file or of the join is told, and the next call tries it once more.
    if (answer.status !== 'completed' || answer.files.length > 0 || ++tries === mostTries) return answer;
  }
}

const mostTries = 20;
