import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPicture } from '../../../src/prompt/text/first-picture.ts';

const composed = `[Style] painted cinematic realism, tense, 10 seconds, 16:9
[References] @image_file_1 is fisherman: keep the same face; ignore its background.
0-4s: close-up, slow push-in to the eyes. An old fisherman (@image_file_1) grips the wheel. He narrows his eyes. Sound: wind.
4-10s: wide shot, static camera. A trawler climbs a wave.
[Audio] low strings`;

const composedChinese = `【风格】真人武侠，竹林，冷色晨光，15秒，21:9
【参考】@image_file_1 定义为白衣，保持五官、发型、服装一致。
0-4秒：远景，固定镜头，白衣（@image_file_1）在左，黑衣在右，音效：竹叶沙沙。
4-8秒：中景，侧面跟拍，白衣自左向右踏竹而起。`;

describe('what is seen first', () => {
  it.each([
    [composed, 'An old fisherman grips the wheel'],
    [composedChinese, '白衣在左，黑衣在右'],
    // Finished texts as people write them.
    ['A fox crosses the snow', 'A fox crosses the snow'],
    ['Close-up of an old man at a window. He sighs.', 'An old man at a window'],
    ['Cinematic style, 10 seconds, 16:9. A fox runs through the snow.', 'A fox runs through the snow'],
    ['Shot 1 (wide aerial, slow push-in, 3s):\nA temple at dawn.\n\nShot 2 (2s): A bell.', 'A temple at dawn'],
    ['0-5s: static camera, centred. Bottle alone on slate.', 'Bottle alone on slate'],
    ['@Image1 is the shoe reference; preserve its logo. Rain streaks behind the shoe.', 'Rain streaks behind the shoe'],
    ['Strictly edit @video_file_1: replace the red coat.', 'Strictly edit video 1: replace the red coat'],
    ['15秒，电影感。\n0-3秒：特写少年抬眼，雪落下。\n3-6秒：远景。', '少年抬眼，雪落下'],
    ['颠覆@视频1的剧情。\n【修改】0-3秒：男人眼神转冷\n【颠覆】3-5秒：推进水里', '男人眼神转冷'],
    // Where nothing is seen, the words themselves.
    ['[Style] noir', 'Noir'],
    ['特写', '特写'],
    ['', ''],
  ])('%j', (prompt, seen) => {
    expect(firstPicture(prompt)).toBe(seen);
  });

  it('is cut between words', () => {
    const seen = firstPicture(
      'Weathered old fisherman in a yellow oilskin, painted illustration, storm light, plain wall',
    );
    expect(seen).toBe('Weathered old fisherman in a yellow oilskin, painted…');
  });

  it('is something of at most 60 letters on one line, for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '[Style] ',
        '\n',
        '0-3s: ',
        '镜头1：',
        'close-up, ',
        '特写',
        '(@image_file_1)',
        'Shot 2 (3s): ',
        'a fox',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const prompt = pieces.join('');
        const seen = firstPicture(prompt);
        expect(Array.from(seen).length).toBeLessThanOrEqual(60);
        expect(seen).not.toMatch(/\n/);
        if (/[a-z]{3}/.test(prompt)) expect(seen).not.toBe('');
      }),
    );
  });
});
