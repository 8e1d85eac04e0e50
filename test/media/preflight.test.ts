import { describe, expect, it } from 'vitest';
import { seedance as limits } from '../../src/backends/seedance-limits.ts';
import type { ReferenceFile } from '../../src/core/reference-file.ts';
import { checkUrls } from '../../src/media/preflight.ts';
import { NetworkError, type Reply, type Send } from '../../src/net/http.ts';
import { createTestClock } from '../clock.ts';
import { makePng } from './clips.ts';
import { startServer } from './server.ts';

const picture = makePng(640, 360);
const clip = Buffer.from('\0\0\0\x10ftypisom0000', 'latin1');

function reply(status: number, headers: Record<string, string> = {}, body: Buffer = Buffer.alloc(0)): Reply {
  return {
    status,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    body: (async function* () {
      yield body;
    })(),
  };
}

const image = (url: string, type: ReferenceFile['type'] = 'image'): ReferenceFile => ({
  type,
  url,
  field: 'image_files[0]',
});

async function check(reference: ReferenceFile, send: Send, trustedOrigins = new Set<string>()) {
  return checkUrls([reference], { limits, send, clock: createTestClock(), trustedOrigins });
}

const answer =
  (...args: Parameters<typeof reply>): Send =>
  async () =>
    reply(...args);
const unused: Send = async () => {
  throw new Error('nothing must be sent');
};

describe('checkUrls', () => {
  it('has nothing to say of a good reference, and asks for a little of it only', async () => {
    const asked: unknown[] = [];
    const send: Send = async (url, { method, headers, publicOnly, followRedirects }) => {
      asked.push({ url, method, range: headers?.range, publicOnly, followRedirects });
      return reply(206, { 'content-range': `bytes 0-65535/${picture.byteLength}` }, picture);
    };
    expect(await check(image('https://example.com/fox.png'), send)).toEqual([]);
    expect(asked).toEqual([
      {
        url: 'https://example.com/fox.png',
        method: 'GET',
        range: 'bytes=0-65535',
        publicOnly: true,
        followRedirects: true,
      },
    ]);
  });

  it.each([
    'data:image/png;base64,AAAA',
    'file:///a.png',
    'ftp://example.com/a.png',
    'fox.png',
    '',
    'asset://',
    'javascript:1',
  ])('refuses %j', async (url) => {
    expect(await check(image(url), unused)).toMatchObject([
      { rule: 'ref-not-http', severity: 'error', path: 'image_files[0]' },
    ]);
  });

  it.each([
    'http://localhost/a.png',
    'http://LOCALHOST:3000/a.png',
    'http://a.localhost./a.png',
    'http://nas.local/a.png',
    'http://metadata.google.internal/a.png',
    'http://127.0.0.1/a.png',
    'http://127.1/a.png',
    'http://2130706433/a.png',
    'http://0x7f.0.0.1/a.png',
    'http://10.0.0.8/a.png',
    'http://172.16.3.4/a.png',
    'https://192.168.1.1/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/a.png',
    'http://0.0.0.0/a.png',
    'http://[::1]/a.png',
    'http://[::ffff:127.0.0.1]/a.png',
    'http://[fe80::1]/a.png',
    'http://[fd00::1]/a.png',
  ])('refuses %s as out of reach for the service, without asking', async (url) => {
    expect(await check(image(url), unused)).toMatchObject([{ rule: 'ref-private-address', severity: 'error' }]);
  });

  it('only warns of a private address behind a name or a redirect: this network alone says so', async () => {
    const send: Send = async () => {
      throw new NetworkError('example.com (10.0.0.8) is a private address', 'private_address');
    };
    expect(await check(image('https://example.com/a.png'), send)).toMatchObject([
      { rule: 'ref-unseen', severity: 'warn', message: expect.stringContaining('10.0.0.8') },
    ]);
  });

  it('lets the configured service itself be private, as in a rehearsal', async () => {
    const origin = 'http://127.0.0.1:8787';
    expect(await check(image(`${origin}/a.png`), answer(200, {}, picture), new Set([origin]))).toEqual([]);
    expect(await check(image('http://127.0.0.1:8788/a.png'), unused, new Set([origin]))).toHaveLength(1);
  });

  it.each<[string, ReferenceFile['type'], Parameters<typeof reply>, string, string]>([
    ['a dead link', 'image', [404], 'ref-dead-link', 'HTTP 404'],
    ['a link that is gone', 'image', [410], 'ref-dead-link', 'HTTP 410'],
    [
      'a page',
      'image',
      [200, { 'content-type': 'text/html; charset=utf-8' }, Buffer.from('<!doctype html>')],
      'ref-wrong-media',
      'a web page, not an image',
    ],
    [
      'a page that calls itself a picture',
      'image',
      [200, { 'content-type': 'image/png' }, Buffer.from(' <html>')],
      'ref-wrong-media',
      'a web page',
    ],
    ['an empty file', 'image', [200], 'ref-wrong-media', 'an empty file'],
    ['a video as an image', 'image', [200, {}, clip], 'ref-wrong-media', 'a video (mp4), not an image'],
    [
      'an image as a video',
      'video',
      [200, { 'content-type': 'video/mp4' }, picture],
      'ref-wrong-media',
      'an image (png), not a video',
    ],
    ['an image as audio', 'audio', [200, {}, picture], 'ref-wrong-media', 'not an audio file'],
    [
      'an image too big, told by its range',
      'image',
      [206, { 'content-range': 'bytes 0-9/40000000' }, picture],
      'ref-too-big',
      '39 MB; the service takes at most 30 MB',
    ],
    [
      'audio too big, told by its length',
      'audio',
      [200, { 'content-length': '16000000' }, Buffer.from('ID3')],
      'ref-too-big',
      'at most 15 MB',
    ],
    ['a degenerate picture', 'image', [200, {}, makePng(100, 100)], 'ref-image-size', 'at least 300'],
  ])('tells %s', async (_, type, parts, rule, words) => {
    const found = await check(image('https://example.com/x', type), answer(...parts));
    expect(found).toMatchObject([{ rule, severity: 'error', message: expect.stringContaining(words) }]);
  });

  it.each<[string, ReferenceFile['type'], Parameters<typeof reply>]>([
    ['an MP4 that may hold sound alone', 'audio', [200, {}, clip]],
    ['a kind nobody knows', 'video', [200, { 'content-type': 'application/octet-stream' }, Buffer.from([1, 2, 3])]],
    ['a JPEG whose size stands further back', 'image', [206, {}, Buffer.from('ffd8ffe10ff0', 'hex')]],
  ])('gives %s the benefit of the doubt', async (_, type, parts) => {
    expect(await check(image('https://example.com/x', type), answer(...parts))).toEqual([]);
  });

  it.each<[string, Send]>([
    ['a service in trouble', answer(503)],
    ['a closed door', answer(403)],
    ['no connection', async () => Promise.reject(new NetworkError('getaddrinfo ENOTFOUND', 'unreachable'))],
  ])('only warns at %s', async (_, send) => {
    expect(await check(image('https://example.com/x'), send)).toMatchObject([{ rule: 'ref-unseen', severity: 'warn' }]);
  });

  it('asks all at once and waits three seconds for all together', async () => {
    const clock = createTestClock();
    const send: Send = async (url) => (url.includes('slow') ? new Promise(() => undefined) : reply(404));
    const urls = ['https://slow.example.com/1', 'https://example.com/2', 'https://slow.example.com/3'];
    const found = checkUrls(
      urls.map((url, n) => ({ type: 'image', url, field: `image_files[${n}]` })),
      { limits, send, clock, trustedOrigins: new Set() },
    );
    await clock.advance(3_000);
    expect((await found).map(({ path, rule }) => [path, rule])).toEqual([
      ['image_files[0]', 'ref-unseen'],
      ['image_files[1]', 'ref-dead-link'],
      ['image_files[2]', 'ref-unseen'],
    ]);
    expect(clock.sleepers()).toBe(0);
  });

  it('lets a cancellation through', async () => {
    const caller = new AbortController();
    const found = checkUrls([image('https://example.com/x')], {
      limits,
      send: () => new Promise(() => undefined),
      clock: createTestClock(),
      trustedOrigins: new Set(),
      signal: caller.signal,
    });
    caller.abort();
    await expect(found).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('reads no more than it needs of a large file over the real network', async () => {
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    await using server = await startServer((_, response) => {
      const pour = () => {
        while (response.write(Buffer.concat([clip, Buffer.alloc(65536)])));
      };
      response.on('drain', pour).on('close', closed);
      pour();
    });
    expect(await check(image(`${server.origin}/v.mp4`, 'video'), server.send, new Set([server.origin]))).toEqual([]);
    await isClosed;
  });
});
