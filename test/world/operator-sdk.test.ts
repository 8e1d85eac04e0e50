import { Apiz, ApizAuthenticationError, ApizError, ApizInsufficientBalanceError, ApizValidationError } from 'apiz-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSimulator } from '../../src/backends/xskill/simulator.ts';
import { type Served, serveSimulators } from '../../src/simulation/serve.ts';

/** The operator's own SDK before our simulator of the operator, over real sockets. */
let served: Served;
let sdk: Apiz;
beforeAll(async () => {
  const fast: typeof createSimulator = (options) => createSimulator({ ...options, timeScale: 1_000_000 });
  served = await serveSimulators({ simulators: [fast], port: 0, now: Date.now });
  sdk = new Apiz({ apiKey: 'sk-operator', baseURL: served.url });
});
afterAll(() => served.close());

const model = 'st-ai/super-seed2';
const create = (prompt: string, params = {}) => sdk.tasks.create({ model, params: { prompt, duration: 4, ...params } });

it('makes a video', async () => {
  const made = await sdk.generate({ model, prompt: 'A fox runs', duration: 4, pollInterval: 10 });
  expect(made).toMatchObject({
    status: 'completed',
    result: { output: { images: [expect.stringMatching(/\.mp4$/)] } },
  });
});

it('creates, queries and gets a task', async () => {
  const { task_id, price, status } = await create('A fox runs');
  expect({ price, status }).toEqual({ price: 40, status: 'pending' });
  expect(await sdk.tasks.waitFor(task_id, { pollInterval: 10 })).toMatchObject({ task_id, status: 'completed' });
  expect(await sdk.tasks.get(task_id)).toMatchObject(await sdk.tasks.query(task_id).then(({ result }) => ({ result })));
});

it('lists, searches and describes models, with and without a key', async () => {
  for (const client of [sdk, new Apiz({ apiKey: '', baseURL: served.url })]) {
    expect((await client.models.list()).map(({ id }) => id)).toContain(model);
    expect(await client.models.search({ query: 'seedream', category: 'image' })).not.toEqual([]);
    expect(await client.models.get(model)).toMatchObject({ id: model, params_schema: expect.anything() });
    expect(await client.models.docs(model)).toMatchObject({ id: model, name: 'Seedance 2.0' });
  }
});

it('reads the balance and transfers a picture', async () => {
  expect(await sdk.account.balance()).toMatchObject({ balance: expect.any(Number), vip_level: 0, unit: 'points' });
  const { cdn_url } = await sdk.tools.transferUrl('https://example.com/fox.png', 'image');
  expect((await fetch(cdn_url)).status).toBe(200);
});

it('is refused as the operator refuses', async () => {
  const stranger = new Apiz({ apiKey: 'sk-wrong', baseURL: served.url });
  await expect(stranger.account.balance()).rejects.toThrow(ApizAuthenticationError);
  await expect(create('A fox', { duration: 99 })).rejects.toThrow(ApizValidationError);
  await expect(create('A fox [rehearse: 402]')).rejects.toThrow(ApizInsufficientBalanceError);
  await expect(sdk.generate({ model, prompt: 'A fox [rehearse: face]', pollInterval: 10 })).rejects.toThrow(ApizError);
});
