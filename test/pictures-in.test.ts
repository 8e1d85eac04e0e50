import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRoots } from '../src/media/roots.ts';
import { NetworkError } from '../src/net/http.ts';
import { makePicture } from '../src/simulation/picture.ts';
import { temporaryFolder } from './folder.ts';
import { type Front, keys, openFront, type Tamper } from './harness.ts';

vi.mock('../src/media/roots.ts', async (original) => {
  const roots = await original<typeof import('../src/media/roots.ts')>();
  return { ...roots, createRoots: vi.fn(roots.createRoots) };
});

const uploadPath = '/api/v3/upload/image';

let home: string;
let fox: string;
let front: Front;
beforeEach(async () => {
  home = temporaryFolder();
  fox = join(home, 'project/fox.png');
  mkdirSync(join(home, 'project'));
  writeFileSync(fox, await makePicture({ width: 640, height: 360 }, 'fox'));
});
afterEach(() => front?.close());

const withRoot = (more = {}) => ({ ...keys, CLAUDE_PROJECT_DIR: join(home, 'project'), ...more });
const uploads = (): number => front.sent.filter(({ path }) => path === uploadPath).length;

describe('upload_image', () => {
  it('hands a picture of the project over, once', async () => {
    front = await openFront({ home, env: withRoot() });
    const first = await front.call('upload_image', { image_path: fox });
    expect(first.data).toMatchObject({
      backend: 'xskill',
      media_type: 'image/png',
      width: 640,
      height: 360,
      reused: false,
    });
    const data = readFileSync(fox).toString('base64');
    for (const source of [
      { image_path: 'fox.png' },
      { image_path: pathToFileURL(fox).href },
      { image_data: data },
      { image_data: `data:image/png;base64,${data}` },
    ]) {
      expect((await front.call('upload_image', source)).data).toMatchObject({ url: first.data.url, reused: true });
    }
    expect(uploads()).toBe(1);
  });

  it('hands it over once to many that ask at the same time, and not for one that leaves', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    front = await openFront({
      home,
      env: withRoot(),
      tamper: ({ path }, pass) => (path === uploadPath ? held.then(pass) : undefined),
    });
    const leaving = new AbortController();
    const left = front.call('upload_image', { image_path: fox }, { signal: leaving.signal }).catch(() => 'left');
    const asked = [1, 2, 3].map(() => front.call('upload_image', { image_path: fox }));
    await expect.poll(uploads).toBe(1);
    // The others have read the picture, too, once this one has.
    const parameters = { prompt: '@image_file_1 at night', image_files: [fox], duration: 5, ratio: '16:9' };
    const dry = { model_id: 'st-ai/super-seed2', parameters, dry_run: true };
    for (let n = 0; n < 3; n++) expect((await front.call('submit_task', dry)).isError).toBe(false);
    leaving.abort();
    expect(await left).toBe('left');
    release();
    const urls = (await Promise.all(asked)).map(({ data }) => data.url);
    expect(new Set(urls)).toEqual(new Set([expect.stringMatching(/^https:/)]));
    expect(uploads()).toBe(1);
  });

  it('is read, uploaded and looked at once for all tasks of a batch', async () => {
    front = await openFront({ home, env: withRoot() });
    vi.mocked(createRoots).mockClear();
    const tasks = Array.from({ length: 6 }, (_, n) => ({
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: `@image_file_1 on hill ${n}`, image_files: [fox], duration: 5, ratio: '16:9' },
    }));
    expect((await front.call('submit_task', { tasks })).data).toMatchObject({ status: 'processing' });
    expect(createRoots).toHaveBeenCalledTimes(1);
    expect(uploads()).toBe(1);
    expect(front.sent.filter(({ path }) => path.includes('/files/'))).toEqual([]);
  });

  it('reads what the client’s own roots hold', async () => {
    const odd = ['vscode-remote://ssh/home', 'file://wsl.localhost/home', 'file:///%00'];
    front = await openFront({ home, roots: [...odd, pathToFileURL(join(home, 'project')).href] });
    expect((await front.call('upload_image', { image_path: fox })).isError).toBe(false);
  });

  it.each([
    ['outside the folders', () => join(home, 'secret.png')],
    ['behind a link', () => join(home, 'project/link.png')],
    ['by climbing', () => `${join(home, 'project')}/../secret.png`],
    ['that is no image', () => join(home, 'project/notes.png')],
    ['that is a folder', () => join(home, 'project')],
    ['that is a device', () => '/dev/zero'],
  ])('refuses a path %s', async (_, path) => {
    writeFileSync(join(home, 'secret.png'), readFileSync(fox));
    writeFileSync(join(home, 'project/notes.png'), 'a list of passwords');
    symlinkSync(join(home, 'secret.png'), join(home, 'project/link.png'));
    front = await openFront({ home, env: withRoot() });
    expect((await front.call('upload_image', { image_path: path() })).text).toMatch(/^file_refused: .+\nNext: .+/s);
    expect(front.sent).toEqual([]);
  });

  it('names the folders that are allowed, and how to add one', async () => {
    front = await openFront({ home, env: withRoot() });
    const { text } = await front.call('upload_image', { image_path: '/etc/fox.png' });
    expect(text).toContain(join(home, 'project'));
    expect(text).toContain('SEEDANCE_MEDIA_ROOTS');
  });

  it('wants exactly one source', async () => {
    front = await openFront({ home, env: withRoot() });
    expect((await front.call('upload_image', {})).text).toContain('0 were given');
    expect((await front.call('upload_image', { image_path: fox, image_url: 'https://cdn.test/a.png' })).text).toContain(
      '2 were given',
    );
  });

  it('for Pixazo goes through xskill, or says what to do', async () => {
    front = await openFront({ home, env: withRoot() });
    expect((await front.call('upload_image', { image_path: fox, backend: 'pixazo' })).data).toMatchObject({
      backend: 'xskill',
    });
    await front.close();
    front = await openFront({
      home: temporaryFolder(),
      env: { PIXAZO_API_KEY: 'px', CLAUDE_PROJECT_DIR: join(home, 'project') },
    });
    expect((await front.call('upload_image', { image_path: fox, backend: 'pixazo' })).text).toMatch(
      /^file_refused: Pixazo has no upload/,
    );
  });
});

describe('a local picture in submit_task', () => {
  const submit = (image: string, more = {}) =>
    front.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: '@image_file_1 runs', image_files: [image], duration: 5 },
      ...more,
    });

  it('is uploaded first, and replaced by its URL', async () => {
    front = await openFront({ home, env: withRoot() });
    expect((await submit(fox)).isError).toBe(false);
    const [post] = front.posts();
    expect(JSON.stringify(post?.body)).not.toContain(home);
    expect(uploads()).toBe(1);
    expect((await submit('fox.png')).data.duplicate).toBe(true);
    expect(uploads()).toBe(1);
  });

  it('is the same request from two windows at once, whatever URLs the uploads get', async () => {
    let uploads = 0;
    const slowUpload: Tamper = ({ path }) =>
      path === uploadPath
        ? Promise.resolve(
            new Response(JSON.stringify({ code: 200, data: { url: `https://cdn.test/${uploads++}.png` } })),
          )
        : undefined;
    front = await openFront({ home, env: withRoot(), tamper: slowUpload });
    const other = await openFront({ home, env: withRoot(), tamper: slowUpload, clock: front.clock });
    const call = {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: '@image_file_1 runs', image_files: [fox], duration: 5 },
    };
    const answers = Promise.all([front.call('submit_task', call), other.call('submit_task', call)]);
    await front.clock.advance(5_000);
    expect((await answers).map(({ data }) => data.task_id)).toEqual([
      (await answers)[0]?.data.task_id,
      (await answers)[0]?.data.task_id,
    ]);
    expect(front.posts().length + other.posts().length).toBe(1);
    await other.close();
  });

  it('is uploaded anew when the first upload may be gone', async () => {
    front = await openFront({ home, env: withRoot() });
    await front.call('upload_image', { image_path: fox });
    await front.clock.advance(21 * 60 * 60 * 1000);
    expect((await front.call('upload_image', { image_path: fox })).data.reused).toBe(false);
  });

  it('is looked at and not uploaded in a dry run', async () => {
    front = await openFront({ home, env: withRoot() });
    expect((await submit(fox, { dry_run: true })).data.status).toBe('dry_run');
    expect((await submit('/etc/passwd', { dry_run: true })).text).toMatch(/^file_refused: /);
    expect(uploads()).toBe(0);
  });

  it('is refused outside the folders before anything is sent', async () => {
    front = await openFront({ home, env: keys });
    expect((await submit(fox)).text).toMatch(/^file_refused: /);
    expect(front.posts()).toEqual([]);
  });

  it('has no road for video and audio, and says so', async () => {
    front = await openFront({ home, env: withRoot() });
    const parameters = {
      prompt: '@video_file_1 @image_file_1',
      image_files: [fox],
      video_files: ['clip.mp4'],
      duration: 5,
    };
    const { text } = await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters });
    expect(text).toMatch(/local (video|file)|http/);
    expect(front.posts()).toEqual([]);
    expect(uploads()).toBe(0);
  });
});

describe('references are looked at before money is spent', () => {
  const reply = (status: number, type = 'image/png', body = '') =>
    new Response(body, { status, headers: { 'content-type': type } });
  const rows: [string, string, Tamper, RegExp | 'accepted'][] = [
    [
      'a dead link',
      'https://cdn.test/gone.png',
      async () => reply(404),
      /^invalid_input: .*(404|not there|dead|gone)/s,
    ],
    [
      'a page instead of a picture',
      'https://cdn.test/page.png',
      async () => reply(200, 'text/html', '<!doctype html><title>Log in</title>'),
      /^invalid_input: .*page/s,
    ],
    [
      'a signed link that has run out',
      'https://cdn.test/fox.png?X-Amz-Date=20261120T120000Z&X-Amz-Expires=3600&X-Amz-Signature=ab',
      async () => reply(403, 'application/xml', '<Message>Request has expired</Message>'),
      /^invalid_input: .*cdn\.test has expired \(HTTP 403\); it was good until 2026-11-20T13:00/s,
    ],
    ['localhost', 'http://localhost/fox.png', async () => reply(200), /^invalid_input: .*(localhost|reach)/s],
    ['a private address', 'http://192.168.1.4/fox.png', async () => reply(200), /^invalid_input: .*(192\.168|reach)/s],
    ['the metadata address', 'http://169.254.169.254/latest', async () => reply(200), /^invalid_input: /],
    [
      'a private address behind a name',
      'https://inside.test/fox.png',
      async () => {
        throw new NetworkError('inside.test (10.0.0.1) is a private address', 'private_address');
      },
      'accepted', // only this network says so
    ],
    ['a data URL', 'data:image/png;base64,AAAA', async () => reply(200), /^invalid_input: .*(http|upload_image)/s],
    [
      'what cannot be reached from here',
      'https://cdn.test/fox.png',
      async () => {
        throw new NetworkError('timeout', 'unreachable');
      },
      'accepted',
    ],
    ['a host that refuses our look', 'https://cdn.test/fox.png', async () => reply(403), 'accepted'],
  ];

  it.each(rows)('%s', async (_, url, answer, expected) => {
    const tamper: Tamper = (request, pass, init) =>
      request.url.startsWith('https://api.xskill.ai') ? undefined : answer(request, pass, init);
    front = await openFront({ home, tamper });
    const told = await front.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: '@image_file_1 runs', image_files: [url], duration: 5 },
    });
    if (expected === 'accepted') {
      expect(told.data).toMatchObject({ status: 'pending' });
      expect(told.data.warnings.length).toBeGreaterThan(0);
    } else {
      expect(told.text).toMatch(expected);
      expect(front.posts()).toEqual([]);
    }
  });

  it('takes no longer than three seconds together', async () => {
    const silent: Tamper = ({ url }, _, { signal }) =>
      url.includes('slow.test')
        ? new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
        : undefined;
    front = await openFront({ home, tamper: silent });
    const urls = Array.from({ length: 9 }, (_, n) => `https://slow.test/${n}.png`);
    const answer = front.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: '@image_file_1-9', image_files: urls, duration: 5 },
    });
    await front.clock.advance(2_900);
    expect(front.posts()).toEqual([]);
    await front.clock.advance(200);
    expect((await answer).data.status).toBe('pending');
  });
});
