import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../src/backends/check.ts';
import { resolveModel } from '../../src/backends/index.ts';

const urls = (count: number, type: string): string[] =>
  Array.from({ length: count }, (_, i) => `https://example.com/${type}-${i}`);

/** Both services give Seedance 2.0 the same limits. */
describe.each([
  'st-ai/super-seed2',
  'seedance-2-0/reference-to-video',
  'seedance-2-0-fast/multimodal-reference-image-video-audio',
])('%s', (id) => {
  const { model } = resolveModel(id);
  const rulesOf = (images: number, videos: number, audios: number, more = {}) =>
    checkParameters(model, {
      prompt: 'A boat',
      image_files: urls(images, 'image'),
      video_files: urls(videos, 'video'),
      audio_files: urls(audios, 'audio'),
      ...more,
    })
      .problems.filter(({ rule }) => rule !== 'ref-unused')
      .map(({ rule, severity }) => `${severity} ${rule}`);

  it('takes 9 images, and 12 files together', () => {
    expect(rulesOf(9, 0, 0)).toEqual([]);
    expect(rulesOf(6, 3, 3, { video_seconds: [2, 2, 2], audio_seconds: [3, 3, 3] })).toEqual(['warn video-cost']);
    expect(rulesOf(7, 3, 3, { video_seconds: [2, 2, 2], audio_seconds: [3, 3, 3] })).toEqual([
      'error limit-files',
      'warn video-cost',
    ]);
  });

  it.each([
    [10, 0, 0, 'error limit-images'],
    [1, 4, 0, 'error limit-videos'],
    [1, 0, 4, 'error limit-audio'],
    [0, 0, 1, 'error audio-alone'],
  ])('refuses %i images, %i videos, %i audio files as %s', (images, videos, audios, rule) => {
    expect(rulesOf(images, videos, audios)).toContain(rule);
  });

  it.each([
    [{ video_seconds: [15] }, []],
    [{ video_seconds: [15.5] }, ['error media-seconds', 'error media-seconds']],
    [{ video_seconds: [1.5] }, ['error media-seconds']],
    [{ video_seconds: [3, 3] }, ['error media-seconds']],
    [{}, ['warn media-seconds']],
  ])('of one video with %o says %o', (seconds, expected) => {
    expect(rulesOf(1, 1, 0, seconds).filter((rule) => rule.endsWith('media-seconds'))).toEqual(expected);
  });

  it('counts video and audio together', () => {
    expect(rulesOf(0, 1, 1, { video_seconds: [8], audio_seconds: [7] })).toEqual(['warn video-cost']);
    expect(rulesOf(0, 1, 1, { video_seconds: [8], audio_seconds: [7.1] })).toContain('error media-seconds');
    expect(rulesOf(0, 1, 1, { video_seconds: [8] })).toContain('warn media-seconds');
  });

  it.each([
    'https://example.com/a.png',
    'HTTP://example.com/a.png',
    './a.png',
    '/home/me/a.png',
    'C:\\a.png',
    'file:///a.png',
  ])('lets the picture %s pass', (url) => {
    expect(rulesOf(0, 0, 0, { image_files: [url] })).toEqual([]);
  });

  it.each(['data:image/png;base64,AAAA', 'ftp://example.com/a.png', 'blob:x', 'https://'])(
    'refuses the picture %s',
    (url) => {
      expect(rulesOf(0, 0, 0, { image_files: [url] })).toEqual(['error ref-url']);
    },
  );

  it('has no way for local audio; of a local video the record knows whether it has a link', () => {
    expect(rulesOf(1, 0, 0, { video_files: ['./a.mp4'], video_seconds: [5] })).not.toContain('error ref-url');
    expect(rulesOf(1, 0, 0, { audio_files: ['file:///a.mp3'], audio_seconds: [5] })).toContain('error ref-url');
  });

  it.each([
    ['@image_file_1 and @image_file_2', 'error ref-missing-file'],
    ['@图片2走路', 'error ref-missing-file'],
    ['@image_file_1-4', 'error ref-missing-file'],
    ['@image_file_0', 'error ref-number'],
    ['@image_file_01', 'error ref-number'],
  ])('refuses "%s" with one image as %s', (prompt, rule) => {
    expect(rulesOf(1, 0, 0, { prompt })).toContain(rule);
  });

  it('warns of a file that nobody mentions', () => {
    const { input, problems } = checkParameters(model, {
      prompt: '@image_file_1 walks',
      image_files: urls(2, 'image'),
    });
    expect(input).toBeDefined();
    expect(problems.filter(({ severity }) => severity === 'warn')).toMatchObject([{ rule: 'ref-unused' }]);
  });
});
