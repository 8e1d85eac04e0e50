import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSimulator as createPixazo } from '../../src/backends/pixazo/simulator.ts';
import { createSimulator as createXskill } from '../../src/backends/xskill/simulator.ts';
import { type Served, serveSimulators } from '../../src/simulation/serve.ts';

/** The two seeds' own commands, by a client that none of us wrote. */
describe.skipIf(spawnSync('curl', ['--version']).status !== 0)('curl', () => {
  let served: Served;
  let nowMs = 0;
  const options = { simulators: [createXskill, createPixazo], port: 0, now: () => nowMs };
  beforeAll(async () => {
    served = await serveSimulators(options);
  });
  afterAll(() => served.close());

  const curl = async (...args: string[]): Promise<string> => {
    const told = await promisify(execFile)('curl', ['-sS', '-w', '\n%{http_code}', ...args]);
    return told.stdout.trim();
  };
  const xskill = ['-H', 'Authorization: Bearer sk-your-api-key', '-H', 'Content-Type: application/json'];
  const pixazo = ['-H', 'Ocp-Apim-Subscription-Key: a-key', '-H', 'Content-Type: application/json'];
  const value = (text: string, key: string) => new RegExp(`"${key}":"([^"]+)"`).exec(text)?.[1] ?? '';

  it('goes the way of the xskill script', async () => {
    const { url } = served;
    expect(await curl(...xskill, `${url}/api/v3/balance`)).toMatch(/"balance":10000.*\n200$/);
    const image = value(
      await curl(...xskill, '-d', '{"image_url":"https://img1.png"}', `${url}/api/v3/upload/image`),
      'url',
    );
    const params = {
      prompt: 'From @image_file_1',
      image_files: [image],
      ratio: '16:9',
      duration: 15,
      model: 'seedance_2.0_fast',
    };
    const body = JSON.stringify({ model: 'st-ai/super-seed2', params, channel: null });
    const task_id = value(await curl(...xskill, '-d', body, `${url}/api/v3/tasks/create`), 'task_id');
    nowMs += 700_000;
    const done = await curl(...xskill, '-d', JSON.stringify({ task_id }), `${url}/api/v3/tasks/query`);
    expect(done).toMatch(/"status":"completed".*\n200$/);
    const [file = ''] = /http[^"]+\.mp4/.exec(done) ?? [];
    expect(await curl('-o', '/dev/null', '-w', '%{http_code} %{content_type} %{size_download}', file)).toMatch(
      /^200 video\/mp4 \d{5,}$/,
    );
    expect(await curl('-I', file)).toMatch(/content-length: \d+/i);
  });

  it('goes the way of the Pixazo skill, as far as it leads', async () => {
    const { url } = served;
    const body = '{"content":[{"type":"text","text":"A cat walking on the beach"}]}';
    const reply = await curl(...pixazo, '-d', body, `${url}/seedance-2-0/v1/text-to-video`);
    expect(reply).toMatch(/"status":"QUEUED".*\n202$/);
    expect(await curl(...pixazo, `${url}/seedance-2-0/v1/result/${value(reply, 'request_id')}`)).toMatch(/\n404$/);
    nowMs += 700_000;
    expect(await curl(...pixazo, value(reply, 'polling_url'))).toMatch(
      /"status":"COMPLETED".*"media_url":\["http.*\n200$/,
    );
  });

  it('sees a connection that dies after the task was taken', async () => {
    const body = '{"content":[{"type":"text","text":"[rehearse: reset] A cat"}]}';
    await expect(curl(...pixazo, '-d', body, `${served.url}/seedance-2-0/v1/text-to-video`)).rejects.toMatchObject({
      code: 52,
    });
  });
});
