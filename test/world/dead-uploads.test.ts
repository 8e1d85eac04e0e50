import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';

/** The service drops an uploaded picture before its time. */
let front: Front;
let fox: string;
let dead: Set<string>;
beforeEach(async () => {
  const home = temporaryFolder();
  dead = new Set();
  fox = join(home, 'project', 'fox.png');
  mkdirSync(join(home, 'project'));
  writeFileSync(fox, await makePicture({ width: 640, height: 360 }, 'fox'));
  front = await openFront({
    home,
    env: { ...keys, CLAUDE_PROJECT_DIR: join(home, 'project') },
    tamper: async ({ url }, pass) => (dead.has(url) ? new Response('Not found', { status: 404 }) : pass()),
  });
});
afterEach(() => front.close());

const upload = async (): Promise<string> => (await front.call('upload_image', { image_path: fox })).data.url;
const submit = (image: string) =>
  front.call('submit_task', {
    model_id: 'st-ai/super-seed2',
    parameters: { prompt: '@image_file_1 runs', image_files: [image], duration: 5 },
    allow_duplicate: true,
  });
const imageSent = (): unknown =>
  (front.posts().at(-1)!.body as { params: { image_files: string[] } }).params.image_files[0];

it('by path it is uploaded again, unseen by the caller', async () => {
  await submit(fox);
  const first = String(imageSent());
  dead.add(first);
  const { data } = await submit(fox);
  expect(data.status).toBe('pending');
  expect(data.warnings.join()).not.toContain('404');
  expect(imageSent()).not.toBe(first);
});

it('by URL the refusal says so, and a new upload makes a new URL', async () => {
  const first = await upload();
  dead.add(first);
  const { text } = await submit(first);
  expect(text).toMatch(/^invalid_input: .*HTTP 404.*uploaded from here.*upload_image with the picture again/);
  expect(front.posts()).toEqual([]);
  const second = await upload();
  expect(second).not.toBe(first);
  expect(await upload()).toBe(second);
  expect((await submit(second)).data.status).toBe('pending');
});

it('is one request with the first, whatever URL it has by now', async () => {
  const call = (image: string) =>
    front.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: { prompt: '@image_file_1 runs', image_files: [image], duration: 5 },
    });
  const first = await upload();
  const { data } = await call(first);
  dead.add(first);
  expect((await call(await upload())).data).toMatchObject({ duplicate: true, task_id: data.task_id });
});

it('a dead link that is no upload of ours is just that', async () => {
  const url = 'https://cdn.test/gone.png';
  dead.add(url);
  expect((await submit(url)).text).not.toContain('uploaded from here');
});
