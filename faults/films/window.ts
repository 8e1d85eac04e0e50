import { setTimeout as delay } from 'node:timers/promises';
import { type App, createApp } from '../../src/app.ts';
import { createConfig } from '../../src/config/config.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createNetwork } from '../../src/net/network.ts';
import { tools } from '../../src/tools/index.ts';
import { runTool } from '../../src/tools/tool.ts';

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

export function openWindow(scene: Scene): App {
  const config = createConfig({ env: scene.env, userHome: scene.home });
  const { origin } = new URL(scene.env.XSKILL_BASE_URL ?? '');
  const send = createNetwork({ trustedOrigins: { has: (one) => one === origin } });
  return createApp({ config, log: { debug: () => undefined }, clock: createSharedClock(scene), send });
}

// biome-ignore lint/suspicious/noExplicitAny: a fault reads what it expects
export type Answer = Record<string, any>;

async function call(app: App, name: string, input: unknown): Promise<Answer> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(name);
  return runTool(tool, input, app, { client: 'test', progress: () => undefined });
}

/** Composes a film, submits it and waits until nothing more comes of it by itself. */
export async function makeFilm(app: App, { storyboard, takes }: Scene): Promise<Answer> {
  const { submit } = await call(app, 'compose_storyboard', storyboard);
  const { task_id } = await call(app, 'submit_task', { ...submit, takes });
  for (;;) {
    const answer = await call(app, 'get_task', { task_id, wait_seconds: 900 });
    if (answer.status !== 'processing' && !answer.saving) return answer;
  }
}
