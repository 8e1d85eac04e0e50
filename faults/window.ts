import { type App, createApp } from '../src/app.ts';
import { createConfig } from '../src/config/config.ts';
import type { Clock } from '../src/core/clock.ts';
import { createNetwork } from '../src/net/network.ts';
import { tools } from '../src/tools/index.ts';
import { runTool } from '../src/tools/tool.ts';

/** A window of a user in this process: only those that are killed need one of their own. */
export function openWindow({ env, home }: { env: Record<string, string>; home: string }, clock: Clock): App {
  const config = createConfig({ env, userHome: home });
  const { origin } = new URL(env.XSKILL_BASE_URL ?? '');
  return createApp({
    config,
    log: { debug: () => undefined },
    clock,
    send: createNetwork({ trustedOrigins: new Set([origin]) }),
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a fault reads what it expects
export type Answer = Record<string, any>;

export async function call(app: App, name: string, input: unknown): Promise<Answer> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(name);
  return runTool(tool, input, app, { client: 'test', progress: () => undefined });
}
