import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Simulator, type SimulatorOptions, unknownRoute } from './simulator.ts';

export type ServeOptions = Omit<SimulatorOptions, 'origin'> & {
  /** Asked in this order; the first that knows a route answers. */
  simulators: readonly ((options: SimulatorOptions) => Simulator)[];
  /** 0 lets the system choose. */
  port: number;
  /** Default: loopback. */
  host?: string;
  /** Waited half before a request is looked at and half before its answer leaves. */
  delayMs?: number;
};

export type Served = { url: string; close(): Promise<void> };

/** Hosts simulators on one origin over HTTP. Where a simulator rejects, the connection is cut. */
export async function serveSimulators(options: ServeOptions): Promise<Served> {
  const { simulators, port, host = '127.0.0.1', delayMs = 0, ...rest } = options;
  let running: Simulator[] = [];
  const isLocal = isLoopback(host);
  const server = createServer((incoming, outgoing) => {
    if (isLocal && !isLoopback(nameIn(incoming.headers.host))) return refuse(outgoing, 421, 'No such host here');
    answer(running, incoming, outgoing, delayMs).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  running = simulators.map((create) => create({ ...rest, origin: url }));
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A picture of 30 MB is 40 MB as base64. */
const largestBodyBytes = 64 * 1024 * 1024;

function refuse(outgoing: ServerResponse, status: number, words: string): void {
  outgoing.writeHead(status, { connection: 'close' }).end(words);
}

/** A page in a browser can lead its own name to this machine; a request for that name is not for us. */
function isLoopback(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

function nameIn(header = ''): string {
  const origin = `http://${header}`;
  return URL.canParse(origin) ? new URL(origin).hostname.replace(/^\[|\]$/g, '') : '';
}

async function answer(
  simulators: Simulator[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  delayMs: number,
): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) return refuse(outgoing, 413, 'The body is too large');
    chunks.push(chunk);
  }
  if (delayMs > 0) await delay(delayMs / 2);
  const reply = await firstKnown(simulators, incoming, Buffer.concat(chunks));
  if (delayMs > 0) await delay(delayMs / 2);
  reply.headers.delete(unknownRoute);
  outgoing.writeHead(reply.status, Object.fromEntries(reply.headers));
  for await (const chunk of reply.body ?? []) await write(outgoing, chunk);
  outgoing.end();
}

/** Resolves once the bytes have left, so that a body that breaks off arrives up to there. */
function write(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

async function firstKnown(simulators: Simulator[], incoming: IncomingMessage, body: Buffer): Promise<Response> {
  let reply = new Response('Not found', { status: 404 });
  for (const simulator of simulators) {
    reply = await simulator(toRequest(incoming, body));
    if (!reply.headers.has(unknownRoute)) break;
  }
  return reply;
}

function toRequest({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Request {
  const given = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  const has = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  return new Request(new URL(url, 'http://simulator.invalid'), {
    method,
    headers: given as [string, string][],
    body: has ? body : undefined,
  });
}
