import './preload.ts';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { type CallToolResult, ListRootsRequestSchema, type Progress } from '@modelcontextprotocol/sdk/types.js';
import { expect } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { backends } from '../src/backends/index.ts';
import { createConfig } from '../src/config/config.ts';
import type { Clock } from '../src/core/clock.ts';
import type { Ending } from '../src/core/ending.ts';
import type { Send, SendInit } from '../src/net/http.ts';
import { createServer } from '../src/server/mcp.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { tools } from '../src/tools/index.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { temporaryFolder } from './folder.ts';

export type Sent = { method: string; url: string; path: string; headers: Record<string, string>; body: unknown };

/** A service that the test owns: undefined lets the request through to the simulators. */
export type Tamper = (request: Sent, pass: () => ReturnType<Send>, init: SendInit) => ReturnType<Send> | undefined;

type Options = {
  env?: Record<string, string>;
  clock?: Clock;
  tamper?: Tamper;
  home?: string;
  client?: string;
  roots?: string[];
  ending?: Ending;
  /** Where the server was started; its root says nothing. */
  startFolder?: string;
  /** Those of another window: what it submitted is known there. */
  services?: Send;
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export type Answer = { isError: boolean; text: string; data: Record<string, any>; content: CallToolResult['content'] };

export type Front = {
  client: Client;
  app: App;
  clock: TestClock;
  home: string;
  sent: Sent[];
  services: Send;
  /** Requests that spend money. */
  posts(): Sent[];
  call(
    name: string,
    args?: Record<string, unknown>,
    options?: { signal?: AbortSignal; onprogress?: (progress: Progress) => void },
  ): Promise<Answer>;
  close(): Promise<void>;
};

export const keys = { XSKILL_API_KEY: 'sk-test', PIXAZO_API_KEY: 'px-test' };

/** The real server and a real client in one process; only the network is a pair of simulators, on the test's clock. */
export async function openFront({
  env = keys,
  clock = createTestClock(),
  tamper,
  home = temporaryFolder(),
  client: name = 'test',
  roots,
  ending,
  startFolder = '/',
  services,
}: Options = {}): Promise<Front> {
  const config = createConfig({
    env: { SEEDANCE_HOME: join(home, 'data'), SEEDANCE_OUTPUT_DIR: join(home, 'out'), ...env },
    userHome: home,
    workingFolder: () => startFolder,
  });
  const simulators = services ?? (await simulatedNetwork(clock));
  const sent: Sent[] = [];
  const send: Send = async (url, init) => {
    const request = {
      method: init.method,
      url,
      path: new URL(url).pathname,
      headers: init.headers ?? {},
      body: readBody(init),
    };
    sent.push(request);
    const pass = (): ReturnType<Send> => simulators(url, init);
    return (await tamper?.(request, pass, init)) ?? pass();
  };
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const app = createApp({ config, log: log as never, clock, send, database: await openDatabase(config, clock) });
  const server = createServer({
    version: '0.0.0',
    root: new URL('..', import.meta.url),
    loadApp: async () => app,
    ending,
  });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name, version: '0' }, { capabilities: roots ? { roots: {} } : {} });
  if (roots) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots.map((uri) => ({ uri })) }));
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  return {
    client,
    app,
    clock: clock as TestClock,
    home,
    sent,
    services: simulators,
    posts: () =>
      sent.filter(({ method, path }) => method === 'POST' && !/\/(query|list|upload\/image|transfer-url)$/.test(path)),
    call: async (tool, args = {}, options = {}) => {
      const result = (await client.callTool({ name: tool, arguments: args }, undefined, {
        timeout: 1_000_000,
        ...options,
      })) as CallToolResult;
      if (!result.isError) expectDeclared(tool, result.structuredContent);
      const text = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
      return { isError: result.isError ?? false, text, data: result.structuredContent ?? {}, content: result.content };
    },
    close: () => client.close(),
  };
}

/** What `submit` of a composed storyboard stands for, as its draft tells it; null while an error stands. */
export async function submissionOf(front: Front, submit: { draft_id: string } | null) {
  if (submit === null) return null;
  const uri = `seedance://drafts/${submit.draft_id.replace('draft:', '')}`;
  const { contents } = await front.client.readResource({ uri });
  const [content] = contents;
  return JSON.parse(content && 'text' in content ? content.text : '') as {
    model_id: string;
    parameters: Record<string, unknown>;
  };
}

/** An answer holds what its tool declares, and nothing else at any depth. */
function expectDeclared(name: string, answer: unknown): void {
  const tool = tools.find((one) => one.name === name);
  expect(tool?.output.parse(answer)).toEqual(answer);
}

/** Both simulators at the services' real addresses. */
async function simulatedNetwork(clock: Clock): Promise<Send> {
  const simulators = new Map(
    await Promise.all(
      backends.map(async (backend) => {
        const createSimulator = await backend.loadSimulator();
        const origin = new URL(backend.baseUrl).origin;
        return [origin, createSimulator({ origin, now: clock.now })] as const;
      }),
    ),
  );
  return async (url, { method, headers, body, signal }) => {
    const simulator = simulators.get(new URL(url).origin);
    if (!simulator) return new Response('a page', { status: 200, headers: { 'content-type': 'text/plain' } });
    return simulator(new Request(url, { method, headers, body, signal }));
  };
}

function readBody({ body }: SendInit): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
