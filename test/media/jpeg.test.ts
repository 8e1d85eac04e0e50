import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJpegEnd } from '../../src/media/jpeg.ts';

/** The same small picture as four kinds of JPEG, written by libjpeg's cjpeg. */
const read = (name: string): Buffer => readFileSync(new URL(`../fixtures/jpeg/${name}.jpg`, import.meta.url));
const sequential = ['plain', 'restarts', 'scans'];
/** Where the data of the first scan begins. */
const dataOf = (jpeg: Buffer): number => jpeg.indexOf('\xff\xda', 0, 'latin1') + 12;

describe.each([...sequential, 'passes'])('a JPEG of the kind %s', (name) => {
  const jpeg = read(name);

  it('ends at its mark, whatever stands behind it', () => {
    expect(findJpegEnd(jpeg)).toEqual({ end: jpeg.length });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (more) => {
        expect(findJpegEnd(Buffer.concat([jpeg, more]))).toEqual({ end: jpeg.length });
      }),
    );
  });

  it('throws nothing it should not, and ends, whatever is wrong inside', () => {
    fc.assert(
      fc.property(fc.nat(jpeg.length - 1), fc.nat(255), fc.nat(jpeg.length), (at, value, length) => {
        const spoilt = Buffer.from(jpeg);
        spoilt[at] = value;
        try {
          findJpegEnd(spoilt.subarray(0, length));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RangeError); // shorter than its own segments
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(sequential)('without its end mark, the kind %s', (name) => {
  const jpeg = read(name);

  it('is whole', () => expect(findJpegEnd(jpeg.subarray(0, -2))).toEqual({ isWhole: true }));

  it('is not when a part is missing, wherever it was cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: dataOf(jpeg), max: jpeg.length - 6 }), (length) => {
        expect(findJpegEnd(jpeg.subarray(0, length))).toEqual({ isWhole: false });
      }),
      { numRuns: 300 },
    );
  });
});

it('passes show the whole picture once the first is there', () => {
  const jpeg = read('passes');
  expect(findJpegEnd(jpeg.subarray(0, -2))).toEqual({ isWhole: undefined });
  expect(findJpegEnd(jpeg.subarray(0, dataOf(jpeg) + 20))).toEqual({ isWhole: false });
});
