import fc from 'fast-check';
import '../seeded.ts';
import { describe, expect, it } from 'vitest';
import { readTimeline } from '../../../src/prompt/text/time/resolve.ts';
import { expectLinear } from '../../linear.ts';

const raw = (text: string) => readTimeline(text).segments.map((segment) => segment.raw.join('-'));
const read = (text: string) => readTimeline(text).segments.map(({ start, end }) => `${start}-${end}`);

describe('readTimeline', () => {
  it.each([
    ['0-3s: a\n3-8s: b', ['0-3', '3-8']],
    ['0s-3s a\n3s-8s b', ['0-3', '3-8']],
    ['0–3 seconds: a\n3—8 seconds: b', ['0-3', '3-8']],
    ['0-3秒：甲\n3-8秒：乙', ['0-3', '3-8']],
    ['第0-3秒，甲\n第3-8秒，乙', ['0-3', '3-8']],
    ['第0秒到第3秒：甲\n第3秒到第8秒：乙', ['0-3', '3-8']],
    ['[00:00-00:03] a\n[00:03-00:08] b', ['0-3', '3-8']],
    ['[00:00-00:01.5] a\n[00:01.5-00:03] b', ['0-1.5', '1.5-3']],
    ['0.0 TO 1.6 SECONDS: A\n1.6 TO 4.0 SECONDS: B', ['0-1.6', '1.6-4']],
    ['0-3秒画面：甲\n3-8秒画面：乙', ['0-3', '3-8']],
    ['Scene (0–5s): a\nScene (5–10s): b', ['0-5', '5-10']],
    ['画面（0-5秒）：甲\n台词：你好\n画面（5-10秒）：乙', ['0-5', '5-10']],
    ['【修改】0-3秒：甲\n【新增】3-8秒：乙', ['0-3', '3-8']],
    ['Shot 1 (0-3s): a\nShot 2 (3-8s): b', ['0-3', '3-8']],
    ['**0-3s** a\n**3-8s** b', ['0-3', '3-8']],
    ['- [0-3] a\n- [3-8] b', ['0-3', '3-8']],
    ['0-3: a\n3-8: b', ['0-3', '3-8']],
    ['Seconds 0-3: a\nSeconds 3-8: b', ['0-3', '3-8']],
    ['０－３秒：甲；３－８秒：乙', ['0-3', '3-8']],
    ['0-5s: a. 5-10s: b. 10-15s: c', ['0-5', '5-10', '10-15']],
    ['From 0-3 seconds the hero waits, then 3-6 seconds he runs.', ['0-3', '3-6']],
    ['0 to 3 seconds: a. 3 to 8 seconds: b', ['0-3', '3-8']],
    ['0-5с: а\n5-10 сек: б', ['0-5', '5-10']],
    ['0~3秒 甲\n3～8秒 乙', ['0-3', '3-8']],
    ['Shot 1 (3s): a\nShot 2 (wide, slow push-in, 5s): b', ['0-3', '3-8']],
    ['SHOT 1 — 0.0–3.0s\nSHOT 2 — 3.0–8.0s', ['0-3', '3-8']],
    ['镜头1：0-3秒 甲\n镜头2：3-8秒 乙', ['0-3', '3-8']],
    ['时间：0-3秒\n时间：3-8秒', ['0-3', '3-8']],
    ['| 0-3s | wide |\n| 3-8s | close |', ['0-3', '3-8']],
    ['00:00:00-00:00:03 a\n00:00:03-00:00:08 b', ['0-3', '3-8']],
    ['镜头1（3秒）：甲\n镜头2（5秒）：乙', ['0-3', '3-8']],
    ['镜头一：3秒，甲\n镜头二：5秒，乙', ['0-3', '3-8']],
  ])('reads %j', (text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    ...['16:9', '2.35:1 film look', 'AM 7:00-10:00', 'open 7:00-10:00 pm', 'GPT Image 2', 'after a 0.2-0.4 s delay'],
    ...[
      'each shot 0.6–1.2 s',
      'supports 4–15 s',
      'every cut lasts 2-3 seconds',
      '每个镜头2-3秒',
      'a score of 3-0',
      '2019-2024',
      '1-3 people',
    ],
    ...[
      '第一行"AM 7:00-10:00"',
      '间隔0.2-0.4秒',
      '@image_file_1-4 角色',
      '24-60 fps',
      '10-15秒短视频',
      '1-2 s fade',
      '(2-3s)',
      '镜头一转，她笑了',
      '10-15秒短视频',
      '1-2 s fade',
      '(2-3s)',
    ],
  ])('reads no time in %j', (text) => expect(readTimeline(text).segments).toEqual([]));

  it('makes inclusive integers contiguous and keeps what was written', () => {
    const timeline = readTimeline('0–3s: a\n4–8s: b\n9–12s: c');
    expect(timeline.inclusive).toBe(true);
    expect(raw('0–3s: a\n4–8s: b\n9–12s: c')).toEqual(['0-3', '4-8', '9-12']);
    expect(read('0–3s: a\n4–8s: b\n9–12s: c')).toEqual(['0-3', '3-8', '8-12']);
    expect(read('1-3秒：甲\n4-6秒：乙')).toEqual(['0-3', '3-6']);
    expect(read('0-2.9s: a\n3.0-5.9s: b')).toEqual(['0-2.9', '2.9-5.9']);
  });

  it('lets an aside about a part of the time be an aside', () => {
    expect(read('0-5s: a\n5-10s: b\n最后2-3秒：渐暗')).toEqual(['0-5', '5-10']);
    expect(read('0-5s: a\n2-3s: sparks\n5-10s: b')).toEqual(['0-5', '5-10']);
    expect(read('0-5s: a\n4-9s: b\n9-12s: c')).toEqual(['0-5', '4-9', '9-12']);
  });

  it('leaves a hole of more than a second, or of less, a hole', () => {
    expect(read('0-3s: a\n3-6s: b\n8-10s: c\n10-15s: d')).toEqual(['0-3', '3-6', '8-10', '10-15']);
    expect(read('0-3s: a\n3.5-6s: b')).toEqual(['0-3', '3.5-6']);
  });

  it('takes a header around inner shots as a sum, before or after them', () => {
    expect(readTimeline('0-15s: one night\n0-5s: a\n5-15s: b')).toMatchObject({ summary: [0, 15], restarts: 0 });
    expect(read('0-15s: one night\n0-5s: a\n5-15s: b')).toEqual(['0-5', '5-15']);
    expect(read('0-5s: a\n5-15s: b\n0-15s: music all through')).toEqual(['0-5', '5-15']);
    expect(read('0-8s: act one\n0-3s: a\n3-8s: b\n8-15s: act two\n8-11s: c\n11-15s: d')).toEqual([
      '0-3',
      '3-8',
      '8-11',
      '11-15',
    ]);
  });

  it('stops where a second storyboard begins, but not at sound cues', () => {
    expect(readTimeline('0-3s: a\n3-8s: b\n\n0-4s: c\n4-8s: d')).toMatchObject({ restarts: 1, segments: [{}, {}] });
    expect(readTimeline('0-3s: a\n3-8s: b\nAudio: 0-3s: piano, 3-8s: drums').restarts).toBe(0);
  });

  it('tells the words of each shot, without the blocks after them', () => {
    const text = '风格，15秒\n0-3秒：甲\n3-8秒：乙\n【声音】钢琴';
    expect(readTimeline(text).segments.map((s) => text.slice(s.bodyStart, s.bodyEnd).trim())).toEqual(['甲', '乙']);
  });

  it.each([
    ['电影级写实风格，15秒，2.35:1', 15],
    ['15-second health clip.\n0–5s: a', 15],
    ['将@视频1延长10秒', 10],
    ['时长：精准15秒', 15],
    ['Duration: precise 15 seconds', 15],
    ['he waits, after 5 seconds', undefined],
    ['0-3s: a', undefined],
  ])('finds the stated length of %j', (text, expected) => expect(readTimeline(text).totals[0]?.seconds).toBe(expected));

  it.each([
    '0-3s ',
    '0-3s: ',
    '\nAudio: 0-3s',
    '0',
    '0-',
    '[00:00-',
    '00:',
    '(',
    '\n',
    '镜头1',
    'Shot 1 (3s)',
    '- ',
    '15秒',
    'to 3 ',
    '\n【声音】',
    '\n1) 3-second wide',
    '3s → ',
    '15 s – 1,85:1 ',
    'the clock 12 seconds, ',
    'the camera circles in 8 seconds ',
    '0s: dog. 5s: cut to black. ',
    'Make it 8 seconds. ',
  ])('reads a long run of %j in linear time', (piece) => {
    expectLinear(readTimeline, piece);
  });

  it('reads a text that states its length 130,000 times', () => {
    const text = `3s fog, 5s bell, 4s gulls. ${'Length: 9 s. '.repeat(130_000)}`;
    expect(readTimeline(text).totals[0]?.seconds).toBe(9);
  });

  it('never invents time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { start, end } of readTimeline(text).segments) expect(end).toBeGreaterThanOrEqual(start);
      }),
    );
  });
});
