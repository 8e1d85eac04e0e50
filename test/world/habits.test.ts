import { afterAll, describe, expect, it } from 'vitest';
import { openFront } from '../harness.ts';

/** How people who come from other services write the parameters of submit_task. */
const front = await openFront();
afterAll(() => front.close());

const url = 'https://cdn.test/a.png';
const dryRun = async (model_id: string, parameters: Record<string, unknown>) =>
  front.call('submit_task', { model_id, parameters: { prompt: 'A fox runs', ...parameters }, dry_run: true });

describe('a parameter by the name of another service', () => {
  it.each([
    ['aspect_ratio', '16:9', 'st-ai/super-seed2', 'It is called ratio.'],
    ['aspectRatio', '16:9', 'seedance-2-0/text-to-video', 'It is called ratio.'],
    ['image_url', url, 'st-ai/super-seed2', 'It is called image_files or first_frame.'],
    ['image_urls', [url], 'seedance-2-0/reference-to-video', 'It is called image_files.'],
    ['images', [url], 'st-ai/super-seed2', 'It is called image_files or first_frame.'],
    ['images', [url], 'fal-ai/bytedance/seedream/v4.5/text-to-image', 'Use fal-ai/bytedance/seedream/v4.5/edit'],
    ['image_url', url, 'seedance-2-0/image-to-video-first-and-last-frames', 'It is called first_frame.'],
    ['reference_images', [url], 'st-ai/super-seed2', 'It is called image_files.'],
    ['reference_images', [url], 'seedance-2-0/text-to-video', 'seedance-2-0/reference-to-video'],
    ['start_image', url, 'st-ai/super-seed2', 'It is called first_frame.'],
    ['end_image', url, 'st-ai/super-seed2-lite', 'It is called last_frame.'],
    ['first_frame_image', url, 'seedance-2-5/first-last-frame-to-video', 'It is called first_frame.'],
    ['firstFrame', url, 'st-ai/super-seed2', 'It is called first_frame.'],
    ['video_url', url, 'st-ai/super-seed2', 'It is called video_files.'],
    ['seconds', 5, 'seedance-2-0/text-to-video', 'It is called duration.'],
    ['with_audio', true, 'seedance-2-0/text-to-video', 'It is called generate_audio.'],
    ['size', 'square_hd', 'fal-ai/bytedance/seedream/v4.5/text-to-image', 'It is called image_size.'],
  ])('%s: %j for %s is named as it is here', async (name, value, model, told) => {
    const { text } = await dryRun(model, { [name]: value });
    expect(text).toMatch(/^invalid_input: /);
    expect(text).toContain(`parameters.${name}: ${model} has no parameter "${name}". `);
    expect(text).toContain(told);
  });
});

it('a params.model that no document names is sent as it is, with a word', async () => {
  const parameters = { prompt: 'A fox runs', model: 'seedance2.0_fast_direct', duration: 5 };
  const { data } = await front.call('submit_task', { model_id: 'st-ai/super-seed2-lite', parameters });
  expect(data.status).toBe('pending');
  expect(data.warnings.join()).toContain('No document describes params.model "seedance2.0_fast_direct"');
  expect(front.posts().at(-1)?.body).toMatchObject({ params: { model: 'seedance2.0_fast_direct' } });
});
