import { createHash } from 'node:crypto';
import { type Colour, encodePng } from './png.ts';

export type Size = { width: number; height: number };

/** A real PNG, always the same for the same seed: an evening sky, a sun and two ranges of hills. Far below 1 MB at any size. */
export function makePicture({ width, height }: Size, seed: string): Uint8Array {
  const dice = createHash('sha256').update(seed).digest();
  const roll = (n: number) => (dice[n] ?? 0) / 255;
  const hue = roll(0) * 360;
  const sky = Array.from({ length: skySteps }, (_, n) => colour(hue + n / 2, 0.55, 0.2 + (0.55 * n) / skySteps));
  const palette = [...sky, colour(hue + 180, 0.8, 0.75), colour(hue + 20, 0.45, 0.22), colour(hue + 10, 0.5, 0.12)];

  const side = Math.min(width, height);
  const sun = {
    x: width * (0.2 + 0.6 * roll(1)),
    y: height * (0.25 + 0.3 * roll(2)),
    radius: side * (0.08 + 0.08 * roll(3)),
  };
  const far = ridge(width, height, 0.62, roll(4), 2 + roll(5) * 2);
  const near = ridge(width, height, 0.78, roll(6), 1 + roll(7));

  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    pixels.fill(Math.floor((y / height) * skySteps), row, row + width);
    const half = Math.sqrt(Math.max(0, sun.radius ** 2 - (y - sun.y) ** 2));
    pixels.fill(skySteps, row + Math.round(sun.x - half), row + Math.round(sun.x + half));
    for (let x = 0; x < width; x++) {
      if (y >= (near[x] ?? height)) pixels[row + x] = skySteps + 2;
      else if (y >= (far[x] ?? height)) pixels[row + x] = skySteps + 1;
    }
  }
  return encodePng(width, height, palette, pixels);
}

const skySteps = 160;

function ridge(width: number, height: number, level: number, phase: number, waves: number): Float64Array {
  return Float64Array.from({ length: width }, (_, x) => {
    const turn = (x / width) * waves * 2 * Math.PI + phase * 2 * Math.PI;
    return height * (level + 0.06 * Math.sin(turn) + 0.02 * Math.sin(turn * 2.7));
  });
}

/** Hue in degrees, saturation and lightness from 0 to 1. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
