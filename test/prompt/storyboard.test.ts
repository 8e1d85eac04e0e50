import fc from 'fast-check';
import './seeded.ts';
import { describe, expect, it } from 'vitest';
import { scheduleShots } from '../../src/prompt/build/schedule.ts';
import type { Storyboard } from '../../src/prompt/input.ts';
import { checkReferences } from '../../src/prompt/references/references.ts';
import { rules } from '../../src/prompt/rules/index.ts';
import { compose } from '../../src/prompt/storyboard.ts';
import { findGenre, genreIds } from '../../src/prompt/terms/templates.ts';
import { expectLinear } from '../linear.ts';
import { cleanStoryboard, harbourFile, heroFile, pixazo, xskill } from './clean.ts';

const countsOf = (parameters: Record<string, unknown>) => {
  const count = (field: string) => ((parameters[field] as string[] | undefined) ?? []).length;
  return { image: count('image_files'), video: count('video_files'), audio: count('audio_files') };
};

const clip = (name: string) => ({ url: `https://files.test/${name}.mp4`, role: 'target', seconds: 5 });

describe('compose', () => {
  it('writes the formula with references bound before the shots', () => {
    const { prompt, submit, timeline, references, stats } = compose(
      {
        shots: [
          { camera: 'wide shot, slow push-in to the pier', visual: '@hero stands at @harbour', sound: 'gulls' },
          {
            visual: '@hero turns',
            camera: 'medium close-up, static camera',
            dialogue: [{ speaker: '@hero', line: 'We made it.', delivery: 'softly' }],
          },
        ],
        style: 'live-action',
        duration: 10,
        ratio: '16:9',
        music: 'soft strings',
        references: [heroFile, { url: 'https://files.test/move.mp4', role: 'camera', seconds: 5 }, harbourFile],
      },
      xskill,
    );
    expect(prompt.split('\n')).toEqual([
      '[Style] live-action, 10 seconds, 16:9',
      '[References] @image_file_1 is the hero: keep the same face, hair and costume (bob hair, red coat); ignore its background and pose. ' +
        'Follow only the camera movement of @video_file_1; ignore its people and setting. ' +
        'The harbour is the place in @image_file_2: same layout and light; ignore any people in it.',
      '0-5s: wide shot, slow push-in to the pier. The hero (@image_file_1) stands at the harbour (@image_file_2). Sound: gulls.',
      '5-10s: medium close-up, static camera. The hero (@image_file_1) turns. The hero (softly): "We made it."',
      '[Audio] soft strings',
      '[Constraints] no subtitles, no watermark, no logo',
    ]);
    expect(submit).toEqual({
      model_id: 'st-ai/super-seed2',
      parameters: {
        prompt,
        image_files: [heroFile.url, harbourFile.url],
        video_files: ['https://files.test/move.mp4'],
        video_seconds: [5],
        ratio: '16:9',
        duration: 10,
      },
    });
    expect(timeline).toEqual([
      { shot: 1, start: 0, end: 5, size: 'WS', move: 'push_in' },
      { shot: 2, start: 5, end: 10, size: 'MCU', move: 'static' },
    ]);
    expect(references).toEqual({ image: [1, 2], video: [1], audio: [] });
    expect(stats.shots).toBe(2);
  });

  it('writes Chinese, and spells references as Pixazo reads them', () => {
    const { prompt, problems } = compose(
      {
        shots: [
          { camera: '远景，缓慢推近码头', visual: '@林站在码头', sound: '海浪' },
          {
            camera: '近景，固定镜头',
            visual: '@林转身',
            dialogue: [{ speaker: '@林', line: '我们到了。', delivery: '轻声' }],
          },
        ],
        style: '写实电影风格',
        duration: 10,
        ratio: '2.35:1',
        music: '轻柔弦乐',
        references: [{ url: 'https://files.test/lin.png', name: '林', role: '角色' }],
      },
      pixazo,
    );
    expect(prompt.split('\n')).toEqual([
      '【风格】写实电影风格，10秒，21:9',
      '【参考】Image 1 定义为林，保持五官、发型、服装一致，不参考其背景与姿势。',
      '0-5秒：远景，缓慢推近码头，林（Image 1）站在码头，音效：海浪。',
      '5-10秒：近景，固定镜头，林（Image 1）转身，林（轻声）说：“我们到了。”',
      '【声音】轻柔弦乐',
      '【要求】保持无字幕，不要生成水印，不要生成Logo',
    ]);
    expect(problems).toMatchObject([{ rule: 'ratio-not-enum', severity: 'info', fix: '2.35:1 → 21:9' }]);
  });

  it.each([
    [
      { task: 'edit', shots: [{ visual: 'change the red car to a blue bus' }] },
      'Strictly edit @video_file_1: change the red car to a blue bus; keep everything else unchanged.',
    ],
    [
      { task: 'extend', shots: [{ visual: 'she enters the car', seconds: 5 }] },
      'Extend @video_file_1 forward:\n0-5s: she enters the car.',
    ],
    [
      { task: 'edit', language: 'zh', shots: [{ visual: '红色汽车改为蓝色巴士' }] },
      '严格编辑 @video_file_1：红色汽车改为蓝色巴士；其余保持不变。',
    ],
  ] as [Storyboard, string][])('gives a task its own grammar: %j', (storyboard, grammar) => {
    const { prompt, submit } = compose(
      { ...storyboard, references: [{ url: 'https://files.test/a.mp4', role: 'target' }] },
      xskill,
    );
    expect(prompt).toContain(grammar);
    expect(submit?.parameters.video_files).toEqual(['https://files.test/a.mp4']);
  });

  it.each([
    ['First frame: @Image1. Last frame: @Image2. The bud opens.', 'The bud opens.'],
    ['@Image1 is the first frame and @Image2 is the last frame. The bud opens.', 'The bud opens.'],
    ['Start frame @Image1 (closed), end frame @Image2 (open).', 'Start frame (closed), end frame (open).'],
    ['Animate @Image1 as the opening frame. The bud opens.', 'Animate the first frame. The bud opens.'],
    ['From @Image1 to @Image2, wind.', 'From the first frame to the last frame, wind.'],
    ['First frame: @Image1. Last frame: @Image2.', 'First frame. Last frame.'],
    ['以@图片1为首帧，@图片2为尾帧，花苞绽放。', '花苞绽放。'],
    ['首帧：图片1。尾帧：图片2。花苞绽放。', '花苞绽放。'],
    ['将@图片1作为首帧，将@图片2作为尾帧，花苞绽放。', '花苞绽放。'],
    ['花苞绽放，以@图片1为首帧，@图片2为尾帧。', '花苞绽放，以首帧为首帧，尾帧为尾帧。'],
    ['请使用@图片1作为首帧，@图片2作为尾帧，花苞绽放。', '花苞绽放。'],
    ['不要把@图片1作为首帧，花苞绽放。', '不要把首帧作为首帧，花苞绽放。'],
    ['@图片1是首帧，展示一个女孩。@图片2是尾帧。', '首帧，展示一个女孩。'],
    ['With @Image1 as the first frame and @Image2 as the last frame, the bud opens.', 'the bud opens.'],
    [
      'Start with @Image1 as the first frame, end with @Image2 as the last frame.',
      'Start with the first frame, end with the last frame.',
    ],
    [
      'Do not use @Image1 as the first frame, use @Image2 as the last frame.',
      'Do not use the first frame, use the last frame.',
    ],
    [
      '@Image1 is the first frame, showing a girl. @Image2 is the last frame, showing a woman.',
      'The first frame, showing a girl. The last frame, showing a woman.',
    ],
    [
      'First frame: @Image1, a closed bud. Last frame: @Image2, a rose.',
      'First frame, a closed bud. Last frame, a rose.',
    ],
    ['@Image1 is the first frame and shows a girl.', 'The first frame is the first frame and shows a girl.'],
    ['The first frame is @Image1 and shows a girl.', 'The first frame is the first frame and shows a girl.'],
    ['First frame: @Image1; last frame: @Image2; a bud opens.', 'a bud opens.'],
    ['A bud opens, first frame @Image1, last frame @Image2.', 'A bud opens, first frame, last frame.'],
    [
      'Use @Image1 as the first frame and @Image2 as the last frame, a bud opens.',
      'Use the first frame and the last frame, a bud opens.',
    ],
    ['Use @Image1 as the last frame.', 'Use the first frame as the last frame.'],
  ])('says of frames only what the request does not: %s', (prompt, written) => {
    const references = [
      { url: 'https://files.test/a.png', role: 'first frame' },
      { url: 'https://files.test/b.png', role: 'last frame' },
    ];
    expect(compose({ prompt, references }, xskill).prompt).toBe(written);
  });

  it('bridges two clips and opens on frames', () => {
    expect(
      compose({ task: 'bridge', shots: [{ visual: 'the paint swirls' }], references: [clip('a'), clip('b')] }, xskill)
        .prompt,
    ).toContain('@video_file_1, then the paint swirls, then connect to @video_file_2.');
    const frames = compose(
      {
        shots: [{ visual: 'the flower opens from @bud to @bloom', camera: 'static camera' }],
        references: [
          { url: 'https://files.test/bloom.png', name: 'bloom', role: 'last frame' },
          { url: 'https://files.test/bud.png', name: 'bud', role: 'first frame' },
        ],
      },
      pixazo,
    );
    expect(frames.prompt).toContain(
      'The video opens on the first frame, the bud, and ends on the last frame, the bloom.\n0-5s: static camera. The flower opens from the bud to the bloom.',
    );
    expect(frames.submit).toMatchObject({
      model_id: 'seedance-2-0/image-to-video-first-and-last-frames',
      parameters: { first_frame: 'https://files.test/bud.png', last_frame: 'https://files.test/bloom.png' },
    });
    expect(frames.submit?.parameters).not.toHaveProperty('image_files');
  });

  it('reads, mends and converts a finished text', () => {
    const { prompt, problems, timeline, submit } = compose(
      {
        prompt:
          '写实风格，15秒，2.35:1\n0–4秒：图片1 中的女孩站着，@视频1 的运镜\n5–9秒：她走\n10–15秒：她停下，配乐轻柔',
        references: [
          { url: 'https://files.test/a.png', role: '角色' },
          { url: 'https://files.test/a.mp4', role: '运镜' },
        ],
      },
      xskill,
    );
    expect(prompt).toBe(
      '写实风格，15秒，21:9\n0–4秒：@image_file_1 中的女孩站着，@video_file_1 的运镜\n4–9秒：她走\n9–15秒：她停下，配乐轻柔',
    );
    expect(
      problems.filter(({ rule }) => rule !== 'cam-none').map(({ rule, severity }) => `${severity} ${rule}`),
    ).toEqual(['info ref-mixed-sigil', 'info time-inclusive', 'info ratio-not-enum']);
    expect(timeline.map(({ start, end }) => [start, end])).toEqual([
      [0, 4],
      [4, 9],
      [9, 15],
    ]);
    expect(submit?.parameters).toMatchObject({ duration: 15, ratio: '21:9' });
  });

  it('takes a published text as it is: what may be meant is no error', () => {
    const texts = [
      'Noir film. <the wind howls> 0-2.9s: wide shot of a pier. 3.0-5.9s: close-up of a lamp.',
      'Noir, a 5-second countdown opens it. 0-5s: wide shot. 5-15s: close-up.',
      'Noir. 0-3s: close-up. Ada says: "One two three four five six seven eight nine ten eleven twelve thirteen."\n3-6s: rain.',
      '{"style": "noir", "scene": "a pier"}',
    ];
    for (const prompt of texts) expect(compose({ prompt }, xskill).submit, prompt).not.toBeNull();
  });

  it('changes nothing when it composes what it composed', () => {
    fc.assert(
      fc.property(cleanStoryboard, fc.constantFrom(xskill, pixazo), (storyboard, target) => {
        const first = compose(storyboard, target);
        expect(first.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
        const again = compose({ prompt: first.prompt, references: storyboard.references }, target);
        expect(again.prompt).toBe(first.prompt);
        expect(again.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
        expect(again.timeline.map(({ start, end }) => [start, end])).toEqual(
          first.timeline.map(({ start, end }) => [start, end]),
        );
        expect(again.submit).toEqual(first.submit);
      }),
    );
  });

  it.each([
    {
      language: 'zh',
      task: 'extend',
      shots: [
        { camera: '中景，固定镜头', visual: '她走进车里', seconds: 3 },
        { camera: '远景，缓慢拉远至街口', visual: '车驶离', seconds: 3 },
      ],
      references: [clip('a')],
    },
    { language: 'zh', task: 'bridge', shots: [{ visual: '颜料旋转成隧道' }], references: [clip('a'), clip('b')] },
    {
      language: 'zh',
      shots: [{ camera: '固定镜头', visual: '花从@苞开到@花' }],
      references: [
        { url: 'https://files.test/a.png', name: '苞', role: '首帧' },
        { url: 'https://files.test/b.png', name: '花', role: '尾帧' },
      ],
    },
    {
      task: 'edit',
      shots: [
        { start: 0, end: 4, visual: 'the coat turns red' },
        { start: 4, end: 8, visual: 'snow falls' },
      ],
      references: [clip('a'), heroFile],
    },
    {
      timing: 'shots',
      style: 'noir',
      shots: [
        { camera: 'wide shot', visual: '@Image1 waits', seconds: 4 },
        { camera: 'close-up', visual: 'rain', seconds: 4 },
      ],
      references: [heroFile],
    },
    {
      style: '写实',
      music: '轻柔弦乐',
      shots: [
        { camera: '远景，缓慢推近码头', visual: '@hero站在码头', dialogue: [{ speaker: '@hero', line: '到了。' }] },
      ],
      references: [heroFile],
    },
    {
      style: 'noir',
      task: 'first_last_frames',
      shots: [{ visual: '@image_file_1 is the first frame, she wakes' }],
      references: [{ url: 'https://files.test/a.png', role: 'first frame' }],
    },
  ] as Storyboard[])('nor in another grammar: %j', (storyboard) => {
    const { task, references, language } = storyboard;
    for (const target of [xskill, pixazo]) {
      const first = compose(storyboard, target);
      expect(first.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
      const again = compose({ prompt: first.prompt, task, references, language }, target);
      expect(again.prompt).toBe(first.prompt);
      expect(again.submit).toEqual(first.submit);
    }
  });

  it('writes nothing that submit_task would refuse', () => {
    fc.assert(
      fc.property(cleanStoryboard, fc.constantFrom(xskill, pixazo), (storyboard, target) => {
        const { submit, prompt } = compose(storyboard, target);
        expect(
          checkReferences({ text: prompt, counts: countsOf(submit?.parameters ?? {}), path: 'parameters.prompt' }),
        ).toEqual([]);
      }),
    );
  });

  it('judges a finished text by the text alone, and says which fields it leaves out', () => {
    const { problems } = compose({ prompt: 'A boat drifts by.', style: 'noir', mood: 'calm', music: 'piano' }, xskill);
    expect(problems.map(({ rule }) => rule)).toEqual(['field-ignored', 'style-missing']);
    expect(problems.find(({ rule }) => rule === 'field-ignored')?.message).toContain('style, mood, music');
  });

  it('reads a full-width mark, and leaves no blank around a Chinese name', () => {
    const references = [{ url: 'https://files.test/yu.png', name: '小玉', role: '角色' }];
    const { prompt } = compose({ language: 'zh', shots: [{ visual: '门前 ＠小玉 站在雨中' }], references }, xskill);
    expect(prompt).toContain('门前小玉（@image_file_1）站在雨中');
    expect(compose({ prompt: '＠小玉 站在雨中', references }, xskill).prompt).toBe('小玉（@image_file_1）站在雨中');
  });

  it('names in mood, constraints and lines are resolved once and for all', () => {
    const storyboard: Storyboard = {
      style: 'noir',
      mood: 'calm like @hero',
      music: 'soft piano',
      constraints: ['@hero stays in frame'],
      shots: [
        {
          camera: 'close-up, static camera',
          visual: 'rain!',
          dialogue: [{ speaker: '@hero', line: 'I am @hero, see image 1.', delivery: '(softly)' }],
          seconds: 5,
        },
      ],
      references: [heroFile],
    };
    for (const target of [xskill, pixazo]) {
      const first = compose(storyboard, target);
      const tag = target.renderReference('image', 1);
      expect(first.prompt).toContain(`calm like the hero (${tag}), 5 seconds`);
      expect(first.prompt).toContain(`The hero (${tag}) stays in frame`);
      expect(first.prompt).toContain(`The hero (softly): "I am the hero, see ${tag}."`);
      expect(compose({ prompt: first.prompt, references: [heroFile] }, target).prompt).toBe(first.prompt);
    }
  });

  it('sets one stop after a sentence, whatever it ends with', () => {
    const lines = ({ shots, language }: Storyboard) =>
      compose({ shots, language }, xskill).prompt.split('\n').slice(0, -1).join('\n');
    expect(
      lines({
        shots: [
          { visual: 'he shouts!', sound: 'thunder…', transition: 'Cut to:' },
          { visual: 'rain', dialogue: [{ speaker: 'Ada', line: 'Say "yes".' }], sound: 'wind' },
        ],
      }),
    ).toBe('0-4s: he shouts! Sound: thunder… Cut to.\n4-8s: rain. Ada: "Say \'yes\'." Sound: wind.');
    expect(
      lines({
        language: 'zh',
        shots: [
          { visual: '他大喊！', action: '门开了', dialogue: [{ speaker: '林', line: '走！', delivery: '（轻声）' }] },
        ],
      }),
    ).toBe('0-5秒：他大喊！门开了，林（轻声）说：“走！”');
  });

  it.each([
    [{ task: 'edit', shots: [{ visual: 'the car turns blue' }] }, [6.2], 7],
    [{ task: 'edit', shots: [{ visual: 'the car turns blue' }] }, [2.5], 4],
    [{ task: 'edit', shots: [{ visual: 'the car turns blue' }] }, [undefined], undefined],
    [{ task: 'edit', shots: [{ visual: 'the car turns blue' }], duration: 5 }, [6.2], 5],
    [{ task: 'edit', shots: [{ visual: 'the car turns blue' }, { visual: 'snow falls' }] }, [6], 6],
    [{ task: 'bridge', shots: [{ visual: 'the paint swirls' }] }, [5, 4.5], 10],
    [{ task: 'bridge', style: 'noir', shots: [{ visual: 'the paint swirls' }] }, [5, undefined], undefined],
  ] as [Storyboard, (number | undefined)[], number | undefined][])(
    'asks for the length of the clips: %j of %j s → %s s',
    (storyboard, lengths, duration) => {
      const references = lengths.map((seconds, i) => ({ ...clip(`c${i}`), seconds }));
      const { submit, problems, prompt } = compose({ ...storyboard, references }, xskill);
      expect(submit?.parameters.duration).toBe(duration);
      expect(problems.some(({ rule }) => rule === 'duration-unstated')).toBe(duration === undefined);
      expect(prompt).not.toContain('0 seconds,');
    },
  );

  it('takes the name of a clip or a sound for nobody', () => {
    const { prompt } = compose(
      {
        shots: [{ visual: 'she dances' }],
        references: [
          { url: 'https://files.test/m.mp4', name: 'moves', role: 'action' },
          { url: 'https://files.test/v.mp3', name: 'tape', role: 'voice: low, husky' },
        ],
      },
      xskill,
    );
    expect(prompt).toContain('The character performs the movements of @video_file_1');
    expect(prompt).toContain('The voice has the timbre of @audio_file_1 (low, husky)');
  });

  it('fills a genre, and asks for what it cannot know', () => {
    expect(genreIds()).toHaveLength(29);
    for (const id of genreIds()) {
      const genre = findGenre(id);
      expect(genre?.beats.length, id).toBeGreaterThan(0);
      for (const language of ['en', 'zh'] as const) {
        const { submit, problems } = compose({ genre: id, language }, xskill);
        expect(submit).toBeNull();
        expect(
          problems.map(({ rule }) => rule),
          id,
        ).toContain('placeholder');
      }
    }
    const filled = compose(
      {
        genre: 'comedy',
        shots: [{ visual: 'a man opens the fridge' }, { visual: 'he sighs' }, { visual: 'a penguin waves' }],
      },
      xskill,
    );
    expect(filled.submit).not.toBeNull();
    expect(filled.prompt).toContain('medium shot, static camera. A man opens the fridge');
  });

  it('raises warnings to errors when strict', () => {
    const storyboard: Storyboard = {
      shots: [{ visual: 'a boat', camera: 'static camera', seconds: 5 }],
      music: 'none',
    };
    expect(compose(storyboard, xskill).submit).not.toBeNull();
    expect(compose({ ...storyboard, strict: true }, xskill)).toMatchObject({
      submit: null,
      problems: [{ rule: 'style-missing', severity: 'error' }],
    });
  });

  it('says every rule once, with its evidence', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(rules.length).toBeGreaterThanOrEqual(60);
    for (const { source } of rules) expect(source).not.toBe('');
  });

  it.each(['0-3s: pan left, push in ', '@hero ', '镜头1：@图片2跑，'])(
    'takes a long run of %j in linear time',
    (piece) => {
      expectLinear((prompt) => compose({ prompt, references: [heroFile] }, xskill), piece);
    },
  );
});

const seconds = { least: 4, most: 15, default: 5 };

describe('scheduleShots', () => {
  it('shares out what is left, in whole seconds where that works out', () => {
    const visual = 'x';
    const spans = (shots: Parameters<typeof scheduleShots>[0], duration?: number) =>
      scheduleShots(shots, duration, seconds).map(({ start, end }) => `${start}-${end}`);
    expect(spans([{ visual }, { visual }, { visual, seconds: 3 }], 12)).toEqual(['0-5', '5-9', '9-12']);
    expect(
      spans([
        { visual, seconds: 3 },
        { visual, seconds: 4 },
      ]),
    ).toEqual(['0-3', '3-7']);
    expect(spans([{ visual }])).toEqual(['0-5']);
    expect(spans([{ visual }, { visual, start: 6, end: 10 }], 10)).toEqual(['0-6', '6-10']);
    expect(
      spans([
        { visual, start: 0, end: 4 },
        { visual, start: 5, end: 9 },
      ]),
    ).toEqual(['0-4', '5-9']);
    expect(spans([{ visual }, { visual, seconds: 3 }, { visual }], 10)).toEqual(['0-4', '4-7', '7-10']);
    expect(spans([{ visual }, { visual }, { visual, seconds: 5 }, { visual }], 15)).toEqual([
      '0-4',
      '4-7',
      '7-12',
      '12-15',
    ]);
    expect(spans([{ visual }, { visual, seconds: 5 }, { visual }])).toEqual(['0-4', '4-9', '9-13']);
    expect(spans([{ visual }, { visual, end: 6 }, { visual }], 10)).toEqual(['0-3', '3-6', '6-10']);
    expect(spans([{ visual }, { visual }, { visual }, { visual }, { visual }, { visual }, { visual }], 5)).toHaveLength(
      7,
    );
  });

  it('covers the whole duration without a hole when nothing is fixed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 4, max: 15 }), (count, duration) => {
        const slots = scheduleShots(
          Array.from({ length: count }, () => ({ visual: 'x' })),
          duration,
          seconds,
        );
        expect(slots[0]?.start).toBe(0);
        expect(slots.at(-1)?.end).toBe(duration);
        for (const [i, slot] of slots.entries()) if (i > 0) expect(slot.start).toBe(slots[i - 1]?.end);
      }),
    );
  });
});
