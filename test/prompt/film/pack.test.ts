import fc from 'fast-check';
import '../seeded.ts';
import { describe, expect, it } from 'vitest';
import { nearestChanges } from '../../../src/prompt/film/nearest-change.ts';
import { type ClipRange, clipSeconds, type Group, type PackedShot, packShots } from '../../../src/prompt/film/pack.ts';

const range = { least: 4, most: 15 };

const shot: fc.Arbitrary<PackedShot> = fc.record({
  seconds: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constantFrom(1.5, 2.5, 3.2, 4.4, 7.7)),
  isContinuous: fc.boolean(),
  opensScene: fc.boolean(),
});
const ranges: fc.Arbitrary<ClipRange> = fc.constantFrom(
  range,
  { least: 4, most: 30, extended: 15 },
  { least: 3, most: 12 },
);

function shots(...lengths: (number | string)[]): PackedShot[] {
  return lengths.map((length) => ({
    seconds: Number.parseFloat(String(length)),
    isContinuous: String(length).endsWith('+'),
    opensScene: String(length).endsWith('|'),
  }));
}

/** `1-3:12 4:5`. */
function show(groups: Group[] | undefined): string | undefined {
  return groups?.map(({ from, to, seconds }) => `${from + 1}-${to}:${seconds}`).join(' ');
}

/** Every way to divide shots, by brute force. */
function allDivisions(list: readonly PackedShot[]): Group[][] {
  return Array.from({ length: 2 ** Math.max(0, list.length - 1) }, (_, bits) => {
    const starts = [0, ...list.slice(1).flatMap((_, i) => ((bits >> i) & 1 ? [i + 1] : []))];
    return starts.map((from, i) => {
      const to = starts[i + 1] ?? list.length;
      return { from, to, seconds: clipSeconds(list.slice(from, to).reduce((sum, { seconds }) => sum + seconds, 0)) };
    });
  });
}

/** What is wanted of a division, first to last; undefined where the model does not make it. */
function judge(list: readonly PackedShot[], groups: readonly Group[], { least, most, extended = most }: ClipRange) {
  const isMade = groups.every(({ to, seconds }) => {
    const next = list[to];
    return seconds >= least && seconds <= (next && !next.opensScene ? Math.min(most, extended) : most);
  });
  if (!isMade) return undefined;
  const cuts = groups.filter(({ from }) => from > 0 && list[from]!.isContinuous).length;
  const starts = new Set(groups.map(({ from }) => from));
  const breaks = list.filter(({ opensScene }, i) => i > 0 && opensScene && !starts.has(i)).length;
  return [cuts, breaks, groups.length, Math.max(...groups.map(({ seconds }) => seconds))];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((number, n) => number !== b[n]);
  return i === -1 ? 0 : a[i]! - b[i]!;
}

describe('packing', () => {
  it.each([
    ['makes the fewest clips', shots(5, 5, 5, 5, 5, 5), '1-3:15 4-6:15'],
    ['and the longest of them as short as it can be', shots(5, 5, 5, 5), '1-2:10 3-4:10'],
    ['goes over no scene break', shots(5, 5, '5|', 5), '1-2:10 3-4:10'],
    ['though that takes more clips', shots(4, '4|', '4|'), '1-1:4 2-2:4 3-3:4'],
    ['unless a scene is too short for a clip', shots(5, '2|', '5|'), '1-2:7 3-3:5'],
    ['cuts no continuous run', shots(8, 6, '6+', 8), '1-1:8 2-3:12 4-4:8'],
    ['unless it is longer than a clip', shots(8, '8+'), '1-1:8 2-2:8'],
    ['keeps a run together over a scene break', shots(4, 4, '4|', '4+'), '1-2:8 3-4:8'],
    ['rounds a sum up', shots(2.5, 2.5, 3.2), '1-3:9'],
    ['sends no clip of a rounded sum that is too long', shots(7.6, 7.6), '1-1:8 2-2:8'],
  ])('%s', (_, list, packed) => {
    expect(show(packShots(list, range))).toBe(packed);
  });

  it('holds a clip that is extended to what a reference video may last', () => {
    const wide = { least: 4, most: 30, extended: 15 };
    expect(show(packShots(shots(10, 10, 10, 10), wide))).toBe('1-1:10 2-4:30');
    expect(show(packShots(shots(10, 10, '10|', 10), wide))).toBe('1-2:20 3-4:20');
  });

  it('puts every shot into one clip, in order, with exact sums, and no division is better', () => {
    fc.assert(
      fc.property(fc.array(shot, { minLength: 1, maxLength: 9 }), ranges, (list, limits) => {
        const packed = packShots(list, limits);
        const made = allDivisions(list).flatMap((groups) => {
          const wanted = judge(list, groups, limits);
          return wanted ? [wanted] : [];
        });
        if (!packed) {
          expect(made).toEqual([]);
          return;
        }
        expect(packed.flatMap(({ from, to }) => list.slice(from, to))).toEqual(list);
        expect(packed.map(({ from }) => from)).toEqual([0, ...packed.slice(0, -1).map(({ to }) => to)]);
        for (const { from, to, seconds } of packed) {
          const sum = list.slice(from, to).reduce((total, one) => total + one.seconds, 0);
          expect(seconds - sum).toBeGreaterThanOrEqual(-1e-6);
          expect(seconds - sum).toBeLessThan(1);
        }
        const own = judge(list, packed, limits);
        expect(own).toEqual(made.sort(compare)[0]);
      }),
      { numRuns: 400 },
    );
  });

  it('packs eighty clips of short shots at once', () => {
    const list = shots(...Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? '2|' : '2')));
    expect(packShots(list, range)?.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(600);
  });
});

describe('the nearest change', () => {
  it.each([
    [shots(14, 2), 'shot 2: 4 s instead of 2, or shot 1: 13 s instead of 14'],
    [shots(3), 'shot 1: 4 s instead of 3'],
    [shots(15, 3, 15), 'shot 2: 4 s instead of 3, or shot 1: 12 s instead of 15'],
    [shots(15, 1.5), 'shot 2: 4 s instead of 1.5, or shot 1: 13 s instead of 15'],
  ])('is told both ways: %#', (list, told) => {
    expect(packShots(list, range)).toBeUndefined();
    expect(nearestChanges(list, range)).toBe(told);
  });

  it('makes a division possible, whatever the shots', () => {
    fc.assert(
      fc.property(fc.array(shot, { minLength: 1, maxLength: 12 }), (list) => {
        if (packShots(list, range)) return;
        for (const changes of nearestChanges(list, range)
          .split(', or ')
          .filter((one) => one !== '')) {
          const changed = list.map((one) => ({ ...one }));
          for (const [, number, seconds] of changes.matchAll(/shot (\d+): ([\d.]+) s/g))
            changed[Number(number) - 1]!.seconds = Number(seconds);
          expect(packShots(changed, range), `${JSON.stringify(list)}: ${changes}`).toBeDefined();
        }
      }),
      { numRuns: 400 },
    );
  });
});
