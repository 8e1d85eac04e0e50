import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLine, findWordsHead, linesOf } from '../../../src/store/files/line.ts';
import { intentOf } from '../intents.ts';

const self = { pid: 1, started: '1', host: 'here' };
const texts = linesOf(intentOf('local-1'), self).map((line) => JSON.stringify(line));
const words = texts[0] as string;

describe('a line of the record', () => {
  it('of words is known by its head, whatever follows', () => {
    const head = { type: 'words', key: 'local-1', at: 0 };
    expect(findWordsHead(words)).toEqual(head);
    expect(findLine(words)).toMatchObject(head);
    expect(findWordsHead(words.slice(0, -20))).toEqual(head);
    expect(findWordsHead(texts[1] as string)).toBeUndefined();
  });

  it.each(['"key":""', '"key":"a\u0001b"', '"key":7'])('of words with %s is none', (key) => {
    expect(findWordsHead(words.replace('"key":"local-1"', key))).toBeUndefined();
  });

  it('never throws, whatever became of its bytes', () => {
    const damage = fc.record({
      text: fc.constantFrom(...texts),
      from: fc.nat(400),
      count: fc.nat(40),
      put: fc.string({ unit: 'binary', maxLength: 8 }),
    });
    fc.assert(
      fc.property(damage, ({ text, from, count, put }) => {
        const damaged = text.slice(0, from) + put + text.slice(from + count);
        findWordsHead(damaged);
        findLine(damaged);
      }),
      { numRuns: 2_000 },
    );
  });
});
