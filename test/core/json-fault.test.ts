import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../src/core/json-fault.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('findJsonFault', () => {
  it('finds none in JSON, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        expect(findJsonFault(JSON.stringify(value, null, space))).toBeUndefined();
      }),
    );
  });

  it('finds one exactly where JSON.parse refuses, on damaged JSON', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat(2),
      put: fc.constantFrom('', ',', '"', '{', ']', ':', '\\', '\n', 'x', '0', '-', '\u007f'),
    });
    fc.assert(
      fc.property(fc.jsonValue(), damage, (value, { at, cut, put }) => {
        const good = JSON.stringify(value);
        const place = at % (good.length + 1);
        const text = good.slice(0, place) + put + good.slice(place + cut);
        expect(findJsonFault(text) === undefined).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{prompt:"a"}', 1, 'a name in double quotes'],
    ["{'prompt':'a'}", 1, 'a name in double quotes'],
    ['{"a":1,}', 7, 'a name in double quotes'],
    ['{"a" "b"}', 5, 'a colon'],
    ['{"a":[1 2]}', 8, 'a comma or a closing bracket'],
    ['{"a":"b\nc"}', 5, 'a text that is closed by " and has no line break inside'],
    ['{"a":tru}', 5, 'a value'],
    ['{"a":1} x', 8, 'nothing more'],
    ['{"a":1', 6, 'a comma or a closing bracket'],
  ])('%s', (text, position, expected) => {
    expect(findJsonFault(text)).toEqual({ position, expected });
  });

  it('is quick on a long wrong text', () => {
    const started = performance.now();
    findJsonFault(`{"a":"${'x'.repeat(1_000_000)}`);
    findJsonFault('['.repeat(3_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
