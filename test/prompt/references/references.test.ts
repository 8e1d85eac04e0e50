import fc from 'fast-check';
import '../seeded.ts';
import { describe, expect, it } from 'vitest';
import {
  checkFigures,
  checkReferences,
  findFigures,
  findReferences,
  mentionedNumbers,
  renderReferences,
} from '../../../src/prompt/references/references.ts';
import { expectLinear } from '../../linear.ts';

const read = (text: string) => findReferences(text).map(({ type, numbers }) => `${type}${numbers.join('+')}`);
const xskill = (type: string, n: number) => `@${type}_file_${n}`;
const pixazo = (type: string, n: number) => `${type[0]?.toUpperCase()}${type.slice(1)} ${n}`;

describe('findReferences', () => {
  it.each([
    ['@image_file_1 walks', ['image1']],
    ['@Image_File_1', ['image1']],
    ['@图片1', ['image1']],
    ['@ 图片 1 与 @ image1', ['image1', 'image1']],
    ['@image_file_1-4 角色造型', ['image1+2+3+4']],
    ['@图片1-5', ['image1+2+3+4+5']],
    ['@图片1-@图片3，@图片1至@图片3', ['image1+2+3', 'image1+2+3']],
    ['参考@图片1@图片2的动作', ['image1', 'image2']],
    ['＠图片１，@视频２', ['image1', 'video2']],
    ['[Image 1] and [Video 2]', ['image1', 'video2']],
    ['@[Image 1] 【@图1】', ['image1', 'image1']],
    ['<<<Image1>>> <Video 1> <audio_1>', ['image1', 'video1', 'audio1']],
    ['过渡到视频2，视频2中的马', ['video2', 'video2']],
    ['Image 1 is the hero; Video 2 gives the camera.', ['image1', 'video2']],
    ["@Image1's face, @Picture2, @图3", ['image1', 'image2', 'image3']],
    ['Images 1, 2 and 3 show the hero', ['image1+2+3']],
    ['@图片1、2、3', ['image1+2+3']],
    ['woman@Image1fast', ['image1']],
    ['@image_file_0 @image_file_01', ['image0', 'image1']],
    ['@img1 @pic 2 @photo_3', ['image1', 'image2', 'image3']],
    ['@图片1-3秒', ['image1']],
    ['@音频1作为配乐', ['audio1']],
    ['图1中的女孩', ['image1']],
  ])('reads %s', (text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    ...[
      'GPT Image 2',
      'gpt-image-1',
      '分镜图1',
      'Shot 1',
      '4-6 video',
      'video 15 seconds',
      '视频15秒',
      'a video 16:9',
      '图片3张',
    ],
    ...[
      'image 2.0',
      'video 1080p',
      'https://x.test/image1.png',
      'Qwen Image 2',
      'image2video',
      'Imagen 2',
      'every image\n1. run',
    ],
    ...[
      '9 images, 3 videos',
      'photo 1',
      'audio 2 channels',
      'a figure 8 path',
      'video 4-15 s',
      'images 9',
      'a video 10 years ago',
      'picture 2 women',
      'see image 1.png',
    ],
  ])('leaves %s alone', (text) => expect(read(text)).toEqual([]));

  it('keeps offsets of the original text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('@图片１', '[Image 1]', '-', '、2', '<<<Video3>>>')),
        ),
        (parts) => {
          const text = parts.join('');
          for (const reference of findReferences(text))
            expect(text.slice(reference.start, reference.end)).toBe(reference.text);
        },
      ),
    );
  });

  it('bounds a range', () => {
    expect(findReferences('@image_file_1-999999')[0]?.numbers).toHaveLength(64);
  });

  it.each(['@', '[', '<', '@ ', '图', 'image_', 'image_file_1-', '@图片1、', '@图片1-', 'image 1, ', '1', '@image1'])(
    'reads a long run of %j in linear time',
    (piece) => {
      expectLinear(findReferences, piece);
    },
  );

  it.each(['photo 1 ', 'photo 1, photo 2. ', 'The first image is a, the second is ', '第一张图是，第二张是，'])(
    'reads a long run of %j in linear time where the files are counted',
    (piece) => {
      expectLinear((text) => findReferences(text, { image: 9, video: 0, audio: 0 }), piece);
    },
  );
});

describe('renderReferences', () => {
  it('rewrites every spelling to one', () => {
    const text = '以@图片1为首帧，[Video 1] moves, <<<Image2>>>, 音频1';
    expect(renderReferences(text, xskill)).toBe(
      '以@image_file_1为首帧，@video_file_1 moves, @image_file_2, @audio_file_1',
    );
    expect(renderReferences(text, pixazo)).toBe('以Image 1为首帧，Video 1 moves, Image 2, Audio 1');
    expect(renderReferences('@image_file_1-3 roles', pixazo)).toBe('Image 1, Image 2, Image 3 roles');
  });

  it.each([xskill, pixazo])('keeps what is found, and rewriting again changes nothing', (render) => {
    const piece = fc.oneof(
      fc.constantFrom(
        '@图片1',
        '@image_file_2',
        '[Image 3]',
        '<<<Video1>>>',
        '视频2',
        '@Audio 1',
        'Image 1',
        '@图片1-3',
        '【@图2】',
        '图1',
      ),
      fc.constantFrom(
        ' ',
        '，',
        'and',
        'fast',
        '张',
        '秒',
        '5',
        '-',
        '、',
        '2',
        '的',
        '(',
        's',
        '.',
        '@',
        '[',
        ']',
        'wan ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const once = renderReferences(text, render);
        expect(mentionedNumbers(findReferences(once))).toEqual(mentionedNumbers(findReferences(text)));
        expect(renderReferences(once, render)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('checkReferences', () => {
  const check = (text: string, image: number, video = 0, audio = 0) =>
    checkReferences({ text, counts: { image, video, audio }, path: 'parameters.prompt' });

  it('names the number, the count and the nearest replacement', () => {
    const [problem] = check('@image_file_1 and @image_file_3', 2);
    expect(problem).toMatchObject({ rule: 'ref-missing-file', severity: 'error', path: 'parameters.prompt' });
    expect(problem?.message).toContain('@image_file_3');
    expect(problem?.message).toContain('only 2 images');
    expect(problem?.fix).toContain('@image_file_2');
  });

  it('says a file nobody mentions, and refuses _0 and _01', () => {
    expect(check('@image_file_1', 2)).toMatchObject([{ rule: 'ref-unused', severity: 'warn' }]);
    expect(check('@image_file_0', 0)[0]).toMatchObject({ rule: 'ref-number', severity: 'error' });
    expect(check('@image_file_01', 1)).toMatchObject([
      { rule: 'ref-number', severity: 'error', fix: 'Write @image_file_1.' },
    ]);
  });

  it('passes what fits and knows types apart', () => {
    expect(check('@图片1-3 @视频1 @音频1', 3, 1, 1)).toEqual([]);
    expect(check('@视频1', 1).map(({ rule }) => rule)).toEqual(['ref-unused', 'ref-missing-file']);
    expect(check('GPT Image 2 look, shot 3', 0)).toEqual([]);
  });
});

describe('checkFigures', () => {
  it('reads figures of a Seedream edit', () => {
    expect(findFigures('Put the hat of Figure 2 on Figure 1').map(({ numbers }) => numbers)).toEqual([[2], [1]]);
    expect(checkFigures('Put the hat of Figure 2 on Figure 1', 2)).toEqual([]);
    expect(checkFigures('Use Figure 3', 2)[0]).toMatchObject({ rule: 'ref-missing-file', severity: 'error' });
    expect(checkFigures('Change the background to a forest', 1)).toEqual([]);
    expect(checkFigures('skates a figure 8', 1)).toEqual([]);
  });
});
