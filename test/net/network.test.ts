import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { NetworkError } from '../../src/net/http.ts';
import { createNetwork, isPublicAddress } from '../../src/net/network.ts';

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

  it.each([
    ['8.8.8.8', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:127.0.0.1', false],
    ['2606:4700::1111', true],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});
