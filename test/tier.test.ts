import { afterAll, describe, expect, it } from 'vitest';
import { openFront, submissionOf } from './harness.ts';

const front = await openFront();
afterAll(() => front.close());

const shots = [{ camera: 'wide shot, static camera', visual: 'a paper boat crosses a puddle' }];
const parameters = { prompt: 'A paper boat crosses a puddle', duration: 5 };
const submit = (given: Record<string, unknown>) => front.call('submit_task', { parameters, ...given });

describe.each([
  ['st-ai/super-seed2', undefined, 'fast', 50],
  ['st-ai/super-seed2', 'fast', 'fast', 50],
  ['st-ai/super-seed2', 'standard', 'standard', 100],
  ['seedance-2-0/text-to-video', undefined, 'standard', 1.74],
  ['seedance-2-0/text-to-video', 'fast', 'fast', 1.44],
  ['seedance-2-0-fast/text-to-video', 'standard', 'standard', 1.74],
])('%s with tier %s', (model_id, tier, rendered, amount) => {
  it(`is quoted and rendered as ${rendered}`, async () => {
    const dry = (await submit({ model_id, tier, allow_duplicate: true, dry_run: true })).data;
    expect(dry).toMatchObject({ tier: rendered, price: { amount } });
    expect(dry.next_step).toContain(`${rendered} tier`);
    const sent = (await submit({ model_id, tier, allow_duplicate: true })).data;
    expect(sent.tier).toBe(rendered);
    const task = (await front.call('get_task', { task_id: sent.task_id, wait_seconds: 0 })).data;
    expect(task.tier).toBe(rendered);
  });

  it('is composed as that', async () => {
    const { data } = await front.call('compose_storyboard', { shots, duration: 5, model_id, tier });
    expect(data).toMatchObject({ tier: rendered, price: { amount } });
    const dry = await front.call('submit_task', { ...data.submit, dry_run: true });
    expect(dry.data.tier).toBe(rendered);
  });
});

it('takes a tier and the parameter that says the same for one request', async () => {
  const first = await submit({ model_id: 'st-ai/super-seed2', tier: 'standard' });
  const again = await submit({ model_id: 'st-ai/super-seed2', parameters: { ...parameters, model: 'seedance_2.0' } });
  expect(again.data).toMatchObject({ duplicate: true, task_id: first.data.task_id });
});

it('refuses a tier and a parameter that contradict each other', async () => {
  const posts = front.posts().length;
  const answer = await submit({
    model_id: 'st-ai/super-seed2',
    tier: 'fast',
    parameters: { ...parameters, model: 'seedance_2.0' },
  });
  expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('parameters.model') });
  expect(front.posts()).toHaveLength(posts);
});

it.each([
  ['st-ai/super-seed2-lite', 'has no fast tier. It has standard.'],
  ['seedance-2-5/text-to-video', 'has no fast tier. It has standard.'],
  ['seedance-2-0-mini/text-to-video', 'has no fast tier. It has no tiers to choose from.'],
  ['bytedance-text-to-image/generate-video-task', 'has no fast tier. It has no tiers to choose from.'],
  ['fal-ai/bytedance/seedream/v4.5/text-to-image', 'has no fast tier. It has no tiers to choose from.'],
])('says which tiers %s has', async (model_id, words) => {
  for (const answer of [
    await submit({ model_id, tier: 'fast' }),
    await front.call('compose_storyboard', { shots, model_id, tier: 'fast' }),
  ]) {
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(`invalid_input: ${model_id} ${words}`);
  }
});

it('offers the other service in the same tier', async () => {
  const { data } = await front.call('compose_storyboard', { shots, duration: 5, tier: 'fast' });
  expect(await submissionOf(front, data.submit)).toMatchObject({
    model_id: 'st-ai/super-seed2',
    parameters: { model: 'seedance_2.0_fast' },
  });
  expect(data.alternatives).toMatchObject([{ model_id: 'seedance-2-0-fast/text-to-video', tier: 'fast' }]);
});
