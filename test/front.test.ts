import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { makePicture } from '../src/simulation/picture.ts';
import { temporaryFolder } from './folder.ts';
import { type Front, keys, openFront, submissionOf } from './harness.ts';
import { moveOn as moveWindowOn } from './windows.ts';

const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'A fox', image_size: 'square_hd' },
};

let front: Front;
afterEach(() => front?.close());

const moveOn = <T>(mostMs: number, answer: Promise<T>): Promise<T> =>
  moveWindowOn(front, answer, { stepMs: 5_000, mostMs });

describe('from a submit to a saved file', () => {
  it('quotes, submits, waits, saves and checks a video', async () => {
    front = await openFront();
    const quoted = await front.call('submit_task', { ...video, dry_run: true });
    expect(quoted.data).toMatchObject({ status: 'dry_run', price: { unit: 'points' } });
    expect(quoted.data.task_id).toBeUndefined();
    expect(front.posts()).toHaveLength(0);

    const submitted = await front.call('submit_task', video);
    expect(submitted.data).toMatchObject({
      backend: 'xskill',
      status: 'pending',
      duplicate: false,
      price: { source: 'charged' },
      check_after_seconds: 600,
    });
    expect(submitted.data.next_step).toContain('Video is generating, estimated ~10 minutes');
    expect(JSON.parse(submitted.text)).toEqual(submitted.data);

    const progress: number[] = [];
    const finished = await moveOn(
      1_200_000,
      front.call(
        'get_task',
        { task_id: submitted.data.task_id, wait_seconds: 900 },
        { onprogress: (told) => progress.push(told.progress) },
      ),
    );
    expect(finished.data).toMatchObject({ status: 'completed', mismatches: [] });
    const [file] = finished.data.files;
    expect(file).toMatchObject({ media_type: 'video/mp4', duration_seconds: 5, has_audio: true });
    expect(readFileSync(file.path).length).toBe(file.bytes);
    expect(finished.content[1]).toMatchObject({ type: 'resource_link', mimeType: 'video/mp4' });
    expect(progress.length).toBeGreaterThan(50);
    expect(progress.every((value, n) => n === 0 || value > (progress[n - 1] ?? 0))).toBe(true);
  });

  it('shows a finished picture to the model', async () => {
    front = await openFront();
    const submitted = await front.call('submit_task', picture);
    const finished = await moveOn(
      600_000,
      front.call('get_task', { task_id: submitted.data.task_id, wait_seconds: 300 }),
    );
    expect(finished.content.map(({ type }) => type)).toEqual(['text', 'resource_link', 'image']);
  });

  it('says "not yet" as a normal answer, in the seed’s words', async () => {
    front = await openFront();
    const submitted = await front.call('submit_task', video);
    const asked = await front.call('get_task', { task_id: submitted.data.task_id, wait_seconds: 0 });
    expect(asked.isError).toBe(false);
    expect(asked.data).toMatchObject({ status: 'pending', check_after_seconds: 600 });
    expect(asked.data.next_step).toMatch(/^Queued\.\.\. It should take about 10 min more\. Not an error/);
  });

  it('asks exactly once with wait_seconds 0', async () => {
    front = await openFront({
      tamper: ({ path }) => (path.endsWith('/query') ? Promise.resolve(new Response('', { status: 503 })) : undefined),
    });
    const submitted = await front.call('submit_task', video);
    const asked = await front.call('get_task', { task_id: submitted.data.task_id, wait_seconds: 0 });
    expect(asked.text).toMatch(/^unavailable: .*\nNext: /s);
    expect(front.sent.filter(({ path }) => path.endsWith('/query'))).toHaveLength(1);
  });

  it('fetches a file once, however many wait for it', async () => {
    front = await openFront();
    const { task_id } = (await front.call('submit_task', video)).data;
    const answers = Promise.all(
      Array.from({ length: 5 }, () => front.call('get_task', { task_id, wait_seconds: 900 })),
    );
    await moveOn(1_200_000, answers);
    expect(new Set((await answers).map(({ data }) => data.files[0].path)).size).toBe(1);
    expect(front.sent.filter(({ path }) => path.endsWith('.mp4'))).toHaveLength(1);
    const record = readFileSync(join(front.home, 'data/ledger/2026-11.jsonl'), 'utf8');
    expect(record.match(/"type":"saved"/g)).toHaveLength(1);
  });

  it('saves where it is told: home, file URLs, and nowhere relative to a server’s own folder', async () => {
    const home = temporaryFolder();
    front = await openFront({ home, env: { ...keys, SEEDANCE_OUTPUT_ROOTS: home } });
    const { task_id } = (await front.call('submit_task', picture)).data;
    const saved = async (save_dir: string) =>
      (await moveOn(300_000, front.call('get_task', { task_id, wait_seconds: 200, save_dir }))).data.files;
    expect((await saved('~/films'))[0].path).toContain(join(front.home, 'films'));
    expect((await saved(pathToFileURL(join(front.home, 'other')).href))[0].path).toContain(join(front.home, 'other'));
    expect((await saved('  '))[0].path).toContain(join(front.home, 'out'));
    expect((await front.call('get_task', { task_id, save_dir: 'films' })).text).toMatch(
      /^invalid_input: .*not a whole path/,
    );
    for (const save_dir of ['file://host/films', 'file:///%2F', '/films\0'])
      expect((await front.call('get_task', { task_id, save_dir })).text).toMatch(
        /^invalid_input: .*not a folder of this machine/,
      );
  });

  it('takes back the picture that it saved, and not what was put in its place', async () => {
    front = await openFront({ roots: [pathToFileURL(temporaryFolder()).href] });
    const { task_id } = (await front.call('submit_task', picture)).data;
    const { path } = (await moveOn(300_000, front.call('get_task', { task_id, wait_seconds: 200 }))).data.files[0];
    const { href } = pathToFileURL(path);
    for (const input of [{ image_path: path }, { image_path: href }, { image_url: href }])
      expect((await front.call('upload_image', input)).data.reused).toBeDefined();
    const edit = { prompt: 'The fox in Figure 1, at night', image_urls: [href], image_size: 'square_hd' };
    const quote = { model_id: 'fal-ai/bytedance/seedream/v4.5/edit', parameters: edit, dry_run: true };
    expect((await front.call('submit_task', quote)).data.status).toBe('dry_run');
    writeFileSync(path, makePicture({ width: 500, height: 500 }, 'another'));
    for (const input of [{ image_path: path }, { image_url: href }])
      expect((await front.call('upload_image', input)).text).toMatch(/^file_refused: /);
  });

  it('lists from the record, with prompts, and saves what finished meanwhile', async () => {
    front = await openFront();
    await front.call('submit_task', video);
    await front.call('submit_task', picture);
    await front.clock.advance(1_500_000);
    const listed = await front.call('get_task', {});
    const row = {
      task_id: expect.stringMatching(/^xskill:/),
      submitted_at: '2026-11-21T12:00:00Z',
      status: 'completed',
    };
    const [image, clip] = [/^2026-11-21-a-fox-.+\.png$/, /^2026-11-21-a-fox-crosses-the-snow-.+\.mp4$/];
    expect(listed.data).toEqual({
      folder: join(front.home, 'out'),
      tasks: [
        {
          ...row,
          prompt: 'A fox',
          file: expect.stringMatching(image),
          price: '4 points charged',
        },
        {
          ...row,
          prompt: 'A fox crosses the snow',
          file: expect.stringMatching(clip),
          price: '50 points charged',
        },
      ],
      history: expect.any(Array),
      warnings: [],
    });
    const searched = await front.call('get_task', { search: 'SNOW', limit: 5 });
    expect(searched.data.tasks).toHaveLength(1);
    expect((await front.call('get_task', { status: 'failed' })).data.tasks).toEqual([]);
  });

  it('lists a file outside the folder with its whole path', async () => {
    const home = temporaryFolder();
    front = await openFront({ home, env: { ...keys, SEEDANCE_OUTPUT_ROOTS: home } });
    await front.call('submit_task', picture);
    await front.clock.advance(300_000);
    await front.call('get_task', { save_dir: '~/elsewhere' });
    await front.call('submit_task', video);
    await front.clock.advance(1_500_000);
    const { folder, tasks } = (await front.call('get_task', {})).data;
    expect(folder).toBe(join(front.home, 'out'));
    expect(tasks.map(({ file }: { file: string }) => file)).toEqual([
      expect.stringMatching(/^[^/]+\.mp4$/),
      expect.stringContaining(join(front.home, 'elsewhere', '2026-11-21')),
    ]);
  });

  it('knows a task by its whole id, by the service’s bare id, and with blanks around it', async () => {
    front = await openFront();
    const { task_id } = (await front.call('submit_task', video)).data;
    for (const id of [task_id, task_id.replace('xskill:', ''), ` ${task_id}\n`]) {
      expect((await front.call('get_task', { task_id: id, wait_seconds: 0 })).data.task_id).toBe(task_id);
    }
  });

  it('takes in a task that was submitted elsewhere, asking once, whatever it made', async () => {
    const answer = {
      code: 200,
      data: { task_id: 'abc', status: 'completed', output: { images: ['https://cdn.test/a.png'] } },
    };
    const png = await makePicture({ width: 640, height: 360 }, 'fox');
    front = await openFront({
      tamper: ({ path, url }) => {
        if (url.startsWith('https://cdn.test')) return Promise.resolve(new Response(new Uint8Array(png)));
        return path.endsWith('/query') ? Promise.resolve(new Response(JSON.stringify(answer))) : undefined;
      },
    });
    const taken = await front.call('get_task', { task_id: 'abc', wait_seconds: 0 });
    expect(taken.data).toMatchObject({
      task_id: 'xskill:abc',
      status: 'completed',
      files: [{ media_type: 'image/png' }],
    });
    expect(front.sent.filter(({ path }) => path.endsWith('/query'))).toHaveLength(1);
    expect((await front.call('get_task', { save: false })).data.tasks).toHaveLength(1);
  });

  it('tells a failed task as data, with what to do', async () => {
    front = await openFront();
    const submitted = await front.call('submit_task', {
      ...video,
      parameters: { ...video.parameters, prompt: 'A face [rehearse: face]' },
    });
    const finished = await moveOn(
      1_200_000,
      front.call('get_task', { task_id: submitted.data.task_id, wait_seconds: 900 }),
    );
    expect(finished.isError).toBe(false);
    expect(finished.data).toMatchObject({
      status: 'failed',
      error: { code: 'face_detected' },
      price: { amount: 50, unit: 'points', source: 'refunded' },
    });
    const { tasks } = (await front.call('get_task', {})).data;
    expect(tasks).toMatchObject([{ status: 'failed', price: '50 points refunded' }]);
  });
});

describe('the next shot', () => {
  const done = (output: object) =>
    Promise.resolve(new Response(JSON.stringify({ code: 200, data: { status: 'completed', result: { output } } })));

  it.each([
    [
      'from the last frame that the service gives',
      { last_frame_url: 'https://cdn.test/last.png' },
      /give last_frame_url as first_frame/,
    ],
    [
      'from the video when it gives none',
      {},
      /compose_storyboard with your shots, task "extend", references \[\{"url": output_urls\[0\], "role": "extend"\}\]/,
    ],
  ])('goes on %s', async (_, extra, words) => {
    front = await openFront({
      tamper: ({ path }) =>
        path.endsWith('/query') ? done({ videos: ['https://cdn.test/v.mp4'], ...extra }) : undefined,
    });
    const { data } = await front.call('submit_task', video);
    const finished = await front.call('get_task', { task_id: data.task_id, save: false });
    expect(finished.data.next_step).toMatch(words);
    expect(finished.data.last_frame_url).toBe((extra as Record<string, string>).last_frame_url);
    const [url] = finished.data.output_urls;
    const next = { task: 'extend', references: [{ url, role: 'extend' }], shots: [{ visual: 'The fox sits down' }] };
    const { submit } = (await front.call('compose_storyboard', next)).data;
    expect((await submissionOf(front, submit))?.parameters.video_files).toEqual([url]);
  });
});

describe('what is refused before anything is sent', () => {
  const refused: [string, Record<string, unknown>, RegExp][] = [
    [
      'a reference without its file',
      { prompt: '@image_file_3 runs', image_files: ['https://cdn.test/a.png'] },
      /image_file_3/,
    ],
    [
      'several mistakes at once',
      { prompt: '@image_file_2', duration: 99, ratio: '5:4', colour: 'red' },
      /duration[\s\S]*ratio|ratio[\s\S]*duration/,
    ],
    ['a parameter nobody knows', { prompt: 'x', durration: 5 }, /durration/],
  ];

  it.each(refused)('%s', async (_, parameters, words) => {
    front = await openFront();
    const answer = await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(words);
    expect(answer.text).toMatch(/^invalid_input: /);
    expect(front.posts()).toHaveLength(0);
  });

  it('a model id with a slip of the pen, with the nearest one', async () => {
    front = await openFront();
    const answer = await front.call('submit_task', { model_id: 'st-ai/super-sed2', parameters: { prompt: 'x' } });
    expect(answer.text).toMatch(/^unknown_model: [\s\S]*st-ai\/super-seed2/);
  });

  it('a missing key, in the seeds’ own words', async () => {
    front = await openFront({ env: {} });
    const xskill = await front.call('submit_task', video);
    expect(xskill.text).toContain('export XSKILL_API_KEY=sk-your-api-key');
    expect(xskill.text).toContain('https://www.xskill.ai/#/v2/api-keys');
    const pixazo = await front.call('submit_task', {
      model_id: 'seedance-2-0/text-to-video',
      parameters: { prompt: 'A fox' },
    });
    expect(pixazo.text).toContain("I'll need your Pixazo API key once.");
    expect(front.posts()).toHaveLength(0);
  });
});

describe('the surface', () => {
  it('takes parameters as JSON text, and null for what is left out', async () => {
    front = await openFront();
    const answer = await front.call('submit_task', {
      ...video,
      parameters: JSON.stringify(video.parameters),
      max_cost: null,
      dry_run: 'true',
    });
    expect(answer.data.status).toBe('dry_run');
  });

  // Names that every object of the language has by itself.
  it.each(['constructor', 'valueOf', 'toString', 'hasOwnProperty'])(
    'takes "%s" for an unknown name like any other',
    async (name) => {
      front = await openFront();
      for (const tool of ['submit_task', 'get_task', 'upload_image', 'get_balance', 'compose_storyboard']) {
        expect((await front.call(tool, { [name]: 'x' })).text).toContain(`"${name}": no such field`);
      }
      const { text } = await front.call('submit_task', { ...video, parameters: { prompt: 'A fox', [name]: 'x' } });
      expect(text).toMatch(new RegExp(`^invalid_input: .*has no parameter "${name}"`));
      expect((await front.call('submit_task', { ...video, model_id: name })).text).toMatch(/^unknown_model: /);
      const odd = {
        prompt: 'A fox',
        genre: name,
        ratio: name,
        references: [{ url: 'https://a.test/a.png', role: name }],
      };
      expect((await front.call('compose_storyboard', odd)).text).not.toMatch(/^internal: /);
    },
  );

  it('says what is wrong with JSON text', async () => {
    front = await openFront();
    const answer = await front.call('submit_task', { ...video, parameters: '{"prompt":' });
    expect(answer.text).toMatch(/^invalid_input: parameters is not JSON: a value was expected at its end\.\n/);
  });

  it('keeps a key that was pasted into a prompt on this machine', async () => {
    front = await openFront({ env: { XSKILL_API_KEY: 'sk-0123456789abcdef0123' } });
    const answer = await front.call('submit_task', {
      ...video,
      parameters: { prompt: 'Use sk-0123456789abcdef0123 for it' },
    });
    expect(answer.text).toMatch(/^invalid_input: The input holds your API key/);
    expect(front.sent).toEqual([]);
  });

  it('names where a refused key comes from', async () => {
    front = await openFront({ env: { XSKILL_API_KEY: 'sk-wrong' } });
    expect((await front.call('submit_task', video)).text).toContain('The key in use comes from XSKILL_API_KEY.');
  });

  it('names unknown fields and what it knows', async () => {
    front = await openFront();
    const answer = await front.call('get_task', { id: 'x' });
    expect(answer.text).toMatch(/^invalid_input: "id": no such field; did you mean task_id\? Known fields: task_id, /);
  });

  it('keeps the key out of the record and of every answer', async () => {
    front = await openFront();
    const submitted = await front.call('submit_task', video);
    const balance = await front.call('get_balance');
    const record = readFileSync(join(front.home, 'data/ledger/2026-11.jsonl'), 'utf8');
    expect(record + submitted.text + balance.text).not.toContain('sk-test');
    expect(
      balance.data.balances.map(({ backend, configured }: Record<string, unknown>) => [backend, configured]),
    ).toEqual([
      ['xskill', true],
      ['pixazo', true],
    ]);
  });
});
