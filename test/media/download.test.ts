import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type DownloadOptions, download } from '../../src/media/download.ts';
import { temporaryDirectory } from './clips.ts';
import { createDownloadClock, serveFile, startServer } from './server.ts';

const directory = temporaryDirectory();
afterAll(() => rmSync(directory, { recursive: true }));

const content = randomBytes(3_000_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const path = join(directory, 'file.part');

type Server = Awaited<ReturnType<typeof startServer>>;

function fetchFrom(server: Server, options: Partial<DownloadOptions> = {}) {
  rmSync(path, { force: true });
  return download({ url: `${server.origin}/v.mp4`, path, send: server.send, clock: createDownloadClock(), ...options });
}

function cutAfter(bytes: number, etag = '"one"') {
  return (_: unknown, response: import('node:http').ServerResponse) => {
    response.writeHead(200, { 'content-length': content.byteLength, etag });
    response.write(content.subarray(0, bytes), () => response.destroy());
  };
}

describe('download', () => {
  it('writes and hashes what came', async () => {
    await using server = await startServer((request, response) => serveFile(request, response, content));
    const told: number[] = [];
    const done = await fetchFrom(server, { onProgress: ({ bytes }) => told.push(bytes) });
    expect(done).toEqual({ bytes: content.byteLength, sha256 });
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(told.at(-1)).toBe(content.byteLength);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it('goes on where it was cut, only if the file is still the same', async () => {
    await using server = await startServer((request, response, nth) =>
      nth === 1 ? cutAfter(1_200_000)(request, response) : serveFile(request, response, content),
    );
    expect(await fetchFrom(server)).toEqual({ bytes: content.byteLength, sha256 });
    const [, second] = server.requests;
    expect(second?.headers).toMatchObject({ range: expect.stringMatching(/^bytes=[1-9]\d*-$/), 'if-range': '"one"' });
  });

  it('starts over when another file stands at the link', async () => {
    await using server = await startServer((request, response, nth) =>
      nth === 1 ? cutAfter(1_200_000, '"old"')(request, response) : serveFile(request, response, content, '"new"'),
    );
    expect(await fetchFrom(server)).toEqual({ bytes: content.byteLength, sha256 });
  });

  it('starts over when a server without ETag answers with another range than asked', async () => {
    await using server = await startServer((request, response, nth) => {
      if (nth === 1) return cutAfter(1_200_000, '')(request, response);
      if (nth > 2) return serveFile(request, response, content);
      response.writeHead(206, { 'content-range': `bytes 5-9/${content.byteLength}` }).end('wrong');
    });
    expect(await fetchFrom(server)).toEqual({ bytes: content.byteLength, sha256 });
    expect(server.requests[2]?.headers.range).toBeUndefined();
  });

  it('gives up a connection on which nothing comes, and resumes', async () => {
    const clock = createDownloadClock();
    await using server = await startServer((request, response, nth) => {
      if (nth > 1) return serveFile(request, response, content);
      response.writeHead(200, { 'content-length': content.byteLength, etag: '"one"' });
      response.write(content.subarray(0, 2_000_000));
    });
    const done = fetchFrom(server, { clock });
    while (server.requests.length < 2) await clock.advance(31_000);
    expect(await done).toEqual({ bytes: content.byteLength, sha256 });
  });

  it('follows redirects', async () => {
    await using server = await startServer((request, response) => {
      if (request.url === '/there') return serveFile(request, response, content);
      response.writeHead(302, { location: '/there' }).end();
    });
    expect(await fetchFrom(server)).toEqual({ bytes: content.byteLength, sha256 });
  });

  it('waits out a server in trouble', async () => {
    await using server = await startServer((request, response, nth) =>
      nth < 3 ? response.writeHead(503).end('busy') : serveFile(request, response, content),
    );
    expect(await fetchFrom(server)).toMatchObject({ sha256 });
  });

  it('gives up when attempt after attempt brings nothing, and leaves nothing behind', async () => {
    await using server = await startServer((request, response, nth) =>
      nth === 1 ? cutAfter(1_200_000)(request, response) : response.destroy(),
    );
    await expect(fetchFrom(server)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('broke off after'),
    });
    expect(server.requests.length).toBeLessThan(10);
    expect(existsSync(path)).toBe(false);
  });

  it.each([401, 403, 404, 410])('calls a link dead at HTTP %i', async (status) => {
    await using server = await startServer((_, response) => response.writeHead(status).end('<h1>gone</h1>'));
    await expect(fetchFrom(server)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(`${status}`),
    });
    expect(existsSync(path)).toBe(false);
  });

  it('refuses private addresses that nobody configured', async () => {
    await using server = await startServer((_, response) => response.end('secret'));
    await using other = await startServer((_, response) => response.writeHead(302, { location: server.origin }).end());
    await expect(fetchFrom(server, { send: other.send })).rejects.toThrow(/private/);
    await expect(fetchFrom(other)).rejects.toThrow(/private/);
    expect(server.requests).toHaveLength(0);
  });

  it('stops at once when it is cancelled, and leaves nothing behind', async () => {
    const caller = new AbortController();
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'content-length': content.byteLength });
      response.write(content.subarray(0, 1_000), () => caller.abort());
    });
    await expect(fetchFrom(server, { signal: caller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(path)).toBe(false);
  });

  it('takes no file that is already there for its own', async () => {
    await using server = await startServer((request, response) => serveFile(request, response, content));
    await fetchFrom(server);
    const again = download({ url: server.origin, path, send: server.send, clock: createDownloadClock() });
    await expect(again).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path).equals(content)).toBe(true);
  });
});
