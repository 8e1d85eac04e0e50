import { createServer } from 'node:https';
import { backends } from '../../src/backends/index.ts';
import { makeCertificate } from './certificates.ts';
import { listen, type Running } from './servers.ts';

export type World = Running & {
  /** What NODE_EXTRA_CA_CERTS names to trust it. */
  authority: string;
  /** Connections that were made. */
  connections(): number;
  /** `POST /path` with its headers, as it arrived. */
  requests: { line: string; headers: Record<string, unknown> }[];
};

/** Both services at their real names, over TLS, on one port of loopback. Whatever is asked for is ready at once. */
export async function startServices(): Promise<World> {
  const origins = backends.map(({ baseUrl }) => new URL(baseUrl).origin);
  const simulators = await Promise.all(
    backends.map(async (backend, n) =>
      (await backend.loadSimulator())({ origin: origins[n] ?? '', now: Date.now, timeScale: 100_000 }),
    ),
  );
  const { key, cert, authority } = makeCertificate(origins.map((origin) => new URL(origin).hostname));
  const requests: World['requests'] = [];
  const server = createServer({ key, cert }, async (incoming, outgoing) => {
    requests.push({ line: `${incoming.method} ${incoming.url}`, headers: incoming.headers });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const origin = `https://${incoming.headers.host}`;
    const simulate = simulators[origins.indexOf(origin)];
    const body = incoming.method === 'GET' ? undefined : Buffer.concat(chunks);
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const reply = await simulate?.(new Request(origin + incoming.url, { method: incoming.method, headers, body }));
    outgoing.writeHead(reply?.status ?? 404, Object.fromEntries(reply?.headers ?? []));
    outgoing.end(Buffer.from((await reply?.arrayBuffer()) ?? new ArrayBuffer(0)));
  });
  let connections = 0;
  server.on('connection', () => connections++);
  return { ...(await listen(server)), authority, connections: () => connections, requests };
}
