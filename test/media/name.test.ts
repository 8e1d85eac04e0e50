import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultOutputDirectory, fileStem, slug } from '../../src/media/name.ts';

const noon = new Date(2026, 10, 21, 12).getTime(); // local, as file names are

describe('fileStem', () => {
  it('is the local date, the first words and the end of the task id', () => {
    expect(fileStem({ at: noon, title: 'A red fox: runs!', taskId: 'xskill:F00-BAA-123456' })).toBe(
      '2026-11-21-a-red-fox-runs-aa123456',
    );
    expect(fileStem({ at: new Date(2026, 0, 2, 0, 30).getTime(), title: '', taskId: 'x' })).toBe('2026-01-02-x');
  });

  it('is a valid name everywhere, whatever the prompt', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(
        'CON',
        'nul.',
        '../..',
        'a/b\\c:d*?"<>|',
        '...',
        'x'.repeat(500),
        '😀'.repeat(60),
        '狐'.repeat(90),
      ),
    );
    fc.assert(
      fc.property(anything, anything, (title, taskId) => {
        const stem = fileStem({ at: noon, title, taskId });
        expect(stem).toMatch(/^2026-11-21(-[\p{L}\p{M}\p{N}]+)*$/u);
        expect(Buffer.byteLength(stem)).toBeLessThan(200);
        expect(() => encodeURIComponent(stem)).not.toThrow(); // no half surrogates
      }),
    );
  });
});

describe('slug', () => {
  it.each([
    ['A red fox runs through the snow, at dawn, slowly', 'a-red-fox-runs-through-the-snow-at-dawn'],
    ['@image_file_1 walks towards @video_file_2', 'walks-towards'],
    ['雪の中の狐、ローアングル', '雪の中の狐-ローアングル'],
    ['一只狐狸在雪中奔跑', '一只狐狸在雪中奔跑'],
    ['狐'.repeat(50), '狐'.repeat(16)],
    ['a'.repeat(60), 'a'.repeat(40)],
    ['Café à Zürich', 'café-à-zürich'],
    ['नमस्ते', 'नमस्ते'],
    ['…!?', ''],
  ])('%s → %s', (prompt, expected) => {
    expect(slug(prompt)).toBe(expected);
  });
});

describe('defaultOutputDirectory', () => {
  it('is where each system keeps films', () => {
    expect(defaultOutputDirectory({ home: '/home/ada', platform: 'linux' })).toBe('/home/ada/Videos/seedance');
    expect(defaultOutputDirectory({ home: '/Users/ada', platform: 'darwin' })).toBe('/Users/ada/Movies/seedance');
  });
});
