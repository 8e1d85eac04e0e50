import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../src/backends/xskill/simulator.ts';
import type { SimulatorOptions } from '../../../src/simulation/simulator.ts';
import { type Bench, differences, openBench, readFixtures } from '../../simulation/bench.ts';

const open = (options?: Partial<SimulatorOptions>) =>
  openBench(createSimulator, { authorization: 'Bearer sk-test' }, options);
const textToImage = 'fal-ai/bytedance/seedream/v4.5/text-to-image';

const video = (params: Record<string, unknown> = {}) => ({
  model: 'st-ai/super-seed2',
  params: { prompt: 'A paper boat', ...params },
  channel: null,
});
const create = (bench: Bench, params?: Record<string, unknown>) =>
  bench.send('POST', '/api/v3/tasks/create', video(params));
const query = async (bench: Bench, id: string) =>
  (await bench.send('POST', '/api/v3/tasks/query', { task_id: id })).json.data;
const balance = async (bench: Bench) => (await bench.send('GET', '/api/v3/balance')).json.data.balance;

describe('a task', () => {
  it('waits, runs with rising progress and completes in about ten minutes', async () => {
    const bench = open();
    const { json } = await create(bench, { duration: 5 });
    const statuses: string[] = [];
    const progress: number[] = [];
    for (let minute = 0; minute <= 11; minute++) {
      const told = await query(bench, json.data.task_id);
      statuses.push(told.status);
      if (told.progress !== undefined) progress.push(told.progress);
      bench.advance(60);
    }
    expect([...new Set(statuses)]).toEqual(['pending', 'processing', 'completed']);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(6);
  });

  it('goes as much faster as it was told to', async () => {
    const bench = open({ timeScale: 60 });
    const { json } = await create(bench);
    bench.advance(11);
    expect((await query(bench, json.data.task_id)).status).toBe('completed');
  });

  it('is charged when it is created and given back when it fails', async () => {
    const bench = open();
    await create(bench, { duration: 10 });
    await create(bench, { duration: 10, model: 'seedance_2.0' });
    await create(bench, { video_files: ['https://example.com/a.mp4'] });
    expect(await balance(bench)).toBe(10_000 - 100 - 200 - 100);
    await create(bench, { prompt: '[rehearse: fail] A boat', duration: 10 });
    expect(await balance(bench)).toBe(10_000 - 500);
    bench.advance(700);
    expect(await balance(bench)).toBe(10_000 - 400);
  });

  it('costs what the docs say', async () => {
    const bench = open();
    const { pricing } = (await bench.send('GET', '/api/v3/models/st-ai/super-seed2/docs?lang=en')).json.data;
    const charged = await Promise.all([
      create(bench, { duration: 5 }),
      create(bench, { duration: 15, model: 'seedance_2.0' }),
      create(bench, { duration: 5, video_files: ['https://example.com/a.mp4'] }),
    ]);
    expect(charged.map(({ json }) => json.data.price)).toEqual(
      pricing.examples.map(({ price }: { price: number }) => price),
    );
  });

  it('is refused when the account is empty, and the account fills again after a day', async () => {
    const bench = open({ balance: 60 });
    expect((await create(bench)).status).toBe(200);
    const refused = await create(bench);
    expect([refused.status, refused.json.data]).toEqual([402, { required: 50, available: 10 }]);
    bench.advance(24 * 60 * 60);
    expect((await create(bench)).status).toBe(200);
  });

  it('is known to another process through memory, whose other content stays', async () => {
    let text: string | undefined = '{"elsewhere":{"kept":true}}';
    const write = (next: string): void => {
      text = next;
    };
    const memory = { read: () => text, write };
    const { json } = await create(open({ memory }), { prompt: 'A secret boat' });
    const other = open({ memory });
    other.advance(700);
    expect(await query(other, json.data.task_id)).toMatchObject({ status: 'completed' });
    expect(await balance(other)).toBe(9950);
    expect(text).toContain('"elsewhere":{"kept":true}');
    expect(text).not.toContain('secret');
  });

  it('starts afresh from a memory that cannot be read', async () => {
    const memory = { read: () => '{"xskill":[1', write: () => undefined };
    expect(await balance(open({ memory }))).toBe(10_000);
  });
});

describe('what a service refuses', () => {
  const refused: [string, Record<string, unknown>, string][] = [
    ['a number out of range', { duration: 16 }, 'duration'],
    ['a number as text', { duration: '5' }, 'duration'],
    ['an unknown field', { aspect_ratio: '16:9' }, 'aspect_ratio'],
    ['an empty prompt', { prompt: '' }, 'prompt'],
    ['too many files', { image_files: Array(10).fill('https://example.com/a.png') }, 'image_files'],
    ['files of the other mode', { filePaths: ['https://example.com/a.png'] }, 'filePaths'],
    [
      'references with frames',
      { functionMode: 'first_last_frames', image_files: ['https://example.com/a.png'] },
      'image_files',
    ],
    ['audio alone', { audio_files: ['https://example.com/a.mp3'] }, 'audio_files'],
    ['a mention without a file', { prompt: '@image_file_1 sails' }, 'prompt'],
    ['a range without files', { prompt: '@image_file_1-3', image_files: ['https://example.com/a.png'] }, 'prompt'],
    ['a local file', { image_files: ['/home/me/a.png'] }, 'image_files.0'],
    ['a data URL', { image_files: ['data:image/png;base64,AAAA'] }, 'image_files.0'],
    ['localhost', { image_files: ['http://localhost:3000/a.png'] }, 'image_files.0'],
    ['a private address', { image_files: ['https://example.com/a.png', 'http://192.168.1.7/a.png'] }, 'image_files.1'],
    ['the loopback of IPv6', { image_files: ['http://[::1]/a.png'] }, 'image_files.0'],
    ['an unknown rehearsal word', { prompt: '[rehearse: fcae]' }, 'prompt'],
  ];
  it.each(refused)('%s', async (_, params, field) => {
    const bench = open();
    const { status, json } = await create(bench, params);
    expect(status).toBe(422);
    expect(json.data.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(json.data.params_schema.properties).toHaveProperty('prompt');
    expect(await balance(bench)).toBe(10_000);
  });

  it('a missing or wrong key, an unknown model, task and route', async () => {
    const bench = open();
    expect((await bench.send('GET', '/api/v3/balance', undefined, { authorization: '' })).status).toBe(401);
    expect((await bench.send('GET', '/api/v3/balance', undefined, { authorization: 'Bearer sk-wrong' })).status).toBe(
      401,
    );
    expect((await bench.send('POST', '/api/v3/tasks/create', { ...video(), model: 'st-ai/nothing' })).status).toBe(404);
    expect((await bench.send('POST', '/api/v3/tasks/query', { task_id: 'nothing' })).status).toBe(404);
    expect((await bench.send('GET', '/api/v3/nothing')).status).toBe(404);
  });

  it('but not the files of its own', async () => {
    const bench = open();
    const data = (await bench.send('POST', '/api/v3/upload/image', { image_data: png })).json.data;
    expect((await create(bench, { image_files: [data.url] })).status).toBe(200);
  });
});

describe('pictures', () => {
  it.each([
    ['landscape_16_9', 2560, 1440],
    ['portrait_16_9', 1440, 2560],
    ['landscape_4_3', 2304, 1728],
    ['portrait_4_3', 1728, 2304],
    ['square_hd', 2048, 2048],
    ['auto_2K', 2048, 2048],
    ['auto_4K', 4096, 4096],
  ])('%s comes as a PNG under 1 MB', async (image_size, width, height) => {
    const bench = open();
    const params = { prompt: 'A boat', image_size, num_images: 2 };
    const { json } = await bench.send('POST', '/api/v3/tasks/create', { model: textToImage, params, channel: null });
    expect(json.data.price).toBe(8);
    bench.advance(120);
    const { result } = await query(bench, json.data.task_id);
    const [first, second] = await Promise.all(result.output.images.map((url: string) => bench.send('GET', url)));
    const bytes = Buffer.from(first.text, 'latin1');
    expect(imageSize(bytes)).toMatchObject({ type: 'png', width, height });
    expect(bytes.length).toBeLessThan(1_000_000);
    expect(first.text === second.text).toBe(false);
  });

  it('are the same for the same prompt', async () => {
    const [one, other] = await Promise.all(
      [open(), open()].map(async (bench) => {
        const params = { prompt: 'A boat [rehearse: quick]', image_size: 'square_hd' };
        const { json } = await bench.send('POST', '/api/v3/tasks/create', { model: textToImage, params });
        bench.advance(3);
        return bench.send('GET', (await query(bench, json.data.task_id)).result.output.images[0]);
      }),
    );
    expect(one!.text === other!.text).toBe(true);
  });
});

describe('uploads', () => {
  it('serves back the bytes it was given, also by the URL of an upload', async () => {
    const bench = open();
    for (const image_data of [png, `data:image/png;base64,${png}`]) {
      const { data } = (await bench.send('POST', '/api/v3/upload/image', { image_data })).json;
      const again = (await bench.send('POST', '/api/v3/upload/image', { image_url: data.url })).json.data;
      for (const url of [data.url, again.url]) {
        const file = await bench.send('GET', url);
        expect(Buffer.from(file.text, 'latin1').toString('base64')).toBe(png);
        expect(file.headers.get('content-type')).toBe('image/png');
      }
    }
  });

  it('lets a picture of ours stand for a picture on the web', async () => {
    const bench = open();
    const image = (await bench.send('POST', '/api/v3/upload/image', { image_url: 'https://example.com/a.jpg' })).json
      .data;
    const moved = (
      await bench.send('POST', '/api/v3/tools/transfer-url', { url: 'https://example.com/a.jpg', type: 'image' })
    ).json.data;
    for (const url of [image.url, moved.cdn_url]) {
      expect(imageSize(Buffer.from((await bench.send('GET', url)).text, 'latin1'))).toMatchObject({
        type: 'png',
        width: 1280,
      });
    }
  });

  it('refuses what is no picture, nothing at all, and what it cannot reach', async () => {
    const bench = open();
    for (const body of [{ image_data: 'aGVsbG8=' }, {}, { image_url: 'http://127.0.0.1/a.png' }]) {
      expect((await bench.send('POST', '/api/v3/upload/image', body)).status).toBe(422);
    }
  });

  it('forgets the oldest when there are too many', async () => {
    const bench = open();
    const urls: string[] = [];
    for (let n = 0; n < 25; n++) {
      urls.push((await bench.send('POST', '/api/v3/upload/image', { image_data: png })).json.data.url);
    }
    expect((await bench.send('GET', urls[0]!)).status).toBe(404);
    expect((await bench.send('GET', urls[24]!)).status).toBe(200);
  });
});

describe('what fails on purpose', () => {
  const submit = (words: string, bench = open()) => create(bench, { prompt: `A boat [rehearse: ${words}]` });

  it.each([401, 402, 422, 429, 500])('%i is answered and nothing is taken', async (status) => {
    const bench = open();
    expect((await submit(String(status), bench)).status).toBe(status);
    expect(await balance(bench)).toBe(10_000);
  });

  it('429-once is accepted the second time', async () => {
    const bench = open();
    expect((await submit('429-once', bench)).status).toBe(429);
    expect((await submit('429-once', bench)).status).toBe(200);
  });

  it.each(['502', 'cut', 'no-id'])('%s takes the task and spoils the answer', async (word) => {
    const bench = open();
    expect((await submit(word, bench)).json.data?.task_id).toBeUndefined();
    const { tasks } = (await bench.send('POST', '/api/v3/tasks/list', { limit: 5 })).json.data;
    expect(tasks).toHaveLength(1);
    expect(await balance(bench)).toBe(9950);
  });

  it.each([
    ['reset', 9950],
    ['reset-early', 10_000],
  ])('%s breaks the connection and leaves %i points', async (word, left) => {
    const bench = open();
    await expect(submit(word, bench)).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } });
    expect(await balance(bench)).toBe(left);
  });

  it('stuck never ends', async () => {
    const bench = open();
    const { json } = await submit('stuck', bench);
    bench.advance(86_000);
    expect(await query(bench, json.data.task_id)).toMatchObject({ status: 'processing', progress: 0.99 });
  });

  it('dead-link and html-file complete and give no video', async () => {
    for (const [word, status, type] of [
      ['dead-link', 404, 'text/plain'],
      ['html-file', 200, 'text/html'],
    ] as const) {
      const bench = open();
      const { json } = await submit(`${word}, quick`, bench);
      bench.advance(3);
      const [url] = (await query(bench, json.data.task_id)).result.output.images;
      const file = await bench.send('GET', url);
      expect([file.status, file.headers.get('content-type')]).toEqual([status, type]);
    }
  });
});

describe('the fixtures', () => {
  const notProduced: Record<string, string> = {
    'create-without-price': 'it always tells the price',
    'create-data-null': 'it never answers null for a task it took',
    'query-no-status': 'it always knows the status',
    'query-data-null': 'it always knows the task or answers 404',
    'query-failed-error-object': 'a failure is told as text',
    'query-failed-face-in-output': 'one place for each failure text is enough',
    'error-envelope-msg': 'errors inside a 200 come with message',
    'error-envelope-detail': 'errors inside a 200 come with message',
    'error-envelope-500-query': 'only a submit can be refused inside a 200',
    'error-envelope-message': 'a refused body names its fields, see error-422-create',
    'error-429-query': 'see error-429-create',
    'error-500-query': 'see error-502-html-query',
    'upload-url-top-level': 'the URL comes under data',
    'upload-url-without-envelope': 'the URL comes under data',
    'upload-public-url': 'the URL comes as url',
    'upload-cdn-url': 'the URL comes as url',
    'upload-without-url': 'an upload has a URL',
    'list-array': 'rows come under tasks',
    'list-items': 'rows come under tasks',
    'list-list': 'rows come under tasks',
    'list-other-keys': 'rows come under tasks',
    'docs-fixed': 'this model is priced per second',
    'docs-token-based': 'this model is priced per second',
    'docs-quality-size-matrix': 'this model is priced per second',
    'docs-moon-phase': 'this model is priced per second',
    'docs-without-pricing': 'this model is priced per second',
    'docs-404': 'this model has docs',
    'error-unknown-code-in-200': 'it has no codes of its own; see test/world/refusals.test.ts',
    'error-unknown-code-of-trouble-in-200': 'the same',
    'error-403-page-of-a-gateway': 'no gateway stands before it; see test/world/refusals.test.ts',
  };

  /** Words for the prompt and seconds to wait before the fixture's request is sent. */
  const words: Record<string, string> = {
    'create-completed-inline': 'inline',
    'create-without-id': 'no-id',
    'create-unreadable': 'cut',
    'query-result-a-images-holds-video': 'shape=a',
    'query-result-a-videos': 'shape=a-videos',
    'query-result-a-image-objects': 'shape=a-objects',
    'query-result-b-images': 'shape=b',
    'query-result-b-image-objects': 'shape=b-objects',
    'query-result-c-video-url': 'shape=c',
    'query-result-d-video': 'shape=d',
    'query-result-d-videos': 'shape=d-videos',
    'query-result-e-images': 'shape=e-objects',
    'query-result-e-videos': 'shape=e',
    'query-result-same-url-twice': 'shape=twice',
    'query-completed-without-url': 'no-url',
    'query-completed-empty': 'shape=none',
    'query-progress-stage': 'stages',
    'query-failed-error-text': 'fail',
    'query-failed-output-error': 'content',
    'query-failed-silent': 'fail, mute',
    'query-failed-face': 'face',
    'query-failed-content': 'face',
    'query-failed-parameter': 'parameter',
    'query-failed-nested-json': 'overloaded',
    'query-failed-fail-reason': 'unreachable',
    'error-402-create': '402',
    'error-402-in-200': '402, in-200',
    'error-429-create': '429',
    'error-500-create': '500',
    'error-502-html-create': '502',
    'error-502-html-query': 'broken-query',
    'error-envelope-500-create': '500, in-200',
  };
  const images = new Set([
    'query-result-a-images',
    'query-result-a-image-objects',
    'query-result-b-images',
    'query-result-b-image-objects',
    'query-result-e-images',
  ]);

  const rehearsal = (name: string): string => {
    const [, word = ''] = /^query-status-(.+)$/.exec(name) ?? [];
    if (/^(failed|error|cancelled|expired)$/.test(word)) return `fail, mute, done=${word}`;
    if (/^(completed|success|succeeded)$/.test(word)) return `done=${word}`;
    return word ? `stuck, status=${word}` : (words[name] ?? '');
  };

  const fixtures = readFixtures('xskill').filter(({ name }) => !(name in notProduced));
  it.each(fixtures.map((one) => [one.name, one] as const))('%s', async (name, { request, reply }) => {
    const bench = open();
    const asked = rehearsal(name);
    const body = structuredClone(request.body);
    if (asked && body?.params) body.params.prompt += ` [rehearse: ${asked}]`;
    if (name === 'list-tasks') {
      await create(bench);
      bench.advance(100);
    }
    if (request.path.endsWith('/query') && !name.startsWith('error-404')) {
      const prompt = asked ? `A boat [rehearse: ${asked}]` : 'A boat';
      const order = images.has(name) ? { model: textToImage, params: { prompt, num_images: 2 } } : video({ prompt });
      const made = await bench.send('POST', '/api/v3/tasks/create', order);
      if (body) body.task_id = made.json.data.task_id;
      bench.advance(/processing|progress/.test(name) ? 300 : 700);
    }
    const headers = name.startsWith('error-401') ? { authorization: 'Bearer sk-wrong' } : request.headers;
    const got = await bench.send(request.method, request.path, body, headers);
    expect(got.status).toBe(reply.status);
    if (reply.body !== undefined) expect(differences(reply.body, got.json)).toEqual([]);
    else expect(got.json).toEqual({});
  });

  it('lists as not produced only what there is', () => {
    const names = readFixtures('xskill').map(({ name }) => name);
    expect(Object.keys(notProduced).filter((name) => !names.includes(name))).toEqual([]);
  });
});

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
