import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';

export const program = join(import.meta.dirname, '../dist/main.js');

type Message = {
  id?: number;
  method?: string;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
  params?: Record<string, unknown>;
};

/** The built program, spoken to in bare JSON-RPC lines: nothing of the SDK stands in between. */
export type Talk = {
  process: ChildProcess;
  home: string;
  /** Lines on stdout that are not JSON-RPC. */
  noise: string[];
  notifications: Message[];
  stderr(): string;
  request(method: string, params?: Record<string, unknown>): Promise<Message>;
  notify(method: string, params?: Record<string, unknown>): void;
  exited: Promise<{ code: number | null; signal: string | null }>;
};

export async function startProgram(env: Record<string, string> = { SEEDANCE_REHEARSAL: '1' }): Promise<Talk> {
  const home = temporaryFolder();
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      SEEDANCE_HOME: join(home, 'data'),
      SEEDANCE_OUTPUT_DIR: join(home, 'out'),
      ...env,
    },
    stdio: 'pipe',
  });
  const waiting = new Map<number, (message: Message) => void>();
  const talk = { noise: [] as string[], notifications: [] as Message[] };
  let rest = '';
  let stderr = '';
  let lastId = 0;
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = readMessage(line);
      if (!message) talk.noise.push(line);
      else if (message.id === undefined || message.method) talk.notifications.push(message);
      else waiting.get(message.id)?.(message);
    }
  });
  const say = (message: Record<string, unknown>): void =>
    void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request: Talk['request'] = (method, params = {}) =>
    new Promise((resolve) => {
      const id = ++lastId;
      waiting.set(id, resolve);
      say({ id, method, params });
    });
  const exited: Talk['exited'] = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  child.stdin.on('error', () => undefined);
  await request('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bare', version: '0' },
  });
  say({ method: 'notifications/initialized' });
  return {
    process: child,
    home,
    ...talk,
    stderr: () => stderr,
    request,
    notify: (method, params) => say({ method, params }),
    exited,
  };
}

/** The structured part of a tool's answer. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export function told({ result }: Message): Record<string, any> {
  return result?.structuredContent ?? {};
}

/** The text of a tool's answer. */
export function textOf({ result }: Message): string {
  const [block] = (result?.content ?? []) as { text: string }[];
  return block?.text ?? '';
}

function readMessage(line: string): Message | undefined {
  try {
    const message = JSON.parse(line);
    return message.jsonrpc === '2.0' ? message : undefined;
  } catch {
    return undefined;
  }
}
