import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../../src/backends/check.ts';
import { xskill } from '../../../src/backends/xskill/index.ts';
import { modelOf, models } from '../../../src/backends/xskill/models.ts';

const first = 'https://example.com/first.png';
const last = 'https://example.com/last.png';

function send(id: string, parameters: Record<string, unknown>) {
  const model = modelOf(id);
  const { input, problems } = checkParameters(model, parameters);
  const rules = problems.map(({ rule }) => rule);
  return {
    params: input && model.toWire(input).body.params,
    expected: input && model.expected(input),
    price: input && model.listedPrice(input),
    rules,
    problems,
  };
}

describe('Seedance 2.0', () => {
  const id = 'st-ai/super-seed2';

  it('sends the seed’s own examples as they are', () => {
    const omni = {
      prompt: '@image_file_1 and @image_file_2: cinematic realistic sci-fi style',
      functionMode: 'omni_reference',
      image_files: [first, last],
      ...{ ratio: '16:9', duration: 15, model: 'seedance_2.0_fast' },
    };
    const frames = {
      prompt: 'Camera smoothly transitions from first frame to last frame, fluid motion',
      functionMode: 'first_last_frames',
      filePaths: [first, last],
      ...{ ratio: '16:9', duration: 5, model: 'seedance_2.0_fast' },
    };
    expect(send(id, omni).params).toEqual(omni);
    expect(send(id, frames).params).toEqual(frames);
    expect(send(id, { prompt: 'A boat' }).params).toEqual({ prompt: 'A boat' });
  });

  it.each([
    [{ first_frame: first }, [first]],
    [{ first_frame: first, last_frame: last }, [first, last]],
    [{ filePaths: [first] }, [first]],
  ])('names the mode that %o means', (frames, filePaths) => {
    expect(send(id, { prompt: 'A boat', ...frames }).params).toEqual({
      prompt: 'A boat',
      functionMode: 'first_last_frames',
      filePaths,
    });
  });

  it('leaves the text alone where frames have no numbers', () => {
    const prompt = 'From Image 1 to Image 2';
    expect(send(id, { prompt, filePaths: [first, last] }).params).toMatchObject({ prompt });
  });

  it('makes a video of text alone in either mode', () => {
    expect(send(id, { prompt: 'A boat', functionMode: 'first_last_frames' }).params).toEqual({
      prompt: 'A boat',
      functionMode: 'first_last_frames',
    });
  });

  it.each([
    [{ functionMode: 'omni_reference', filePaths: [first] }, 'mode-exclusive'],
    [{ functionMode: 'first_last_frames', image_files: [first] }, 'mode-exclusive'],
    [{ filePaths: [first], audio_files: [last] }, 'mode-exclusive'],
    [{ first_frame: first, filePaths: [last] }, 'parameter-twice'],
    [{ last_frame: last }, 'frame-missing'],
    [{ filePaths: [first, last, first] }, 'parameter-value'],
  ])('refuses %o as %s', (parameters, rule) => {
    const { params, rules } = send(id, { prompt: 'A boat', ...parameters });
    expect(params).toBeUndefined();
    expect(rules).toContain(rule);
  });

  it('writes every spelling of a reference as the service does', () => {
    const { params, rules } = send(id, { prompt: '@图片1走路，[Image 2]', image_files: [first, last] });
    expect(params).toMatchObject({ prompt: expect.stringMatching(/^@image_file_1走路，@image_file_2$/) });
    expect(rules).toEqual(['ref-host-syntax']);
  });

  it.each(['resolution', 'generate_audio', 'watermark', 'content', 'camera_fixed'])(
    'says what to do about %s',
    (key) => {
      const { problems } = send(id, { prompt: 'A boat', [key]: 'x' });
      expect(problems).toMatchObject([
        { rule: 'parameter-unknown', path: `parameters.${key}`, fix: expect.not.stringContaining('It takes') },
      ]);
    },
  );

  it.each([
    [{}, 50],
    [{ duration: 15 }, 150],
    [{ duration: 15, model: 'seedance_2.0' }, 300],
    [{ duration: 10, video_files: [first] }, 200],
    [{ duration: 10, video_files: [first], model: 'seedance_2.0' }, 400],
  ])('lists %o at %i points', (parameters, amount) => {
    expect(send(id, { prompt: 'A boat', ...parameters }).price).toMatchObject({
      amount,
      unit: 'points',
      source: 'listed',
    });
  });

  it('tells what is expected', () => {
    expect(send(id, { prompt: 'A boat', first_frame: first, duration: 7, ratio: '9:16' }).expected).toEqual({
      ...{ prompt: 'A boat', durationSeconds: 7, ratio: '9:16', tier: 'fast' },
      references: [{ type: 'image', url: first, field: 'first_frame' }],
    });
  });
});

describe('Seedance 2.5', () => {
  const id = 'st-ai/super-seed2-lite';
  const sent = { model: 'Seedance_2.5', prompt: 'A boat', resolution: '720p' };

  it.each([
    [{}, { functionMode: 'omini', duration: 5 }],
    [
      { image_files: [first], prompt: 'Image 1', ratio: '9:16', duration: 30, resolution: '480p', seed: 1 },
      {
        functionMode: 'omini',
        image_files: [first],
        prompt: '@image_file_1',
        ratio: '9:16',
        duration: 30,
        resolution: '480p',
        seed: 1,
      },
    ],
    [
      { first_frame: first, last_frame: last, ratio: '16:9' },
      { functionMode: 'first_last_frame', image_url: first, end_image_url: last, ratio: 'adaptive', duration: 5 },
    ],
    [
      { functionMode: 'extend', video_files: [first], duration: 12 },
      { functionMode: 'extend', video_url: first, ratio: 'adaptive', duration: 12 },
    ],
    [
      { functionMode: 'edit', video_url: first, duration: 12 },
      { functionMode: 'edit', video_url: first },
    ],
    [{ generate_audio: false }, { functionMode: 'omini', duration: 5, generate_audio: false }],
    [
      { model: 'seedance2.0_fast_direct', image_files: [first], prompt: 'Image 1' },
      { model: 'seedance2.0_fast_direct', image_files: [first], prompt: '@image_file_1', duration: 5 },
    ],
    [
      { model: 'seedance2.0_direct', functionMode: 'omni_reference' },
      { model: 'seedance2.0_direct', functionMode: 'omni_reference', duration: 5 },
    ],
    [{ model: 'seedance_2.5' }, { functionMode: 'omini', duration: 5 }],
  ])('makes of %o what the service wants', (parameters, params) => {
    expect(send(id, { prompt: 'A boat', ...parameters }).params).toEqual({ ...sent, ...params });
  });

  it.each([
    [{ functionMode: 'omni_reference' }, 'parameter-value'],
    [{ audio_files: [first] }, 'audio-alone'],
    [{ image_files: Array(31).fill(first) }, 'limit-images'],
    [{ first_frame: first, image_files: [last] }, 'mode-exclusive'],
    [{ functionMode: 'edit', image_files: [last] }, 'mode-exclusive'],
    [{ functionMode: 'extend' }, 'parameter-missing'],
    [{ functionMode: 'extend', video_files: [first, last] }, 'parameter-missing'],
    [{ functionMode: 'edit', video_files: [first], video_url: last }, 'parameter-missing'],
    [{ functionMode: 'first_last_frame', first_frame: first, image_url: last }, 'parameter-twice'],
    [{ last_frame: last }, 'frame-missing'],
    [{ video_url: first }, 'mode-exclusive'],
    [{ resolution: '1080p' }, 'parameter-value'],
    [{ duration: -1 }, 'parameter-value'],
    [{ duration: 31 }, 'parameter-value'],
    [{ model: 'seedance2.0_fast_direct', duration: 31 }, 'parameter-value'],
    [{ seed: 2 ** 32 }, 'parameter-value'],
    [{ raito: '16:9' }, 'parameter-unknown'],
    [{ prompt: 'x'.repeat(6_001) }, 'parameter-value'],
  ])('refuses %o as %s', (parameters, rule) => {
    const { params, rules } = send(id, { prompt: 'A boat', ...parameters });
    expect(params).toBeUndefined();
    expect(rules).toContain(rule);
  });

  it.each([
    [{ first_frame: first }, ['parameter-unpublished']],
    [{ model: 'seedance2.0_fast_direct' }, ['parameter-unpublished']],
    [{ first_frame: first, last_frame: last, ratio: '16:9' }, ['ratio-adaptive']],
    [{ functionMode: 'edit', video_url: first, duration: 5 }, ['ref-unused', 'duration-of-clip']],
    [{ generate_audio: false }, ['parameter-unpublished']],
  ])('says of %o: %o', (parameters, rules) => {
    expect(send(id, { prompt: 'A boat', ...parameters }).rules).toEqual(rules);
  });

  it.each([
    [{}, 1300],
    [{ resolution: '480p', duration: 4 }, 520],
    [{ functionMode: 'edit', video_url: first, video_seconds: [7.5] }, 1950],
    [{ functionMode: 'edit', video_url: first }, undefined],
  ])('lists %o at %s points', (parameters, amount) => {
    const { price } = send(id, { prompt: 'A boat', ...parameters });
    expect([price?.amount, price?.source]).toEqual([amount, amount ? 'listed' : 'unknown']);
  });

  it('chooses the mode of a task of the composer', () => {
    const choose = (task: string, has: object) =>
      xskill.dialect.modelFor(task, { images: 0, videos: 0, audios: 0, ...has }, { modelId: id });
    expect(choose('extend', { videos: 1 })).toMatchObject({ modelId: id, parameters: { functionMode: 'extend' } });
    expect(choose('edit', { videos: 1 })).toMatchObject({ limits: { ratios: ['adaptive'] } });
    expect(choose('edit', { videos: 1, images: 1 })?.parameters).toEqual({});
    expect(choose('first_last_frames', { images: 2 })).toMatchObject({ limits: { ratios: ['adaptive'] } });
  });
});

describe('Seedream 4.5', () => {
  const textToImage = 'fal-ai/bytedance/seedream/v4.5/text-to-image';
  const edit = 'fal-ai/bytedance/seedream/v4.5/edit';

  it.each([
    ['16:9', 'landscape_16_9', '16:9'],
    ['9:16', 'portrait_16_9', '9:16'],
    ['4:3', 'landscape_4_3', '4:3'],
    ['3:4', 'portrait_4_3', '3:4'],
    ['1:1', 'square_hd', '1:1'],
    ['21:9', 'landscape_16_9', '16:9'],
  ])('makes of the ratio %s the size %s', (ratio, image_size, got) => {
    const { params, expected, rules } = send(textToImage, { prompt: 'A boat', ratio });
    expect(params).toEqual({ prompt: 'A boat', image_size });
    expect(expected).toMatchObject({ ratio: got });
    expect(rules).toEqual(ratio === '21:9' ? ['ratio-approximate'] : []);
  });

  it('refuses a size said twice, and more than six pictures', () => {
    expect(send(textToImage, { prompt: 'A boat', ratio: '1:1', image_size: 'square_hd' }).rules).toEqual([
      'parameter-twice',
    ]);
    expect(send(textToImage, { prompt: 'A boat', num_images: 7 }).rules).toEqual(['parameter-value']);
  });

  it('takes no mention of a file without files, but lettering is no mention', () => {
    expect(send(textToImage, { prompt: '@image_file_1 as a cartoon' }).rules).toEqual(['ref-missing-file']);
    expect(send(textToImage, { prompt: 'A poster that says image 1' }).rules).toEqual([]);
  });

  it.each(['image_urls', 'image_files'])('edits the images in %s', (key) => {
    const { params } = send(edit, { prompt: 'Put the hat of Figure 2 on @image_file_1', [key]: [first, last] });
    expect(params).toEqual({ prompt: 'Put the hat of Figure 2 on Figure 1', image_urls: [first, last] });
  });

  it.each([
    [{ image_urls: [first], prompt: 'Figure 2 in a forest' }, 'ref-missing-file'],
    [{ prompt: 'A forest' }, 'parameter-missing'],
    [{ image_urls: [first], image_files: [first], prompt: 'A forest' }, 'parameter-twice'],
  ])('refuses %o as %s', (parameters, rule) => {
    expect(send(edit, parameters).rules).toContain(rule);
  });
});

it.each([
  [
    'st-ai/super-seed2',
    { prompt: '@图片1', image_files: [first] },
    {
      model: 'seedance_2.0_fast',
      prompt: '@image_file_1',
      duration: '5',
      image_files: first,
      functionMode: 'omni_reference',
    },
  ],
  [
    'st-ai/super-seed2',
    { prompt: 'A', first_frame: first },
    { prompt: 'A', functionMode: 'first_last_frames', filePaths: [first], duration: 5 },
  ],
  [
    'fal-ai/bytedance/seedream/v4.5/text-to-image',
    { prompt: 'A', ratio: '1:1' },
    { prompt: 'A', image_size: 'square_hd', num_images: 1 },
  ],
])('%s knows one request in two spellings', (id, one, other) => {
  const model = modelOf(id);
  const [first, second] = [one, other].map((parameters) =>
    model.canonicalWire!(checkParameters(model, parameters).input!),
  );
  expect(first).toEqual(second);
});

it('waits as the seed says', () => {
  expect(models.map(({ wait }) => Object.values(wait))).toEqual([
    [60, 90, 600, 10],
    [60, 90, 600, 10],
    [30, 30, 90, 5],
    [30, 30, 90, 5],
  ]);
});

it('keeps the seed’s words for a missing key', () => {
  expect(xskill.credential.missing).toContain('export XSKILL_API_KEY=sk-your-api-key');
  expect(xskill.credential.missing).toContain('Get your API Key: https://www.xskill.ai/#/v2/api-keys');
});
