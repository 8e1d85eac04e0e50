import { afterEach, describe, expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { type Front, keys, openFront } from '../harness.ts';

const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'A fox', image_size: 'square_hd' },
};

let front: Front;
afterEach(() => front?.close());

const open = async (baseUrl: string, env: Record<string, string> = {}): Promise<void> => {
  const answer = async () => Response.json({ code: 200, data: { task_id: 't-1', price: 4, balance: 1 } });
  front = await openFront({ env: { ...keys, XSKILL_BASE_URL: baseUrl, ...env }, tamper: answer });
};
const keysSent = (): string[] => front.sent.flatMap(({ headers }) => headers.authorization ?? []);

describe('a key', () => {
  it.each(['http://api.example.com', 'http://10.0.0.8:8787', 'http://localhost.example.com'])(
    'is not sent in clear text to %s, whatever asks, and doctor says so',
    async (baseUrl) => {
      await open(baseUrl);
      const told = [
        (await front.call('submit_task', picture)).text,
        (await front.call('get_task', { task_id: 'xskill:t-1', wait_seconds: 0 })).text,
      ];
      for (const text of told) {
        expect(text).toMatch(/^invalid_input: XSKILL_BASE_URL is http:.*readable on its way/);
        expect(text).toMatch(/\nNext: Nothing was sent\..*https:.*SEEDANCE_ALLOW_HTTP=1/);
      }
      const { code, json } = await shell(front.app, ['doctor', '--json']);
      const { name, state } = json.checks.find((check: { name: string }) => check.name === 'xskill address');
      expect({ code, name, state }).toEqual({ code: 1, name: 'xskill address', state: 'fail' });
      expect(keysSent()).toEqual([]);
    },
  );

  it.each([
    ['http://127.0.0.1:8787', {}],
    ['http://localhost:8787', {}],
    ['http://[::1]:8787', {}],
    ['http://sim.localhost', {}],
    ['https://api.example.com', {}],
    ['http://simulator:8787', { SEEDANCE_ALLOW_HTTP: '1' }],
  ])('goes to %s with %j', async (baseUrl, env) => {
    await open(baseUrl, env);
    expect((await front.call('submit_task', picture)).data).toMatchObject({ task_id: 'xskill:t-1' });
    expect(keysSent()).not.toEqual([]);
  });
});
