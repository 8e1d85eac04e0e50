import { dotsOf } from './letters.ts';

type Size = { width: number; height: number };
type Corner = { x: number; y: number };

/** A raw RGB picture. */
export type Picture = Size & { rgb: Buffer };

const background = 0x18;
const ink = 0xf0;

export function createCanvas({ width, height }: Size): Picture {
  return { width, height, rgb: Buffer.alloc(width * height * 3, background) };
}

/** Lays a picture on a canvas that holds it whole. */
export function paint(canvas: Picture, { x, y }: Corner, { width, height, rgb }: Picture): void {
  for (let row = 0; row < height; row++) {
    rgb.copy(canvas.rgb, ((y + row) * canvas.width + x) * 3, row * width * 3, (row + 1) * width * 3);
  }
}

/** A part of a picture. */
export function cut({ width, rgb }: Picture, { x, y }: Corner, size: Size): Picture {
  const part = createCanvas(size);
  for (let row = 0; row < size.height; row++) {
    const from = ((y + row) * width + x) * 3;
    rgb.copy(part.rgb, row * size.width * 3, from, from + size.width * 3);
  }
  return part;
}

/** A picture scaled down until it fits into a box. */
export function shrink(picture: Picture, box: Size): Picture {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  if (scale >= 1) return picture;
  const small = createCanvas({
    width: Math.max(1, Math.floor(picture.width * scale)),
    height: Math.max(1, Math.floor(picture.height * scale)),
  });
  const columns = divide(picture.width, small.width);
  let at = 0;
  for (const rows of divide(picture.height, small.height)) {
    for (const span of columns) {
      for (const channel of [0, 1, 2]) small.rgb[at++] = mean(picture, span, rows, channel);
    }
  }
  return small;
}

/** Writes times and numbers. A letter's dot is a square of so many pixels. */
export function write(canvas: Picture, { x, y }: Corner, text: string, dot: number): void {
  const square = { width: dot, height: dot, rgb: Buffer.alloc(dot * dot * 3, ink) };
  for (const place of dotsOf(text)) paint(canvas, { x: x + place.x * dot, y: y + place.y * dot }, square);
}

type Span = readonly [from: number, to: number];

function divide(length: number, parts: number): Span[] {
  return Array.from({ length: parts }, (_, n) => [
    Math.floor((n * length) / parts),
    Math.floor(((n + 1) * length) / parts),
  ]);
}

function mean({ width, rgb }: Picture, [left, right]: Span, [top, bottom]: Span, channel: number): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += rgb[(y * width + x) * 3 + channel] ?? 0;
  }
  return Math.round(sum / ((right - left) * (bottom - top)));
}
