import fc from 'fast-check';
import './seeded.ts';
import { describe, expect, it } from 'vitest';
import type { ReferenceFile, Shot, Storyboard, Timing } from '../../src/prompt/input.ts';
import { analyzeStoryboard, compose } from '../../src/prompt/storyboard.ts';
import { mentionedNumbers } from '../../src/prompt/text/mentions.ts';
import { findReferences } from '../../src/prompt/text/references.ts';
import { readTimeline } from '../../src/prompt/text/time/resolve.ts';
import { pixazo, xskill } from './clean.ts';

/** Words that could be taken for times, numbers or names of files, and are none. */
const words = {
  en: {
    style: ['35mm film', '80s video look', 'anime, cel shading', 'hyper-realistic, 24 fps', 'one take, no cuts'],
    camera: [
      'wide shot, slow push-in to the door',
      'close-up, static',
      'tracking shot from behind',
      'drone, 2 m above',
    ],
    visual: [
      '@ana crosses the hall',
      '3 lamps glow beside 2 pictures on the wall',
      'a clock shows 8 seconds left',
      '@ana and @ben lift @box, then the second picture falls',
      'the sign reads "Room 1-3, open 7:00-10:00"',
      'a woman in her 30s waits at @pier',
      'level 1 of the tower, steps 1-4',
      'the scoreboard shows 0:00 and 3-5',
      'four shots of espresso, 3 seconds each',
      'half a minute of rain on the glass',
      'the second image on the wall shows 12 people',
      'a 6\'2" giant, 0\'05" on the board',
      'duration 3, shot 1 of 4 on a slate',
      'he continues for another 4 seconds',
    ],
    action: [undefined, 'she counts to 3', 'he waits for 2 seconds', 'the first image of the sea appears'],
    line: ['We have 10 seconds.', 'Image one or two?', 'Take 1-3 steps back!'],
    sound: [undefined, 'a bell, 2 strokes', 'rain'],
    music: [undefined, 'slow drums, 90 bpm'],
    role: [
      'character: tall, grey coat',
      'character',
      'scene',
      'product',
      'style',
      'camera movement',
      'background music',
    ],
  },
  zh: {
    style: ['写实，35毫米胶片', '90年代录像质感', '二维动漫', '水墨，24帧'],
    camera: ['远景，缓慢推近大门', '特写，固定镜头', '后方跟拍', '俯拍'],
    visual: [
      '@小安 穿过大厅',
      '墙上挂着3张图片和2幅地图',
      '时钟还剩8秒',
      '@小安 与 @小本 抬起 @箱子',
      '招牌写着“1-3号房，7:00-10:00”',
      '计时器00:05，第2张图片挂在墙上',
      '三秒规则的海报，半分钟的雨',
      '5个镜头模型，每个3秒闪一次',
      '第二张桌子旁的老人望向 @码头',
    ],
    action: [undefined, '她数到三', '他停顿2秒'],
    line: ['我们还有10秒。', '图一还是图二？'],
    sound: [undefined, '钟声两下', '雨声'],
    music: [undefined, '慢鼓'],
    role: ['角色：高个子，灰大衣', '角色', '场景', '产品', '画风', '运镜', '配乐'],
  },
};

const names = { en: ['ana', 'ben', 'box', 'pier'], zh: ['小安', '小本', '箱子', '码头'] };
const extensions: Record<string, string> = {
  运镜: 'mp4',
  配乐: 'mp3',
  'camera movement': 'mp4',
  'background music': 'mp3',
};

const storyboards = (language: keyof typeof words): fc.Arbitrary<Storyboard> => {
  const say = words[language];
  const shot: fc.Arbitrary<Shot> = fc.record({
    seconds: fc.constantFrom(1.5, 2, 2.5, 3, 4),
    camera: fc.constantFrom(...say.camera),
    visual: fc.constantFrom(...say.visual),
    action: fc.constantFrom(...say.action),
    sound: fc.constantFrom(...say.sound),
    dialogue: fc.option(
      fc.constantFrom(...say.line).map((line) => [{ speaker: `@${names[language][0]}`, line }]),
      { nil: undefined },
    ),
  });
  const more: fc.Arbitrary<ReferenceFile> = fc.constantFrom(...say.role).map((role) => {
    const extension = extensions[role] ?? 'png';
    return { url: `https://files.test/${role}.${extension}`, role, ...(extension === 'png' ? {} : { seconds: 3 }) };
  });
  return fc
    .record({
      shots: fc.array(shot, { minLength: 1, maxLength: 6 }),
      style: fc.constantFrom(...say.style),
      music: fc.constantFrom(...say.music),
      timing: fc.constantFrom<Timing>('timecodes', 'both'),
      ratio: fc.constantFrom(undefined, '16:9', '9:16'),
      extra: fc.array(more, { maxLength: 2 }),
    })
    .map(({ extra, ...storyboard }) => ({
      ...storyboard,
      language,
      task: 'generate' as const,
      references: [
        ...names[language].map((name, i) => ({
          url: `https://files.test/${i}.png`,
          name,
          role: say.role[i < 2 ? 1 : i === 2 ? 3 : 2] ?? '',
        })),
        ...extra,
      ],
    }));
};

const languages = ['en', 'zh'] as const;
const services = [xskill, pixazo];

describe.each(languages.flatMap((language) => services.map((target) => [language, target.id, target] as const)))(
  'a storyboard in %s for %s',
  (language, _, target) => {
    it('is read back as it was written', () => {
      fc.assert(
        fc.property(storyboards(language), (storyboard) => {
          const written = analyzeStoryboard(storyboard, target);
          const read = readTimeline(written.text);
          expect(read.segments.map(({ start, end }) => [start, end])).toEqual(
            written.shots.map(({ start, end }) => [start, end]),
          );
          const { references } = compose(storyboard, target);
          expect(mentionedNumbers(findReferences(written.text, written.counts))).toEqual(references);
          expect(Math.max(0, ...references.image)).toBeLessThanOrEqual(written.counts.image);
        }),
        { numRuns: 150 },
      );
    });

    it('stays as it is when it is composed again', () => {
      fc.assert(
        fc.property(storyboards(language), (storyboard) => {
          const first = compose(storyboard, target);
          const again = compose(
            {
              prompt: first.prompt,
              references: storyboard.references,
              language,
              task: 'generate',
              ratio: storyboard.ratio,
            },
            target,
          );
          expect(again.prompt).toBe(first.prompt);
          expect(again.references).toEqual(first.references);
          expect(again.timeline.map(({ start, end }) => [start, end])).toEqual(
            first.timeline.map(({ start, end }) => [start, end]),
          );
          const duration = first.submit?.parameters.duration;
          if (Number.isInteger(duration) && again.submit) expect(again.submit.parameters.duration).toBe(duration);
        }),
        { numRuns: 150 },
      );
    });
  },
);
