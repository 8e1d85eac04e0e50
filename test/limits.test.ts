import { afterAll, describe, expect, it } from 'vitest';
import { backends } from '../src/backends/index.ts';
import { openFront, submissionOf } from './harness.ts';

/** 512 × 512, or the first bytes of a clip, so that the look at links finds what they say. */
const files: Record<string, [type: string, bytes: Buffer]> = {
  png: ['image/png', Buffer.from('89504e470d0a1a0a0000000d4948445200000200000002000802000000', 'hex')],
  mp4: ['video/mp4', Buffer.from('000000106674797069736f6d00000200', 'hex')],
  mp3: ['audio/mpeg', Buffer.from('494433030000', 'hex')],
};
const front = await openFront({
  tamper: ({ url }) => {
    const [type, bytes] = files[url.split('.').at(-1) ?? ''] ?? [];
    if (!type || new URL(url).host !== 'files.test') return undefined;
    return Promise.resolve(new Response(bytes, { headers: { 'content-type': type, 'content-length': '20000' } }));
  },
});
afterAll(() => front.close());

const boat = { camera: 'wide shot, static camera', visual: 'a paper boat crosses a puddle', sound: 'rain' };
const videoModels = backends
  .flatMap(({ models }) => models)
  .filter(({ kind, limits }) => kind === 'video' && limits.duration);

const compose = async (storyboard: Record<string, unknown>) =>
  (await front.call('compose_storyboard', { shots: [boat], music: 'soft rain', ...storyboard })).data;
const errorsOf = ({ problems }: Awaited<ReturnType<typeof compose>>) =>
  problems
    .filter(({ severity }: { severity: string }) => severity === 'error')
    .map(({ rule }: { rule: string }) => rule);

describe('the composer holds a storyboard to the limits of its model', () => {
  it('takes 3 s where the model does', async () => {
    const model_id = 'bytedance-text-to-image/generate-video-task';
    const composed = await compose({ duration: 3, model_id });
    expect(errorsOf(composed)).toEqual([]);
    expect(await submissionOf(front, composed.submit)).toMatchObject({ model_id, parameters: { duration: 3 } });
    expect(errorsOf(await compose({ duration: 3 }))).toEqual(['time-range']);
  });

  it('makes a skeleton no longer than the model makes a video', async () => {
    const model_id = 'bytedance-text-to-image/generate-video-task';
    const { timeline } = await compose({ shots: undefined, genre: 'narrative', model_id });
    expect(timeline.at(-1).end).toBe(12);
    expect((await compose({ shots: undefined, genre: 'narrative' })).timeline.at(-1).end).toBe(15);
  });

  it.each(videoModels.map(({ id, limits }) => [id, limits.duration!] as const))('%s', async (model_id, duration) => {
    for (const seconds of [duration.least, duration.most]) {
      expect(errorsOf(await compose({ duration: seconds, model_id }))).not.toContain('time-range');
    }
    for (const seconds of [duration.least - 1, duration.most + 1, duration.least + 0.5]) {
      const { problems, submit } = await compose({ duration: seconds, model_id });
      expect(submit).toBeNull();
      expect(problems).toContainEqual(
        expect.objectContaining({
          rule: 'time-range',
          message: expect.stringContaining(`from ${duration.least} to ${duration.most}`),
        }),
      );
    }
  });

  it('says which ratios this model takes', async () => {
    const { problems } = await compose({ ratio: 'adaptive', model_id: 'st-ai/super-seed2' });
    expect(problems).toContainEqual(expect.objectContaining({ rule: 'ratio-not-enum', severity: 'error' }));
    expect(errorsOf(await compose({ ratio: 'adaptive', model_id: 'seedance-2-0/text-to-video' }))).toEqual([]);
  });
});

it('writes for the operation of the same family that does the task, and says so', async () => {
  const references = [{ url: 'https://files.test/boat.png', role: 'product', name: 'boat' }];
  const { model_id, problems } = await compose({ references, model_id: 'seedance-2-0-fast/text-to-video' });
  expect(model_id).toBe('seedance-2-0-fast/multimodal-reference-image-video-audio');
  expect(problems).toContainEqual(expect.objectContaining({ rule: 'model-operation', severity: 'info' }));
});

const clip = { url: 'https://files.test/walk.mp4', role: 'target', seconds: 6 };
const frame = (role: string) => ({ url: `https://files.test/${role.replace(' ', '-')}.png`, role });
const tasks: Record<string, object> = {
  generate: {},
  'generate with a picture': { references: [{ url: 'https://files.test/boat.png', role: 'product', name: 'boat' }] },
  'generate with sound': { references: [{ url: 'https://files.test/rain.mp3', role: 'music', seconds: 5 }] },
  edit: { task: 'edit', references: [clip] },
  extend: { task: 'extend', references: [clip] },
  frames: { task: 'first_last_frames', references: [frame('first frame'), frame('last frame')] },
};

describe.each(Object.entries(tasks))('what is composed to %s', (_, storyboard) => {
  it.each(videoModels.map(({ id }) => id))('is taken by %s as it is, or not offered', async (model_id) => {
    const { submit, problems } = await compose({ duration: 6, ratio: '16:9', ...storyboard, model_id });
    expect(submit === null).toBe(problems.some(({ severity }: { severity: string }) => severity === 'error'));
    if (!submit) return;
    const dry = await front.call('submit_task', { ...submit, dry_run: true });
    expect(dry).toMatchObject({ isError: false, data: { status: 'dry_run' } });
  });
});

it.each([
  ['generate', 'seedance-2-5/extend-video'],
  ['generate', 'bytedance-text-to-image/generate-video-task'],
  ['generate with a picture', 'st-ai/super-seed2-lite'],
  ['generate with sound', 'seedance-2-5/text-to-video'],
  ['edit', 'seedance-2-0-fast/text-to-video'],
  ['edit', 'st-ai/super-seed2-lite'],
  ['frames', 'seedance-2-5/edit-video'],
  ['frames', 'st-ai/super-seed2-lite'],
])('%s is offered for %s', async (task, model_id) => {
  expect((await compose({ duration: 6, ...tasks[task], model_id })).submit).not.toBeNull();
});

it.each([
  ['seedance-2-5/text-to-video', 'seedance-2-5/extend-video', { ratio: 'adaptive', duration: 6 }],
  ['st-ai/super-seed2-lite', 'st-ai/super-seed2-lite', { ratio: 'adaptive', functionMode: 'extend', duration: 6 }],
])('extends one clip by the operation that %s has for it', async (model_id, chosen, parameters) => {
  const { submit, problems } = await compose({ ...tasks.extend, duration: 6, ratio: '16:9', model_id });
  expect(await submissionOf(front, submit)).toMatchObject({ model_id: chosen, parameters });
  expect(problems).toContainEqual(expect.objectContaining({ rule: 'ratio-adaptive', severity: 'info' }));
});

it('lets another version of a known model through, and says that nothing of it was checked', async () => {
  const model_id = 'fal-ai/bytedance/seedream/v4/edit';
  const parameters = { prompt: 'A hat', image_urls: ['https://files.test/boat.png'] };
  const { isError, data } = await front.call('submit_task', { model_id, parameters, dry_run: true });
  expect(isError).toBe(false);
  expect(data.warnings[0]).toContain('none of its parameters were checked');
});
