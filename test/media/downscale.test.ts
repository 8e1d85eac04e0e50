import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { downscale } from '../../src/media/downscale.ts';
import { makePhoto, makePng } from './clips.ts';

const most = 500_000;
const read = async (bytes: Buffer) =>
  jpeg.decode((await downscale(bytes, most)) ?? Buffer.alloc(0), { useTArray: true });

/** Mean red, green and blue of a picture. */
function meanOf({ data }: { data: Uint8Array }): number[] {
  const sums = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) for (let c = 0; c < 3; c++) sums[c]! += data[at + c]!;
  return sums.map((sum) => sum / (data.length / 4));
}

describe('a picture made smaller', () => {
  it('keeps its shape and its colours, from a PNG and from a JPEG', async () => {
    const png = makePhoto(1200, 800);
    const whole = PNG.sync.read(png);
    for (const bytes of [png, jpeg.encode(whole, 95).data]) {
      const small = await read(bytes);
      expect([small.width, small.height]).toEqual([1024, 683]);
      for (const [c, mean] of meanOf(small).entries()) expect(Math.abs(mean - (meanOf(whole)[c] ?? 0))).toBeLessThan(2);
    }
  });

  it('stands on white where it is transparent', async () => {
    const small = await read(PNG.sync.write(new PNG({ width: 1600, height: 400 })));
    expect([small.width, small.height]).toEqual([1024, 256]);
    expect(meanOf(small)).toEqual([255, 255, 255]);
  });

  it('is tried in a second size, and given up', async () => {
    const photo = makePhoto(1100, 700);
    const [large, medium] = [await downscale(photo, most), await downscale(photo, 30_000)];
    expect(medium?.length).toBeLessThan(large?.length ?? 0);
    expect(await downscale(photo, 2_000)).toBeUndefined();
  });

  it('is none of what takes long to decode, or is no picture', async () => {
    const huge = makePng(4100, 4100);
    for (const bytes of [huge, Buffer.from('GIF89a'), Buffer.from('text')])
      expect(await downscale(bytes, most)).toBeUndefined();
  });
});
