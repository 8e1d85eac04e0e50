import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../../src/backends/check.ts';
import { pixazo } from '../../../src/backends/pixazo/index.ts';

const first = 'https://example.com/first.png';
const last = 'https://example.com/last.png';
const walk = 'https://example.com/walk.mp4';
const waves = 'https://example.com/waves.mp3';

function send(id: string, parameters: Record<string, unknown>) {
  const model = pixazo.models.find((known) => known.id === id)!;
  const { input, problems } = checkParameters(model, parameters);
  const rules = problems.map(({ rule }) => rule);
  return {
    ...(input && model.toWire(input)),
    expected: input && model.expected(input),
    price: input && model.listedPrice(input),
    rules,
    problems,
  };
}

const text = (words: string) => ({ type: 'text', text: words });
const image = (url: string, role?: string) => ({ type: 'image_url', image_url: { url }, ...(role && { role }) });
const video = (url: string) => ({ type: 'video_url', video_url: { url } });
const audio = (url: string) => ({ type: 'audio_url', audio_url: { url } });

describe.each(['seedance-2-0', 'seedance-2-0-fast'])('%s', (family) => {
  const fast = family.endsWith('fast');
  const path = (name: string) => `/${family}/v1/${name}${fast ? '-fast' : ''}`;
  const references = fast ? 'multimodal-reference-image-video-audio' : 'reference-to-video';

  it.each([
    [
      'text-to-video',
      'text-to-video',
      { prompt: 'A cat', tools: [{ type: 'web_search' }] },
      [text('A cat')],
      { tools: [{ type: 'web_search' }] },
    ],
    [
      'image-to-video-first-and-last-frames',
      'first-last-frame-to-video',
      { prompt: 'A cat', first_frame: first, last_frame: last },
      [text('A cat'), image(first, 'first_frame'), image(last, 'last_frame')],
    ],
    ['image-to-video-first-and-last-frames', 'first-last-frame-to-video', { first_frame: first }, [image(first)]],
    [
      references,
      'reference-to-video',
      {
        prompt: '@image_file_2 walks like @video_file_1 to @audio_file_1, past @图片1',
        image_files: [first, last],
        video_files: [walk],
        audio_files: [waves],
      },
      [
        text('Image 2 walks like Video 1 to Audio 1, past Image 1'),
        image(first),
        image(last),
        video(walk),
        audio(waves),
      ],
    ],
    [
      fast ? 'video-editing' : 'edit-video',
      'edit-video',
      { prompt: 'Strictly edit @video_file_1: the hat of @image_file_1', image_files: [first], video_files: [walk] },
      [text('Strictly edit Video 1: the hat of Image 1'), image(first), video(walk)],
    ],
  ])('%s posts to %s', (operation, route, parameters, content, more: object = {}) => {
    const options = { duration: 8, ratio: '21:9', resolution: '480p', generate_audio: false, watermark: true };
    const sent = send(`${family}/${operation}`, { ...parameters, ...options });
    expect([sent.path, sent.body]).toEqual([path(route), { content, ...options, ...more }]);
  });

  it('takes the seed’s own sample as it is', () => {
    const sample = { content: [text('A cat walking on the beach')] };
    expect(send(`${family}/text-to-video`, sample).body).toEqual(sample);
  });

  it.each([
    ['text-to-video', {}, 'parameter-missing'],
    ['text-to-video', { prompt: 'A cat', content: [text('A dog')] }, 'parameter-twice'],
    ['text-to-video', { content: [text('A cat'), image(first)] }, 'mode-exclusive'],
    ['text-to-video', { prompt: 'A cat', image_files: [first] }, 'parameter-unknown'],
    ['text-to-video', { prompt: 'A cat', duration: 3 }, 'parameter-value'],
    ['text-to-video', { prompt: 'A cat', duration: 0 }, 'parameter-value'],
    ['text-to-video', { prompt: 'A cat', resolution: '1080p' }, 'parameter-value'],
    ['text-to-video', { prompt: 'A cat', tools: [{ type: 'shell' }] }, 'parameter-value'],
    [references, { prompt: 'A cat', tools: [{ type: 'web_search' }] }, 'parameter-unknown'],
    [references, { prompt: 'A cat' }, 'parameter-missing'],
    [references, { image_files: [first], first_frame: last }, 'parameter-unknown'],
    [references, { content: [image(first, 'first_frame')] }, 'mode-exclusive'],
    ['image-to-video-first-and-last-frames', { prompt: 'A cat' }, 'parameter-missing'],
    ['image-to-video-first-and-last-frames', { last_frame: last }, 'frame-missing'],
    ['image-to-video-first-and-last-frames', { content: [image(first), image(last)] }, 'frame-missing'],
    ['image-to-video-first-and-last-frames', { content: [image(first), image(last), image(first)] }, 'mode-exclusive'],
    ['image-to-video-first-and-last-frames', { content: [image(first), video(walk)] }, 'mode-exclusive'],
    [fast ? 'video-editing' : 'edit-video', { prompt: 'A cat', image_files: [first] }, 'parameter-missing'],
  ])('%s refuses %o as %s', (operation, parameters, rule) => {
    const { body, rules } = send(`${family}/${operation}`, parameters);
    expect(body).toBeUndefined();
    expect(rules).toContain(rule);
  });

  it.each([
    [{}, fast ? 1.44 : 1.74],
    [{ duration: 15 }, fast ? 3.84 : 4.64],
    [{ duration: -1 }, fast ? 3.84 : 4.64],
  ])('lists %o at $%d', (parameters, amount) => {
    expect(send(`${family}/text-to-video`, { prompt: 'A cat', ...parameters }).price).toMatchObject({
      amount,
      unit: 'USD',
      source: 'listed',
      note: expect.stringContaining('April 2026'),
    });
  });
});

describe('seedance-2-5', () => {
  const frames = { first_frame: first, last_frame: last };

  it.each([
    ['text-to-video', { prompt: 'A cat' }, { duration: 5 }],
    ['text-to-video', { prompt: 'A cat', duration: 30, ratio: '9:16' }, { duration: 30, ratio: '9:16' }],
    ['reference-to-video', { image_files: [first] }, { duration: 5 }],
    ['first-last-frame-to-video', { ...frames, ratio: '16:9' }, { duration: 5, ratio: 'adaptive' }],
    ['extend-video', { video_files: [walk], duration: 12 }, { duration: 12, ratio: 'adaptive' }],
    ['edit-video', { video_files: [walk], duration: 12, ratio: '16:9' }, { ratio: 'adaptive' }],
  ])(
    '%s with %o sends a duration always, except for an edit, and adaptive where it must',
    (name, parameters, options) => {
      const { path, body } = send(`seedance-2-5/${name}`, parameters);
      const { content: _, ...sent } = JSON.parse(JSON.stringify(body));
      expect([path, sent]).toEqual([`/seedance-2-5/v1/${name}`, options]);
    },
  );

  it('tells frames apart by their order', () => {
    expect(send('seedance-2-5/first-last-frame-to-video', frames).body?.content).toEqual([image(first), image(last)]);
  });

  it.each([
    ['text-to-video', { prompt: 'A cat', duration: 30 }, ['parameter-unpublished']],
    ['text-to-video', { prompt: 'A cat', seed: 7, duration: 30 }, ['parameter-unpublished', 'parameter-unpublished']],
    ['first-last-frame-to-video', { ...frames, ratio: '16:9' }, ['parameter-unpublished', 'ratio-adaptive']],
    ['edit-video', { video_files: [walk], duration: 5 }, ['video-cost', 'parameter-unpublished', 'duration-of-clip']],
    ['reference-to-video', { audio_files: [waves] }, ['audio-alone']],
  ])('%s takes %o and says %o', (name, parameters, rules) => {
    const sent = send(`seedance-2-5/${name}`, parameters);
    expect(sent.body).toBeDefined();
    expect(sent.rules).toEqual(rules);
  });

  it('sends an option that nobody wrote down as it is', () => {
    expect(send('seedance-2-5/text-to-video', { prompt: 'A cat', seed: 7 }).body).toMatchObject({ seed: 7 });
  });

  it.each([
    ['text-to-video', { prompt: 'A cat', raito: '16:9' }, 'parameter-unknown'],
    ['text-to-video', { prompt: 'A cat', image_files: [first] }, 'parameter-unknown'],
    ['text-to-video', { prompt: 'A cat', duration: 31 }, 'parameter-value'],
    ['text-to-video', { prompt: 'A cat', duration: -1 }, 'parameter-value'],
    ['reference-to-video', { image_files: Array(31).fill(first) }, 'limit-images'],
    ['extend-video', { video_files: [walk, walk] }, 'parameter-missing'],
    ['extend-video', { prompt: 'On and on' }, 'parameter-missing'],
  ])('%s refuses %o as %s', (name, parameters, rule) => {
    const { body, rules } = send(`seedance-2-5/${name}`, parameters);
    expect(body).toBeUndefined();
    expect(rules).toContain(rule);
  });

  it('has no known price', () => {
    expect(send('seedance-2-5/text-to-video', { prompt: 'A cat' }).price).toEqual({
      ...{ unit: 'USD', source: 'unknown' },
      note: 'Pixazo publishes no price for Seedance 2.5.',
    });
  });
});

it.each([
  [
    { resolution: '480p', duration: 4 },
    { amount: 0.15, source: 'listed' },
  ],
  [{ duration: 4 }, { source: 'unknown', note: 'Pixazo publishes no price for Seedance 2.0 Mini at 720p.' }],
])('lists Mini with %o where the rate of its resolution is known', (parameters, price) => {
  expect(send('seedance-2-0-mini/text-to-video', { prompt: 'A cat', ...parameters }).price).toMatchObject(price);
});

it('knows one request in two spellings', () => {
  const model = pixazo.models[0]!;
  const [one, other] = [
    { prompt: 'A cat' },
    { content: [text('A cat')], generate_audio: true, ratio: 'adaptive', duration: 5 },
  ].map((parameters) => model.canonicalWire!(checkParameters(model, parameters).input!));
  expect(one).toEqual(other);
});

describe('Seedance 1.0', () => {
  const options = { camera_fixed: true, duration: 12, resolution: '1080p', ratio: '16:9' };
  const flagged = 'The tide --ratio 16:9 --resolution 1080p --duration 12 --camerafixed true';

  it('frame-to-video', () => {
    const frames = { first_frame: first, last_frame: last };
    expect(send('bytedance-text-to-image/frame-to-video', { prompt: 'The tide', ...frames, ...options })).toMatchObject(
      {
        path: '/byteplus/v1/generateFrame2VideoTask',
        body: { model: 'seedance-1-0-lite-i2v-250428', text: flagged, ...frames },
      },
    );
  });

  it.each([{ first_frame: first }, { image_files: [first] }])('image-to-video-task with %o', (source) => {
    expect(
      send('bytedance-text-to-image/image-to-video-task', { prompt: 'The tide', ...source, ...options }),
    ).toMatchObject({
      path: '/byteplus/v1/generateImage2VideoTask',
      body: {
        model: 'seedance-1-0-lite-i2v-250428',
        content: [text(flagged), { type: 'image_url', image_url: first }],
      },
    });
  });

  it('generate-video-task, also with another model', () => {
    expect(
      send('bytedance-text-to-image/generate-video-task', { text: 'The tide', model: 'seedance-1-0-pro' }),
    ).toMatchObject({
      path: '/byteplus/v1/generateVideoTask',
      body: { model: 'seedance-1-0-pro', text: 'The tide' },
      price: { amount: 0.2, unit: 'USD' },
    });
  });

  it('reads flags that stand in the text already; a parameter beside them wins', () => {
    const id = 'bytedance-text-to-image/generate-video-task';
    const flagged = send(id, { prompt: 'The tide --duration 6 --ratio 9:16' });
    expect(flagged.expected).toMatchObject({ durationSeconds: 6, ratio: '9:16' });
    expect(flagged.body).toMatchObject({ text: 'The tide --ratio 9:16 --duration 6' });
    const both = send(id, { prompt: 'The tide --duration 6', duration: 7 });
    expect([both.rules, both.body?.text]).toEqual([['duration-conflict'], 'The tide --duration 7']);
  });

  it.each([
    ['frame-to-video', { prompt: 'The tide', first_frame: first }],
    ['image-to-video-task', { prompt: 'The tide' }],
    ['image-to-video-task', { first_frame: first }],
    ['generate-video-task', {}],
  ])('%s misses something in %o', (operation, parameters) => {
    expect(send(`bytedance-text-to-image/${operation}`, parameters).rules).toContain('parameter-missing');
  });

  it.each([
    ['generate-video-task', { prompt: 'x', duration: 13 }],
    ['generate-video-task', { prompt: 'x', text: 'y' }],
    ['generate-video-task', { prompt: 'x', generate_audio: true }],
    ['image-to-video-task', { prompt: 'x', first_frame: first, image_files: [last] }],
  ])('%s refuses %o', (operation, parameters) => {
    expect(send(`bytedance-text-to-image/${operation}`, parameters).body).toBeUndefined();
  });
});

it.each([
  ['generate', 0, 'seedance-2-0/text-to-video'],
  ['generate', 1, 'seedance-2-0/reference-to-video'],
  ['edit', 1, 'seedance-2-0/edit-video'],
  ['extend', 1, 'seedance-2-0/reference-to-video'],
  ['bridge', 2, 'seedance-2-0/reference-to-video'],
  ['first_last_frames', 0, 'seedance-2-0/image-to-video-first-and-last-frames'],
  ['constructor', 0, 'seedance-2-0/text-to-video'],
])('does %s with %i clips by %s', (task, videos, id) => {
  expect(pixazo.dialect.modelFor(task, { images: 0, videos, audios: 0 })?.modelId).toBe(id);
});

it.each([
  ['seedance-2-5/text-to-video', 'extend', { images: 0, videos: 1, audios: 0 }, 'seedance-2-5/extend-video'],
  ['seedance-2-5/text-to-video', 'extend', { images: 1, videos: 1, audios: 0 }, 'seedance-2-5/reference-to-video'],
  ['seedance-2-5/reference-to-video', 'edit', { images: 1, videos: 1, audios: 0 }, 'seedance-2-5/reference-to-video'],
  ['seedance-2-0-fast/text-to-video', 'edit', { images: 0, videos: 1, audios: 0 }, 'seedance-2-0-fast/video-editing'],
  ['bytedance-text-to-image/generate-video-task', 'edit', { images: 0, videos: 1, audios: 0 }, undefined],
])('asked for %s, does %s with %o by %s', (modelId, task, has, id = modelId) => {
  expect(pixazo.dialect.modelFor(task, has, { modelId })?.modelId).toBe(id);
});
