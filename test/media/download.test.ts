import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type DownloadOptions, download } from '../../src/media/download.ts';
import { temporaryFolder } from '../folder.ts';
import { createDownloadClock, serveFile, startServer } from './server.ts';

const directory = temporaryFolder();
afterAll(() => rmSync(directory, { recursive: true }));

/** Begins like no file that is known: chance must not make it a page, a picture or an answer in JSON. */
const content = Buffer.concat([Buffer.alloc(8, 0x9b), randomBytes(3_000_000)]);
const sha256 = createHash('sha256').update(content).digest('hex');
const path = join(directory, 'file.part');

type Server = Awaited<ReturnType<typeof startServer>>;

function fetchFrom(server: Server, options: Partial<DownloadOptions> = {}) {
  rmSync(path, { force: true });
  return download({
    url: `${server.origin}/v.mp4`,
    path,
    send: server.send,
    clock: createDownloadClock(),
    largestBytes: 1e9,
    ...options,
  });
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

  it('cuts a body that drips, and goes on where it was a while later', async () => {
    const clock = createDownloadClock();
    await using server = await startServer((request, response, nth) => {
      if (nth > 1) return serveFile(request, response, content);
      response.writeHead(200, { 'content-length': content.byteLength, etag: '"one"' });
      let at = 0;
      const drip = (): void => {
        response.write(content.subarray(at, at + 90_000));
        at += 90_000;
      };
      drip();
      void (async () => {
        for (; at < 540_000; drip()) await clock.sleep(10_001);
      })();
    });
    const done = fetchFrom(server, { clock });
    while (server.requests.length < 2) await clock.advance(5_000);
    expect(await done).toEqual({ bytes: content.byteLength, sha256 });
    expect(server.requests[1]?.headers.range).toBe('bytes=540000-');
  });

  it('gives up a byte a second in minutes, not in days', async () => {
    const clock = createDownloadClock();
    const startedAt = clock.now();
    await using server = await startServer((request, response) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '0'));
      response.writeHead(from ? 206 : 200, { etag: '"one"', 'content-range': `bytes ${from}-9999/10000` });
      let isOpen = true;
      response.on('close', () => (isOpen = false));
      void (async () => {
        for (; isOpen; await clock.sleep(10_001)) response.write('x'.repeat(10));
      })();
    });
    let message = '';
    fetchFrom(server, { clock }).catch((error: Error) => (message = error.message));
    while (message === '') await clock.advance(5_000);
    expect(message).toMatch(/^The download broke off after \d+ bytes: only \d+ bytes came in a minute\.$/);
    expect(clock.now() - startedAt).toBeLessThan(30 * 60_000);
    expect(existsSync(path)).toBe(false);
  });

  it('takes no more than a file can have, announced or not', async () => {
    await using server = await startServer((request, response) => {
      if (request.url === '/v.mp4') return response.writeHead(200, { 'content-length': 2_000_001 }).end(content);
      const pour = (): void => {
        while (response.write(content));
      };
      response.on('drain', pour);
      pour();
    });
    const largestBytes = 2_000_000;
    const refusal = { code: 'bad_reply', message: expect.stringContaining('larger than 2000000 bytes') };
    const sizes: number[] = [];
    const onProgress = ({ bytes }: { bytes: number }): void => void sizes.push(bytes);
    await expect(fetchFrom(server, { largestBytes, onProgress })).rejects.toMatchObject(refusal);
    expect(sizes).toEqual([]);
    await expect(fetchFrom(server, { largestBytes, url: `${server.origin}/endless` })).rejects.toMatchObject(refusal);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    [
      'a page',
      Buffer.from('<!doctype html>'.padEnd(3_000_000, ' ')),
      'video',
      /^The file is a web page, not a video\.$/,
    ],
    [
      'a JSON answer',
      Buffer.from(`{"error":"${'x'.repeat(9_000)}"}`),
      undefined,
      /^The file is a JSON answer, not a video\.$/,
    ],
    [
      'a clip',
      Buffer.from('\0\0\0\x10ftypisom'.padEnd(9_000, '\0')),
      'image',
      /^The file is a video \(mp4\), not an image\.$/,
    ],
  ] as const)('looks at the first bytes: %s is not fetched as something else', async (_, body, kind, words) => {
    let sent = 0;
    await using server = await startServer(async (_, response) => {
      for (; sent < body.byteLength && !response.closed; sent += 1_000) {
        response.write(body.subarray(sent, sent + 1_000));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    await expect(fetchFrom(server, { kind })).rejects.toMatchObject({
      code: 'bad_reply',
      message: expect.stringMatching(words),
    });
    expect(sent).toBeLessThan(1_000_000);
  });

  it('takes a file whose first bytes nobody knows, and one that comes in crumbs', async () => {
    await using server = await startServer((_, response) => {
      response.write(Buffer.from('\0\0\0\x10ftypisom'));
      setTimeout(() => response.end(content), 5);
    });
    expect(await fetchFrom(server, { kind: 'video' })).toMatchObject({ bytes: content.byteLength + 12 });
    await using other = await startServer((request, response) => serveFile(request, response, content));
    expect(await fetchFrom(other, { kind: 'image' })).toMatchObject({ sha256 });
  });

  it('undoes an encoding that nobody asked for, and starts such a file over when it was cut', async () => {
    const encoded = gzipSync(content);
    await using server = await startServer((request, response, nth) => {
      expect(request.headers).toMatchObject({ 'accept-encoding': 'identity' });
      expect(request.headers.range).toBeUndefined();
      response.writeHead(200, { 'content-length': encoded.byteLength, 'content-encoding': 'gzip', etag: '"one"' });
      if (nth > 1) response.end(encoded);
      else response.write(encoded.subarray(0, 2_000_000), () => response.destroy());
    });
    expect(await fetchFrom(server)).toEqual({ bytes: content.byteLength, sha256 });
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
    const again = download({
      url: server.origin,
      path,
      send: server.send,
      clock: createDownloadClock(),
      largestBytes: 1e9,
    });
    await expect(again).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path).equals(content)).toBe(true);
  });
});
