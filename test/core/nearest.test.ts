import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, findNearest } from '../../src/core/nearest.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

it('is a distance: none to itself, the same both ways, at most the longer word', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(editDistance(b, a)).toBe(distance);
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
    { seed: 10 },
  );
});

it.each([
  ['raito', 'ratio'],
  ['ratoi', 'ratio'],
  ['rati', 'ratio'],
  ['Ratios', 'ratio'],
  ['duraton', 'duration'],
  ['ration', 'ratio'],
])('reads %s as %s', (written, meant) => {
  expect(findNearest(written, ['duration', 'ratio', 'resolution'])).toBe(meant);
});

it.each(['', 'size', 'rotation speed', 'x'.repeat(100_000)])('finds nothing near %.20s', (written) => {
  expect(findNearest(written, ['duration', 'ratio', 'resolution'])).toBeUndefined();
});
