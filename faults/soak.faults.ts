import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { seedance as limits } from '../src/backends/seedance-limits.ts';
import { systemClock } from '../src/core/clock.ts';
import { AppError } from '../src/core/errors.ts';
import { download } from '../src/media/download.ts';
import { checkUrls } from '../src/media/preflight.ts';
import { createHttp } from '../src/net/http.ts';
import { createNetwork } from '../src/net/network.ts';
import { makePicture } from '../src/simulation/picture.ts';
import { temporaryFolder } from '../test/folder.ts';
import { openFront } from '../test/harness.ts';
import { listen } from '../test/world/servers.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

type Footprint = { heapMb: number; descriptors: number };

async function measure(): Promise<Footprint> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collect();
  }
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { heapMb: process.memoryUsage().heapUsed / 1024 ** 2, descriptors };
}

function expectFlat(before: Footprint, after: Footprint): void {
  const told = `${before.heapMb.toFixed(1)} → ${after.heapMb.toFixed(1)} MB, ${before.descriptors} → ${after.descriptors} descriptors`;
  process.stdout.write(`${told}\n`);
  expect(after.heapMb, told).toBeLessThan(before.heapMb * 1.05);
  expect(after.descriptors, told).toBeLessThanOrEqual(before.descriptors + 2);
}

describe('flat within 5 % after garbage collection', () => {
  it('20,000 mixed calls under one signal: heap and descriptors', async () => {
    const status = Buffer.from(JSON.stringify({ ok: true, words: 'x'.repeat(20_000) }));
    const zipped = gzipSync(status);
    const picture = makePicture({ width: 640, height: 360 }, 'soak');
    await using server = await listen(
      createServer(({ url }, response) => {
        if (url === '/picture') response.end(picture);
        else if (url === '/busy') response.writeHead(503).end(status);
        else if (url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped);
        else if (url === '/cut') response.write(status, () => response.destroy());
        else response.end(status);
      }),
    );
    const origin = `http://127.0.0.1:${server.port}`;
    const send = createNetwork({ trustedOrigins: new Set([origin]) });
    const options = { title: 'S', baseUrl: origin, send, clock: systemClock, key: () => 'k', headers: () => ({}) };
    const http = createHttp({
      ...options,
      refusal: (answer) =>
        answer.status >= 400 ? { status: answer.status, error: new AppError('unavailable', 'busy') } : undefined,
    });
    const { signal } = new AbortController();
    const schema = z.object({ ok: z.boolean(), words: z.string() });
    const read = (path: string) => http.read({ path, schema, once: true, signal });
    const reference = { type: 'image' as const, url: `${origin}/picture`, field: 'image_files[0]' };
    const look = () =>
      checkUrls([reference], { limits, send, clock: systemClock, trustedOrigins: new Set([origin]), signal });
    const path = join(temporaryFolder(), 'file.part');
    const save = async (): Promise<void> => {
      await download({ url: reference.url, path, send, clock: systemClock, largestBytes: 1e6, signal });
      rmSync(path);
    };
    const calls = [
      () => read('/'),
      () => read('/gzip'),
      () => read('/busy'),
      () => read('/cut'),
      () => http.spend({ path: '/', body: {}, schema, signal }),
      look,
      look,
      save,
    ];
    const run = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) await calls[n % calls.length]?.().catch(() => undefined);
    };
    await run(4_000);
    const before = await measure();
    await run(16_000);
    expectFlat(before, await measure());
  });

  it('a wait of six hours', async () => {
    const running = { code: 200, data: { task_id: 't-1', status: 'processing', price: 4, words: 'x'.repeat(20_000) } };
    const front = await openFront({ tamper: async () => Response.json(running) });
    const parameters = { prompt: 'A boat', duration: 5 };
    await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters });
    const wait = async (hours: number): Promise<void> => {
      for (let quarter = 0; quarter < hours * 4; quarter++) {
        const answer = front.call('get_task', { task_id: 'xskill:t-1', wait_seconds: 900 });
        await front.clock.advance(900_000);
        expect((await answer).data.status).toBe('processing');
        front.sent.length = 0; // the harness's own notes
      }
    };
    await wait(2);
    const before = await measure();
    await wait(6);
    expectFlat(before, await measure());
    await front.close();
  });
});
