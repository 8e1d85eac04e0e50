import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { measurePicture } from './picture.ts';
import { findMediaType } from './signature.ts';

/** Four bytes a pixel: red, green, blue, alpha. */
type Pixels = { data: Uint8Array; width: number; height: number };

/** What decodes in about a second, and how many pixels that are. */
const decoders: Record<string, { mostPixels: number; decode(bytes: Buffer): Pixels }> = {
  'image/png': { mostPixels: 4096 * 4096, decode: (bytes) => PNG.sync.read(bytes) },
  'image/jpeg': { mostPixels: 2048 * 2048, decode: (bytes) => jpeg.decode(bytes, { useTArray: true }) },
};

/** Longest sides that are tried, in pixels. A model sees no more than 1,568 (docs/clients.md, Results stay small). */
const sides = [1024, 640];
const quality = 80;

/** A smaller JPEG of a picture, at most so many bytes. Undefined when it cannot be made. */
export async function downscale(bytes: Buffer, mostBytes: number): Promise<Buffer | undefined> {
  const decoder = decoders[findMediaType(bytes) ?? ''];
  const size = decoder && (await measurePicture(bytes));
  if (!size || size.width * size.height > decoder.mostPixels) return undefined;
  const whole = decoder.decode(bytes);
  for (const side of sides.filter((one) => one < Math.max(whole.width, whole.height))) {
    const { data } = jpeg.encode(shrink(whole, side / Math.max(whole.width, whole.height)), quality);
    if (data.length <= mostBytes) return data;
  }
  return undefined;
}

/** Every new pixel is the mean of those that it stands for, on white where they are transparent. */
function shrink({ data, width, height }: Pixels, scale: number): Pixels {
  const small = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.floor((x * small.width) / width));
  const sums = new Float64Array(small.width * small.height * 4); // red, green, blue, how many
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * small.height) / height) * small.width;
    for (let x = 0; x < width; x++, at += 4) {
      const to = (row + (columns[x] ?? 0)) * 4;
      const alpha = (data[at + 3] ?? 255) / 255;
      const white = 255 * (1 - alpha);
      for (let c = 0; c < 3; c++) sums[to + c] = (sums[to + c] ?? 0) + (data[at + c] ?? 0) * alpha + white;
      sums[to + 3] = (sums[to + 3] ?? 0) + 1;
    }
  }
  const means = sums.map((sum, i) => (i % 4 === 3 ? 255 : Math.round(sum / (sums[i - (i % 4) + 3] ?? 1))));
  return { data: Uint8Array.from(means), ...small };
}
