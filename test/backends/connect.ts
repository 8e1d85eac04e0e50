import type { Backend, Client } from '../../src/backends/backend.ts';
import { createHttp, NetworkError, type Send } from '../../src/net/http.ts';
import { createTestClock, settle, type TestClock } from '../clock.ts';

export type Sent = { method: string; path: string; headers: Record<string, string>; body: unknown };
export type Reply = { status: number; headers?: Record<string, string>; body?: unknown; text?: string };

/** A client whose network is a list of replies (the last is repeated) or a simulator, on a clock of the test's own. */
export type Connected = {
  client: Client;
  clock: TestClock;
  sent: Sent[];
  /** Runs a call to its end, moving the clock on while it sleeps. */
  run<T>(call: Promise<T>): Promise<T>;
};

type Network = (request: Sent, url: string) => Response | Promise<Response>;

export function connect(backend: Backend, network: Network, key = 'fixture-key'): Connected {
  const clock = createTestClock();
  const sent: Sent[] = [];
  const send: Send = async (url, { method, headers = {}, body }) => {
    const { pathname, search } = new URL(url);
    const request = {
      method,
      path: pathname + search,
      headers,
      body: body === undefined ? undefined : JSON.parse(String(body)),
    };
    sent.push(request);
    return network(request, url);
  };
  const http = createHttp({
    title: backend.title,
    baseUrl: backend.baseUrl,
    send,
    clock,
    key: () => key,
    ...backend.http,
  });
  return { client: backend.connect(http, clock), clock, sent, run: (call) => drive(clock, call) };
}

export function replying(...replies: Reply[]): Network {
  let turn = 0;
  return () => {
    const { status, headers, body, text } = replies[Math.min(turn++, replies.length - 1)]!;
    return new Response(text ?? JSON.stringify(body), { status, headers });
  };
}

/** The backend's own simulator, with the same clock. */
export async function connectSimulator(backend: Backend, key = 'sk-contract'): Promise<Connected> {
  const createSimulator = await backend.loadSimulator();
  const connected = connect(
    backend,
    ({ method, headers, body }, url) =>
      simulator(new Request(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })).catch(
        (error) => {
          throw new NetworkError(String(error), 'broken', error);
        },
      ),
    key,
  );
  const simulator = createSimulator({ origin: new URL(backend.baseUrl).origin, now: connected.clock.now });
  return connected;
}

async function drive<T>(clock: TestClock, call: Promise<T>): Promise<T> {
  let done = false;
  const watched = call.finally(() => {
    done = true;
  });
  watched.catch(() => undefined);
  await settle();
  while (!done) await clock.advance(1_000);
  return watched;
}
