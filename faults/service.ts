import { createSimulator as simulatePixazo } from '../src/backends/pixazo/simulator.ts';
import { createSimulator as simulateXskill } from '../src/backends/xskill/simulator.ts';
import { serveSimulators } from '../src/simulation/serve.ts';

export type Service = {
  env: Record<string, string>;
  /** Prompts of every create that arrived, accepted or not. */
  posts: string[];
  /** Remote ids that the service gave, by prompt. */
  accepted: Map<string, string[]>;
  /** Prompts of those that were taken and not answered. */
  cut: string[];
  close(): Promise<void>;
};

type Trouble = {
  /** Of so many submits one is taken, and its connection cut before the answer. */
  everyLost?: number;
  /** Where it listens; loopback unless set. */
  host?: string;
};

/** Both services, counting what arrives. */
export async function serveCounting(
  delayMs: number,
  now = Date.now,
  { everyLost = Number.POSITIVE_INFINITY, host }: Trouble = {},
): Promise<Service> {
  const cut: string[] = [];
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
      if (posts.length % everyLost > 0) return reply;
      cut.push(prompt);
      throw new Error('the reply is lost');
    };
  };
  const { url, close } = await serveSimulators({
    simulators: [counting, simulatePixazo],
    port: 0,
    host,
    now,
    delayMs,
    balance: 1e9,
  });
  const env = { XSKILL_API_KEY: 'sk-faults', PIXAZO_API_KEY: 'faults', XSKILL_BASE_URL: url, PIXAZO_BASE_URL: url };
  return { env, posts, accepted, cut, close };
}
