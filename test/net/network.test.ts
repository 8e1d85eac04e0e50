import { getEventListeners } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../src/core/clock.ts';
import { createHttp, type NetworkError, type Reply, withDeadline } from '../../src/net/http.ts';
import { createNetwork } from '../../src/net/network.ts';
import { createTrustedOrigins } from '../../src/net/trusted-origins.ts';

const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const network = createNetwork({ trustedOrigins: new Set() });
const failure = (url: string, publicOnly = false): Promise<Pick<NetworkError, 'reason' | 'neverSent'>> =>
  network(url, { method: 'POST', body: '{}', publicOnly }).then(
    () => Promise.reject(new Error('answered')),
    ({ reason, neverSent }: NetworkError) => ({ reason, neverSent }),
  );

const never = { reason: 'unreachable', neverSent: true };
const doubt = { reason: 'broken', neverSent: false };

describe('the network tells what certainly never left from what may have', () => {
  it('refused connection', async () => {
    const url = await listen(createServer());
    await new Promise((resolve) => open.pop()?.close(resolve));
    expect(await failure(url)).toEqual(never);
  });

  it('a name that does not resolve', async () => {
    expect(await failure('http://nowhere.invalid/')).toEqual(never);
  });

  it('TLS that fails, and a connection that dies during the handshake', async () => {
    const plain = await listen(createServer((socket) => socket.end('not tls at all')));
    expect(await failure(plain.replace('http:', 'https:'))).toEqual(never);
    const dying = await listen(createServer((socket) => socket.destroy()));
    expect(await failure(dying.replace('http:', 'https:'))).toEqual(never);
  });

  it('a reset after the request was read', async () => {
    const url = await listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await failure(url)).toEqual(doubt);
  });

  it('a connection closed before anything was answered', async () => {
    const url = await listen(createServer((socket) => socket.end()));
    expect(await failure(url)).toEqual(doubt);
  });

  it('an answer cut in its body', async () => {
    const url = await listen(
      createServer((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"cut":')),
      ),
    );
    const reply = await network(url, { method: 'POST', body: '{}' });
    await expect(
      (async () => {
        for await (const _ of reply.body ?? []);
      })(),
    ).rejects.toThrow();
  });
});

describe('the network', () => {
  it('never sends a request that is to be alone on a kept connection', async () => {
    const ports: (number | undefined)[] = [];
    const url = await listen(
      createHttpServer((request, response) => {
        ports.push(request.socket.remotePort);
        response.end('{}');
      }),
    );
    for (let n = 0; n < 3; n++) {
      const reply = await network(url, { method: 'POST', body: '{}', alone: true });
      for await (const _ of reply.body ?? []);
    }
    expect(new Set(ports).size).toBe(3);
  });

  it('does not follow redirects where a key is sent, and follows them for downloads', async () => {
    const url = await listen(
      createHttpServer((request, response) => {
        if (request.url === '/file') response.end('there');
        else response.writeHead(302, { location: '/file' }).end();
      }),
    );
    expect((await network(url, { method: 'GET' })).status).toBe(302);
    expect((await network(url, { method: 'GET', followRedirects: true })).status).toBe(200);
  });

  it('refuses private addresses when told so, by number, by name and behind a redirect', async () => {
    const url = await listen(
      createHttpServer((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()),
    );
    const isPrivate = { reason: 'private_address', neverSent: true };
    expect(await failure(url, true)).toEqual(isPrivate);
    expect(await failure(url.replace('127.0.0.1', 'localhost'), true)).toEqual(isPrivate);
    const trusting = createNetwork({ trustedOrigins: new Set([new URL(url).origin]) });
    expect((await trusting(url, { method: 'GET', publicOnly: true })).status).toBe(302);
    await expect(trusting(url, { method: 'GET', publicOnly: true, followRedirects: true })).rejects.toMatchObject(
      isPrivate,
    );
  });

  it('goes to a private address that a name resolves to when the user allows the name', async () => {
    const url = (await listen(createHttpServer((_, response) => response.end('ours')))).replace(
      '127.0.0.1',
      'localhost',
    );
    expect(await failure(url, true)).toMatchObject({ reason: 'private_address' });
    const allowing = createNetwork({ trustedOrigins: createTrustedOrigins([], ['localhost']) });
    expect((await allowing(url, { method: 'GET', publicOnly: true })).status).toBe(200);
  });

  it('says who it is, and which encodings it takes, unless the caller wants none', async () => {
    const heads: IncomingHttpHeaders[] = [];
    const url = await listen(
      createHttpServer(({ headers }, response) => {
        heads.push(headers);
        response.end();
      }),
    );
    const named = createNetwork({ trustedOrigins: new Set(), userAgent: 'seedance-mcp/1.2.3 (+https://example.com)' });
    await named(url, { method: 'GET' });
    await named(url, { method: 'GET', headers: { 'accept-encoding': 'identity' } });
    const name = { 'user-agent': 'seedance-mcp/1.2.3 (+https://example.com)' };
    expect(heads).toMatchObject([
      { ...name, 'accept-encoding': 'gzip, deflate, br' },
      { ...name, 'accept-encoding': 'identity' },
    ]);
  });
});

describe('an encoded body', () => {
  const text = JSON.stringify({ words: 'a fox '.repeat(5_000) });
  const encodings: [string, (bytes: Buffer) => Buffer][] = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['BR ', brotliCompressSync],
    ['identity', (bytes) => bytes],
  ];
  const serve = (encoding: string, body: Buffer) =>
    listen(createHttpServer((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)));

  it.each(encodings)('of %s is read (%#)', async (encoding, encode) => {
    const url = await serve(encoding, encode(Buffer.from(text)));
    expect(await read(await network(url, { method: 'GET' }))).toBe(text);
  });

  it.each(encodings.slice(0, 6))('of %s that is empty or cut short is no answer (%#)', async (encoding, encode) => {
    const whole = encode(Buffer.from(text));
    const cut = await network(await serve(encoding, whole.subarray(0, whole.length / 2)), { method: 'GET' });
    await expect(read(cut)).rejects.toThrow();
    expect(await read(await network(await serve('deflate', Buffer.alloc(0)), { method: 'GET' }))).toBe('');
  });

  it('of a gigabyte in a megabyte is given up at 8 MB, with little memory', async () => {
    const bomb = Buffer.concat(Array(64).fill(gzipSync(Buffer.alloc(16 * 1024 ** 2))));
    const url = await serve('gzip', bomb);
    const http = createHttp({
      title: 'Service',
      baseUrl: url,
      send: network,
      clock: systemClock,
      key: () => '',
      headers: () => ({}),
      refusal: () => undefined,
    });
    const before = process.memoryUsage().rss;
    await expect(http.read({ path: '/', schema: z.unknown(), once: true })).rejects.toThrow(/larger than 8 MB/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
  });
});

describe('a signal that outlives many requests', () => {
  const { signal } = new AbortController();

  it('keeps nothing of what they brought', async () => {
    const replies: WeakRef<object>[] = [];
    for (let n = 0; n < 20; n++) {
      const reply = await withDeadline(systemClock, 1_000, signal, async () => ({ text: `reply ${n}` }));
      replies.push(new WeakRef(reply));
    }
    setFlagsFromString('--expose-gc');
    await new Promise((resolve) => setImmediate(resolve)); // a WeakRef holds to the end of its turn
    runInNewContext('gc')();
    expect(replies.filter((reply) => reply.deref()).length).toBeLessThan(2);
  });

  it('has no listener left, over the network, at a deadline, and of one that was never answered', async () => {
    const url = await listen(createHttpServer((_, response) => response.end('{"ok":true}')));
    const ask = () =>
      withDeadline(systemClock, 9_000, signal, (inner) => network(url, { method: 'GET', signal: inner }));
    for (let n = 0; n < 5; n++) await read(await ask());
    await expect(withDeadline(systemClock, 1, signal, () => new Promise(() => undefined))).rejects.toThrow(
      'within 0 s',
    );
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

async function read({ body }: Reply): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
