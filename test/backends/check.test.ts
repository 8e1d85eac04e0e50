import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../src/backends/check.ts';
import { resolveModel } from '../../src/backends/index.ts';
import { AppError } from '../../src/core/errors.ts';

const seed2 = resolveModel('st-ai/super-seed2').model;

describe('checkParameters', () => {
  it('tells all problems at once, each with its place and a way out', () => {
    const { input, problems } = checkParameters(seed2, {
      prompt: '@image_file_2 walks',
      image_files: ['https://example.com/a.png'],
      first_frame: 'https://example.com/b.png',
      ratio: '2:1',
      duration: 60,
      video_fils: [],
      imagefiles: ['x'],
    });
    expect(input).toBeUndefined();
    expect(problems.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'parameter-value parameters.ratio',
      'parameter-value parameters.duration',
      'parameter-unknown parameters.imagefiles',
      'mode-exclusive parameters.first_frame',
    ]);
    expect(problems[0]!.message).toContain('16:9, 9:16, 1:1, 4:3, 3:4, 21:9');
    expect(problems[1]!.fix).toContain('4–15');
    expect(problems[2]!.fix).toBe('Did you mean image_files?');
  });

  it.each([
    [{ duration: '5' }, { duration: 5 }],
    [{ duration: '5s' }, { duration: 5 }],
    [{ image_files: 'https://example.com/a.png', prompt: 'Image 1' }, { image_files: ['https://example.com/a.png'] }],
    [
      { image_files: '["https://example.com/a.png"]', prompt: 'Image 1' },
      { image_files: ['https://example.com/a.png'] },
    ],
    [{ functionMode: 'Omni_Reference' }, { functionMode: 'omni_reference' }],
  ])('reads %o as what it can only mean, and says so', (given, meant) => {
    const { input, problems } = checkParameters(seed2, { prompt: 'A boat', ...given });
    expect(input).toMatchObject(meant);
    expect(problems.filter(({ rule }) => rule === 'parameter-read-as')).toHaveLength(1);
  });

  it.each(['5 m', 'five', '5.5', ''])('does not guess at a duration of "%s"', (duration) => {
    const { input } = checkParameters(seed2, { prompt: 'A boat', duration });
    expect(input?.duration).toBeUndefined();
    if (duration !== '') expect(input).toBeUndefined();
  });

  it('takes null, empty text and empty lists for nothing', () => {
    const { input, problems } = checkParameters(seed2, {
      prompt: 'A boat',
      ratio: null,
      image_files: [],
      last_frame: '',
      content: [],
    });
    expect([input, problems]).toEqual([{ prompt: 'A boat' }, []]);
  });

  it.each([undefined, null, 'A boat', [], 5])('refuses %o', (parameters) => {
    expect(checkParameters(seed2, parameters)).toMatchObject({
      problems: [{ rule: 'parameter-type', path: 'parameters' }],
    });
  });
});

describe('resolveModel', () => {
  it.each([
    ['st-ai/super-sed2', 'st-ai/super-seed2'],
    ['st-ai/super-sead2', 'st-ai/super-seed2'],
    ['st-ai/super-sead3', 'st-ai/super-seed2'],
    ['st-ai/super-seed', 'st-ai/super-seed2'],
    ['st-ai/super-seed2-lit', 'st-ai/super-seed2-lite'],
    ['seedance-3-0/text-to-video', 'seedance-2-0/text-to-video'],
    ['seedance-2-1-fast/text-to-video', 'seedance-2-0-fast/text-to-video'],
    ['seedance-2-0/txet-to-video', 'seedance-2-0/text-to-video'],
    ['fal-ai/bytedance/seedream/v4.5/edt', 'fal-ai/bytedance/seedream/v4.5/edit'],
  ])('refuses %s and names %s', (id, near) => {
    expect(() => resolveModel(id)).toThrow(
      expect.objectContaining({ code: 'unknown_model', message: expect.stringContaining(`Did you mean ${near}?`) }),
    );
  });

  it.each(['seedance-2-0/extend', 'bytedance-text-to-image/other', 'boat', '', '../x', 'a/../b', 'a/b?c'])(
    'refuses "%s" and lists what is known',
    (id) => {
      expect(() => resolveModel(id)).toThrow(AppError);
      expect(() => resolveModel(id)).toThrow('seedance-2-0/edit-video');
    },
  );

  it.each(['st-ai/super-seed2-pro', 'ark/seedance-2.0', 'fal-ai/bytedance/seedream/v5/lite/edit', 'kling/v3/video'])(
    'lets %s through, unchecked, and says so',
    (id) => {
      const { backend, model, warnings } = resolveModel(id);
      expect(backend.id).toBe('xskill');
      expect(warnings[0]).toContain('none of its parameters were checked');
      const { input, problems } = checkParameters(model, {
        prompt: 'A boat',
        duration: '10',
        reference_images: ['x'],
        video_seconds: [3],
      });
      expect(problems).toEqual([]);
      expect(model.toWire(input!).body).toEqual({
        ...{ model: id, channel: null },
        params: { prompt: 'A boat', duration: '10', reference_images: ['x'] },
      });
    },
  );

  it.each([
    ['st-ai/super-seed3', 'st-ai/super-seed2'],
    ['fal-ai/bytedance/seedream/v4/edit', 'fal-ai/bytedance/seedream/v4.5/edit'],
    ['fal-ai/bytedance/seedream/v5.0/edit', 'fal-ai/bytedance/seedream/v4.5/edit'],
    ['fal-ai/bytedance/seedream/v5/text-to-image', 'fal-ai/bytedance/seedream/v4.5/text-to-image'],
  ])('takes %s for another version, not for a misspelt %s', (id, near) => {
    const { backend, model, warnings } = resolveModel(id);
    expect([backend.id, model.id]).toEqual(['xskill', id]);
    expect(warnings).toEqual([expect.stringContaining(`If ${near} was meant, use that.`)]);
  });

  it('knows an unchecked picture model by its name', () => {
    expect(resolveModel('fal-ai/bytedance/seedream/v5/lite/text-to-image').model).toMatchObject({
      kind: 'image',
      wait: { firstSeconds: 30 },
    });
  });
});
