import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDay } from '../../src/core/day.ts';

const noon = new Date(2026, 10, 21, 12).getTime();
const date = fc.tuple(
  fc.integer({ min: 2020, max: 2040 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }),
);

it('every day holds its own noon and ends where the next begins, however it is written', () => {
  fc.assert(
    fc.property(date, ([year, month, day]) => {
      const written = [`${year}-${month}-${day}`, `${year}/${month}/${day}`, `${year}年${month}月${day}日`];
      const [span, ...others] = written.map((text) => parseDay(text, noon, 'since'));
      for (const other of others) expect(other).toEqual(span);
      const at = new Date(year, month - 1, day, 12).getTime();
      expect(at).toBeGreaterThan(span!.from);
      expect(at).toBeLessThan(span!.to);
      expect(parseDay('yesterday', at, 'since').to).toBe(span!.from);
      expect(parseDay('1 day ago', at, 'since')).toEqual(parseDay('昨天', at, 'since'));
      expect(parseDay('前天', at, 'since')).toEqual(parseDay('2 days ago', at, 'since'));
      expect(parseDay('今天', at, 'since')).toEqual(span);
    }),
  );
});

it('a moment is itself', () => {
  const at = Date.parse('2026-11-20T18:00:00Z');
  expect(parseDay('2026-11-20T18:00:00Z', noon, 'since')).toEqual({ from: at, to: at });
});

it.each([
  '',
  'last week',
  '2026',
  '20261120',
  '2026-13-45T',
  '2026-13-45',
  '2026-02-30',
  '2026年2月30日',
  'yesterday evening',
])('%j is no day', (text) => {
  expect(() => parseDay(text, noon, 'until')).toThrow(/^until: ".*" is no day/);
});
