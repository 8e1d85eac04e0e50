import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSimulator as createPixazo } from '../../src/backends/pixazo/simulator.ts';
import { createSimulator as createXskill } from '../../src/backends/xskill/simulator.ts';
import { type Served, serveSimulators } from '../../src/simulation/serve.ts';

let nowMs = 0;
let served: Served;

beforeAll(async () => {
  served = await serveSimulators({ simulators: [createXskill, createPixazo], port: 0, now: () => nowMs });
});
afterAll(() => served.close());

const xskill = { authorization: 'Bearer sk-test', 'content-type': 'application/json' };
const pixazo = { 'ocp-apim-subscription-key': 'a-key', 'content-type': 'application/json' };
const post = (path: string, headers: Record<string, string>, body: unknown) =>
  fetch(served.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
const create = (prompt: string, params = {}) =>
  post('/api/v3/tasks/create', xskill, { model: 'st-ai/super-seed2', params: { prompt, ...params }, channel: null });
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
const dataOf = async (reply: Response) => ((await reply.json()) as any).data;

describe('both services on one origin', () => {
  it('takes the road of the xskill script: balance, upload, submit, query, download', async () => {
    expect((await dataOf(await fetch(`${served.url}/api/v3/user/balance`, { headers: xskill }))).balance).toBe(10_000);
    const { url } = await dataOf(
      await post('/api/v3/upload/image', xskill, { image_url: 'https://example.com/a.png' }),
    );
    expect(url).toMatch(`${served.url}/files/xskill/upload/`);
    const { task_id } = await dataOf(await create('@image_file_1 sails', { image_files: [url], duration: 4 }));
    nowMs += 700_000;
    const { status, result } = await dataOf(await post('/api/v3/tasks/query', xskill, { task_id }));
    expect(status).toBe('completed');
    const file = await fetch(result.output.images[0]);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect((await file.arrayBuffer()).byteLength).toBe(Number(file.headers.get('content-length')));
    const part = await fetch(result.output.images[0], { headers: { range: 'bytes=0-7' } });
    expect([part.status, (await part.text()).slice(4)]).toEqual([206, 'ftyp']);
    expect((await fetch(result.output.images[0], { method: 'HEAD' })).headers.get('etag')).toBe(
      file.headers.get('etag'),
    );
  });

  it('takes the road of the Pixazo skill, whose result route is a template error', async () => {
    const content = [{ type: 'text', text: 'A cat walking on the beach' }];
    const reply = await post('/seedance-2-0/v1/text-to-video', pixazo, { content });
    const { request_id, polling_url } = (await reply.json()) as Record<string, string>;
    expect((await fetch(`${served.url}/seedance-2-0/v1/result/${request_id}`, { headers: pixazo })).status).toBe(404);
    expect(await (await fetch(polling_url!, { headers: pixazo })).json()).toMatchObject({ status: 'QUEUED' });
  });

  it('answers 404 where neither has a route', async () => {
    const reply = await fetch(`${served.url}/nowhere`, { headers: xskill });
    expect([reply.status, reply.headers.get('x-unknown-route')]).toEqual([404, null]);
  });
});

describe('a web page', () => {
  const ask = (headers: Record<string, string>, path = '/nowhere') =>
    new Promise<number | undefined>((resolve, reject) => {
      request(served.url + path, { headers }, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end();
    });

  it('that leads its own name to this machine gets nothing', async () => {
    for (const host of ['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test', '10.0.0.1', '[::2]', 'a b'])
      expect([host, await ask({ host })]).toEqual([host, 421]);
    for (const host of ['localhost', 'localhost:8787', '127.0.0.1:1', '[::1]:1', 'sim.localhost'])
      expect([host, await ask({ host })]).toEqual([host, 404]);
  });

  it('or anybody else cannot fill the memory', async () => {
    const body = 'x'.repeat(65 * 1024 * 1024);
    const reply = await fetch(`${served.url}/api/v3/tasks/create`, { method: 'POST', headers: xskill, body }).then(
      ({ status }) => status,
      () => 413, // the connection is closed before all of it has left
    );
    expect(reply).toBe(413);
    expect(await ask(xskill)).toBe(404);
  });
});

describe('what goes wrong on purpose', () => {
  it('cuts the connection after the task was taken', async () => {
    await expect(create('[rehearse: reset] A boat')).rejects.toThrow('fetch failed');
    const { tasks } = await dataOf(await post('/api/v3/tasks/list', xskill, { limit: 1 }));
    expect(tasks[0]).toMatchObject({ status: 'pending' });
  });

  it('breaks a download off half-way', async () => {
    const { task_id } = await dataOf(await create('[rehearse: cut-file, quick] A boat'));
    nowMs += 3000;
    const { result } = await dataOf(await post('/api/v3/tasks/query', xskill, { task_id }));
    const file = await fetch(result.output.images[0]);
    expect(file.status).toBe(200);
    await expect(file.arrayBuffer()).rejects.toThrow();
  });

  it('answers a web page for a gateway that lost the reply', async () => {
    const reply = await create('[rehearse: 502] A boat');
    expect([reply.status, reply.headers.get('content-type'), (await reply.text()).slice(0, 6)]).toEqual([
      502,
      'text/html',
      '<html>',
    ]);
  });
});

it('tells when the port is taken', async () => {
  const port = Number(new URL(served.url).port);
  await expect(serveSimulators({ simulators: [], port, now: () => 0 })).rejects.toThrow('EADDRINUSE');
});
