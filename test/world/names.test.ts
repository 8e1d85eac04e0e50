import { afterAll, describe, expect, it, vi } from 'vitest';
import { backends, resolveModel } from '../../src/backends/index.ts';
import { keys, openFront, submissionOf } from '../harness.ts';

/** Names that people know from elsewhere, given as model_id. */
const front = await openFront();
afterAll(() => front.close());

const parameters = { prompt: 'A fox runs', duration: 5 };
const submit = (model_id: string, more = {}) =>
  front.call('submit_task', { model_id, parameters, dry_run: true, ...more });

describe('a name that means one model is taken, and told', () => {
  it('without a look for keys, which decide only between several', () => {
    const isUsable = vi.fn((id: string) => id === 'xskill');
    for (const name of ['st-ai/super-seed2', 'seedance-2.0/text-to-video', 'super-seed2']) resolveModel(name, isUsable);
    expect(isUsable).not.toHaveBeenCalled();
    expect(resolveModel('seedance-2.0', isUsable).model.id).toBe('st-ai/super-seed2');
    expect(isUsable).toHaveBeenCalled();
  });

  it.each([
    ['xskill/st-ai/super-seed2', 'st-ai/super-seed2', 'fast'],
    ['xskill/seedance-2.0', 'st-ai/super-seed2', 'fast'],
    ['xskill/seedance-2.0-fast', 'st-ai/super-seed2', 'fast'],
    ['xskill/doubao-seedance-2-0-fast-260128', 'st-ai/super-seed2', 'fast'],
    ['xskill/seedance-2.0-pro', 'st-ai/super-seed2', 'standard'],
    ['XSkill/Seedance 2.5', 'st-ai/super-seed2-lite', 'standard'],
    ['super-seed2', 'st-ai/super-seed2', 'fast'],
    ['xskill:st-ai/super-seed2', 'st-ai/super-seed2', 'fast'],
    ['ST-AI/Super-Seed2', 'st-ai/super-seed2', 'fast'],
    ['xskill/bytedance/seedance-2.0/fast/image-to-video', 'st-ai/super-seed2', 'fast'],
    ['pixazo/seedance-2-0/text-to-video', 'seedance-2-0/text-to-video', 'standard'],
    ['seedance-2.0/text-to-video', 'seedance-2-0/text-to-video', 'standard'],
    ['Seedance 2.0 Fast text-to-video', 'seedance-2-0-fast/text-to-video', 'fast'],
    ['seedance_2.5/text_to_video', 'seedance-2-5/text-to-video', 'standard'],
  ])('%s', async (name, id, tier) => {
    const { data } = await submit(name);
    expect(data).toMatchObject({ status: 'dry_run', model_id: id, tier });
    expect(data.warnings[0]).toContain(`"${name}" was read as ${id}`);
  });

  it.each([
    ['`st-ai/super-seed2`', 'st-ai/super-seed2'],
    ['pixazo:seedance-2.0-i2v', 'seedance-2-0/image-to-video-first-and-last-frames'],
    ['bytedance/seedance-v1-lite-t2v-480p', 'bytedance-text-to-image/generate-video-task'],
    ['seedance-1-0-lite-i2v-250428', 'bytedance-text-to-image/image-to-video-task'],
  ])('%s, with what it makes', (name, id) => {
    expect(resolveModel(name).model.id).toBe(id);
  });

  it.each([
    ['XSKILL_API_KEY', 'seedance-2.0', /seedance-2.0.{1,3} was read as st-ai\/super-seed2 \(/],
    ['XSKILL_API_KEY', 'seedance 2.0 fast', /was read as st-ai\/super-seed2 with tier .{1,2}fast/],
    ['PIXAZO_API_KEY', 'seedance-2.0', /may mean seedance-2-0\/text-to-video .* or seedance-2-0\/reference-to-video/],
    ['PIXAZO_API_KEY', 'seedance-2.0/t2v', /was read as seedance-2-0\/text-to-video/],
  ])('with %s alone: %s, of the one service that can be asked', async (key, name, told) => {
    const alone = await openFront({ env: { [key]: keys[key as keyof typeof keys] } });
    expect((await alone.call('submit_task', { model_id: name, parameters, dry_run: true })).text).toMatch(told);
    await alone.close();
  });

  it('of a picture model', async () => {
    const { data } = await submit('seedream 4.5 text-to-image', { parameters: { prompt: 'A fox' } });
    expect(data.model_id).toBe('fal-ai/bytedance/seedream/v4.5/text-to-image');
  });

  it('in a storyboard too', async () => {
    const shots = [{ camera: 'wide shot, static camera', visual: 'a paper boat crosses a puddle' }];
    const compose = { shots, duration: 5, model_id: 'xskill/seedance-2.0-pro' };
    const { data } = await front.call('compose_storyboard', compose);
    expect(data.tier).toBe('standard');
    expect(await submissionOf(front, data.submit)).toMatchObject({
      model_id: 'st-ai/super-seed2',
      parameters: { model: 'seedance_2.0' },
    });
    expect(data.problems).toContainEqual(expect.objectContaining({ rule: 'model-name', path: 'model_id' }));
  });
});

describe('a name that may mean several names two and what they are', () => {
  it.each([
    ['seedance-2.0', 'st-ai/super-seed2', 'seedance-2-0/text-to-video'],
    ['seedance2', 'st-ai/super-seed2', 'seedance-2-0/text-to-video'],
    ['Seedance 2', 'st-ai/super-seed2', 'seedance-2-0/text-to-video'],
    ['doubao-seedance-2-0-260128', 'st-ai/super-seed2', 'seedance-2-0/text-to-video'],
    ['dreamina-seedance-2-0-260128', 'st-ai/super-seed2', 'seedance-2-0/text-to-video'],
    ['bytedance/seedance-2.0', 'st-ai/super-seed2', 'seedance-2-0/text-to-video'],
    ['seedance 2.0 fast', 'st-ai/super-seed2 with tier "fast"', 'seedance-2-0-fast/text-to-video'],
    ['seedance_2.0_fast', 'st-ai/super-seed2 with tier "fast"', 'seedance-2-0-fast/text-to-video'],
    ['seedance-2.5', 'st-ai/super-seed2-lite', 'seedance-2-5/text-to-video'],
    ['pixazo/seedance-2.0', 'seedance-2-0/text-to-video', 'seedance-2-0/reference-to-video'],
    ['seedance-2.0-mini', 'seedance-2-0-mini/text-to-video', 'seedance-2-0-mini/reference-to-video'],
    ['bytedance/seedance-2.0/reference-to-video', 'st-ai/super-seed2', 'seedance-2-0/reference-to-video'],
    ['bytedance/seedance-2.0/fast/text-to-video', 'with tier "fast"', 'seedance-2-0-fast/text-to-video'],
    ['seedream', 'fal-ai/bytedance/seedream/v4.5/text-to-image', 'fal-ai/bytedance/seedream/v4.5/edit'],
    ['doubao-seedream-4-5-251128', 'fal-ai/bytedance/seedream/v4.5/text-to-image', 'seedream/v4.5/edit'],
  ])('%s', async (name, first, second) => {
    const { text } = await submit(name);
    expect(text).toMatch(
      /^unknown_model: .+ may mean .+ \(Seed.+, at .+\) or .+ \(Seed.+, at .+\)\.\nNext: Give one of these ids/,
    );
    expect(text).toContain(first);
    expect(text).toContain(second);
    expect(front.posts()).toEqual([]);
  });
});

it.each([
  [
    'seedance-1-5-pro-251215',
    'generate-video-task (Seedance 1.0 Pro, text to video, at Pixazo)',
    'image-to-video-task',
  ],
  ['seedream-5', 'seedream/v4.5/text-to-image (Seedream 4.5, text to image, at xskill)', 'seedream/v4.5/edit'],
])('a name that means nothing here, %s, names the two nearest and what they are', async (name, first, second) => {
  const { text } = await submit(name);
  expect(text).toMatch(/^unknown_model: There is no model ".+"\. The nearest are .+ and .+\. Known are: /);
  expect(text).toContain(first);
  expect(text).toContain(second);
});

it.each(['bytedance/seedance-2.5', 'ark/seedance-2.0', 'apiz/seedance-2.5', 'xskill/ark/seedance-2.0'])(
  'an id of the service itself is no such name: %s passes through',
  async (id) => {
    const { data } = await submit(id);
    expect(data).toMatchObject({ backend: 'xskill', model_id: id.replace('xskill/', '') });
    expect(data.warnings[0]).toContain('none of its parameters were checked');
  },
);

it('a name and a tier that say two things are refused', async () => {
  const { text } = await submit('xskill/seedance-2.0-fast', { tier: 'standard' });
  expect(text).toMatch(/^invalid_input: tier standard and model_id .+ two different things/);
});

it('a model of one service is not looked for at the other', async () => {
  expect((await submit('pixazo/st-ai/super-seed2')).text).toMatch(/^unknown_model: /);
  expect((await submit('xskill/seedance-2-0/text-to-video')).text).toMatch(/^unknown_model: /);
});

it('every id has its own name, whoever says it', () => {
  for (const { id: service, models } of backends) {
    for (const { id } of models) {
      expect(resolveModel(id).warnings).toEqual([]);
      expect(resolveModel(`${service}/${id}`).model.id).toBe(id);
    }
  }
});
