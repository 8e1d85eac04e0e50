import { createSimulator as simulatePixazo } from '../src/backends/pixazo/simulator.ts';
import { createSimulator as simulateXskill } from '../src/backends/xskill/simulator.ts';
import { serveSimulators } from '../src/simulation/serve.ts';

export type Service = {
  env: Record<string, string>;
  /** Prompts of every create that arrived, accepted or not. */
  posts: string[];
  /** Remote ids that the service gave, by prompt. */
  accepted: Map<string, string[]>;
  close(): Promise<void>;
};

/** Both services on loopback, counting what arrives. */
export async function serveCounting(delayMs: number, now = Date.now): Promise<Service> {
  const posts: string[] = [];
  const accepted = new Map<string, string[]>();
  const counting: typeof simulateXskill = (options) => {
    const simulate = simulateXskill(options);
    return async (request) => {
      if (!request.url.endsWith('/tasks/create')) return simulate(request);
      const { prompt } = ((await request.clone().json()) as { params: { prompt: string } }).params;
      posts.push(prompt);
      const reply = await simulate(request);
      const { data } = (await reply.clone().json()) as { data?: { task_id?: string } };
      if (data?.task_id) accepted.set(prompt, [...(accepted.get(prompt) ?? []), data.task_id]);
      return reply;
    };
  };
  const { url, close } = await serveSimulators({
    simulators: [counting, simulatePixazo],
    port: 0,
    now,
    delayMs,
    balance: 1e9,
  });
  const env = { XSKILL_API_KEY: 'sk-faults', PIXAZO_API_KEY: 'faults', XSKILL_BASE_URL: url, PIXAZO_BASE_URL: url };
  return { env, posts, accepted, close };
}
