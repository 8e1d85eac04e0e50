import { afterAll, describe, expect, it } from 'vitest';
import { backends } from '../src/backends/index.ts';
import { openFront } from './harness.ts';

const front = await openFront();
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
    expect(composed.submit).toMatchObject({ model_id, parameters: { duration: 3 } });
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
  const { submit, problems } = await compose({ references, model_id: 'seedance-2-0-fast/text-to-video' });
  expect(submit.model_id).toBe('seedance-2-0-fast/multimodal-reference-image-video-audio');
  expect(problems).toContainEqual(expect.objectContaining({ rule: 'model-operation', severity: 'info' }));
});
