import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findChecks } from '../../../src/media/frames/checks.ts';
import { describeChecks } from '../../../src/media/frames/describe-checks.ts';
import type { Frame, Observation } from '../../../src/media/frames/observation.ts';
import { makeClip as makeRehearsalClip } from '../../../src/simulation/clip.ts';
import { temporaryFolder } from '../../folder.ts';
import { hasFfmpeg } from '../clips.ts';
import { checksIn, createZoo, nearly } from './look.ts';
import { brokenClips, goodClips } from './zoo.ts';

const rate = 24;
const noBars = { first: 0, last: 0, isSharp: true };
const living: Omit<Frame, 'time'> = {
  lit: 1,
  brightness: 120,
  background: 0.1,
  topAndBottom: noBars,
  leftAndRight: noBars,
  motion: { peak: 30, mean: 2, isBroad: true },
};
const black: Omit<Frame, 'time'> = {
  ...living,
  lit: 0,
  brightness: 0,
  background: 1,
  topAndBottom: { first: 1, last: 1, isSharp: false },
  leftAndRight: { first: 1, last: 1, isSharp: false },
};
const frozen: Omit<Frame, 'time'> = { ...living, motion: { peak: 0, mean: 0, isBroad: false } };
const barred: Omit<Frame, 'time'> = { ...living, topAndBottom: { first: 0.12, last: 0.13, isSharp: true } };

/** A clip that is alive but for some frames. */
function clip(seconds: number, [start, end]: [number, number], odd: Omit<Frame, 'time'>): Observation {
  const frames = Array.from({ length: Math.round(seconds * rate) }, (_, n): Frame => {
    const time = n / rate;
    return { ...(time >= start && time < end ? odd : living), time };
  });
  return { frames, declaredSeconds: seconds, declaredPictureSeconds: seconds };
}

describe('what a check says', () => {
  const part = fc
    .tuple(
      fc.integer({ min: 3, max: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([seconds, a, b]) => ({ seconds, start: Math.min(a, b) * seconds, end: Math.max(a, b) * seconds }));

  it.each([
    ['black', black, 0.8],
    ['frozen', frozen, 2],
    ['letterbox', barred, 1.1],
  ] as const)('is where the picture is %s, to a frame, when it lasts', (check, odd, shortest) => {
    fc.assert(
      fc.property(part, ({ seconds, start, end }) => {
        const found = findChecks(clip(seconds, [start, end], odd));
        if (end - start < shortest - 0.2) expect(found).toEqual([]);
        if (end - start < shortest) return;
        expect(found.map((one) => one.check)).toEqual([check]);
        expect(Math.abs((found[0]?.start ?? 0) - start)).toBeLessThan(0.2);
        expect(Math.abs((found[0]?.end ?? 0) - end)).toBeLessThan(0.2);
      }),
    );
  });

  it('never goes beyond the clip, and never turns back', () => {
    const kinds = fc.constantFrom(living, black, frozen, barred);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 90 })), { minLength: 1, maxLength: 8 }),
        share,
        share,
        (runs, a, b) => {
          const kindsOf = runs.flatMap(([kind, length]) => Array.from({ length }, () => kind));
          const frames = kindsOf.map((kind, n): Frame => ({ ...kind, time: n / rate }));
          const seconds = frames.length / rate;
          const silences = [{ start: Math.min(a, b) * seconds, end: Math.max(a, b) * seconds }];
          const found = findChecks({ frames, silences, declaredSeconds: seconds, declaredPictureSeconds: seconds });
          for (const { start, end } of found) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(Math.round(seconds * 100) / 100 + 0.05);
          }
        },
      ),
    );
  });

  it('is from 0 to the length for the whole clip', () => {
    expect(findChecks(clip(5, [0, 5], black))).toEqual([{ check: 'black', start: 0, end: 5 }]);
    expect(findChecks(clip(5, [0, 5], frozen))).toEqual([{ check: 'frozen', start: 0, end: 5 }]);
    expect(findChecks(clip(5, [0, 5], barred))).toEqual([{ check: 'letterbox', start: 0, end: 5 }]);
  });

  /** A picture that stands still but for a change every so many frames. */
  function still(seconds: number, every: number, motion: Frame['motion']): Observation {
    const frames = Array.from({ length: seconds * rate }, (_, n): Frame => {
      return { ...frozen, time: n / rate, motion: n % every === every - 1 ? motion : frozen.motion };
    });
    return { frames, declaredSeconds: seconds, declaredPictureSeconds: seconds };
  }

  it('is frozen of a still picture that key frames draw anew, and not of stills that follow each other', () => {
    const keyFrame = { peak: 12, mean: 0.6, isBroad: true };
    expect(findChecks(still(5, rate, keyFrame))).toEqual([{ check: 'frozen', start: 0, end: 5 }]);
    expect(findChecks(still(5, rate, { ...keyFrame, mean: 20 }))).toEqual([]);
    expect(findChecks(still(5, 4, keyFrame))).toEqual([]);
  });

  it('is not frozen of a face that blinks every two seconds, unless it stops', () => {
    const blink = { peak: 16, mean: 0.01, isBroad: false };
    expect(findChecks(still(8, 54, blink))).toEqual([]);
    expect(findChecks(still(8, 4 * rate, blink)).map(({ check }) => check)).toEqual(['frozen']);
  });

  it('is not frozen of a picture whose light drifts, nor of grain', () => {
    const { frames, ...length } = still(5, 1, { peak: 0.4, mean: 0.001, isBroad: false });
    expect(findChecks({ frames, ...length })).toEqual([{ check: 'frozen', start: 0, end: 5 }]);
    const drifting = frames.map((frame, n) => ({ ...frame, brightness: 100 + n / 40 }));
    expect(findChecks({ frames: drifting, ...length })).toEqual([]);
    expect(findChecks(still(5, 1, { peak: 2, mean: 0.01, isBroad: false }))).toEqual([]);
  });

  it('is silent of a clip that has a sound track, and of no other', () => {
    const seen = clip(5, [0, 0], living);
    expect(findChecks({ ...seen, silences: [{ start: 0, end: 5 }] })).toEqual([{ check: 'silent', start: 0, end: 5 }]);
    expect(findChecks({ ...seen, silences: [{ start: 2, end: 4 }] })).toEqual([]);
    expect(findChecks(seen)).toEqual([]);
  });

  it('is cut_short of a file that declares more than it holds, and not of sound that goes on a little', () => {
    const seen = clip(3, [0, 0], living);
    expect(findChecks({ ...seen, declaredSeconds: 5, declaredPictureSeconds: 5 })).toEqual([
      { check: 'cut_short', start: 3, end: 5 },
    ]);
    expect(findChecks({ ...seen, declaredSeconds: 6 })).toEqual([{ check: 'cut_short', start: 3, end: 6 }]);
    expect(findChecks({ ...seen, declaredSeconds: 3.6 })).toEqual([]);
  });

  it('is not cut_short of a slide show whose last picture stays', () => {
    const frames = [0, 1, 2].map((time): Frame => ({ ...living, time }));
    expect(findChecks({ frames, declaredSeconds: 3, declaredPictureSeconds: 3 })).toEqual([]);
  });
});

describe('the words of the checks', () => {
  it('say where and what to do', () => {
    const at = { start: 1.5, end: 4 };
    const names = ['black', 'frozen', 'silent', 'cut_short', 'letterbox'] as const;
    const words = describeChecks(names.map((check) => ({ check, ...at })));
    expect(words).toMatchInlineSnapshot(`
      [
        "The picture is black from 1.5 to 4 s. Look at the sheet. Unless this is meant, submit the request again with allow_duplicate: true.",
        "The picture does not move from 1.5 to 4 s. Look at the sheet. Unless a still picture is meant, say in the prompt what moves, and submit again.",
        "The sound track is silent from 1.5 to 4 s. If sound is wanted, say in the prompt what is heard and submit again, or add sound when you edit.",
        "The file ends at 1.5 s although it declares 4 s. Delete the file and call get_task again: it downloads the file again while the link works.",
        "Black bars frame the picture from 1.5 to 4 s. Name the wanted ratio in the request, leave letterbox and film formats out of the prompt, and submit again; or crop the bars when you edit.",
      ]
    `);
  });
});

describe.skipIf(!hasFfmpeg)('what is found in clips (skipped: ffmpeg is not installed)', () => {
  const format = { width: 320, height: 180, rate: 12 };
  const zoo = createZoo(format);
  beforeAll(() => zoo.open());

  it.concurrent.each(Object.entries(goodClips(format).usual))('nothing in %s', async (name, recipe) => {
    expect(await zoo.checksOf(name, recipe)).toEqual([]);
  });

  it.concurrent.each([
    { ratio: '9:16', audio: false },
    { ratio: '21:9', audio: true },
  ])('nothing in what a rehearsal makes, %j', async (shape) => {
    const path = join(temporaryFolder(), 'rehearsal.mp4');
    writeFileSync(path, await makeRehearsalClip({ seconds: 5, resolution: '480p', ...shape }));
    expect(await checksIn(path)).toEqual([]);
  });

  it.concurrent.each(Object.entries(brokenClips(format).usual))('what is broken in %s', async (name, recipe) => {
    expect(await zoo.checksOf(name, recipe)).toEqual(recipe.checks.map(nearly));
  });
});
