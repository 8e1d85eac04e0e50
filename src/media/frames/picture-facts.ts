/** How far a picture is dark from two opposite sides, as shares of its length that way; all of it is 1. */
export type Bars = {
  first: number;
  last: number;
  /** Whether both dark parts end in a straight line that the picture fills, as bars do. */
  isSharp: boolean;
};

/** What the checks need to know of one picture. All are shares of 1 except `brightness`. */
export type PictureFacts = {
  /** Pixels that are not black. */
  lit: number;
  /** Mean, 0 to 255. */
  brightness: number;
  /** Pixels of the one most common brightness: nearly all in a title card, few in a photograph. */
  background: number;
  topAndBottom: Bars;
  leftAndRight: Bars;
};

/** Encoders leave black at 0 to 2 of 255; the darkest night scene has lamps or a horizon above this. */
const litLevel = 12;

/** Shares of a line of pixels that are lit: in a bar, where an encoder may spill a little, and inside the picture. */
const lineOfBar = 0.1;
const lineOfPicture = 0.5;

/** How wide the border between the two may be: the width of an encoder's blocks in a small picture. */
const borderShare = 0.04;

/** How bright the picture's outermost lines are at least, compared with all of it. A vignette is darker there. */
const borderBrightness = 0.4;

/** The rows of a picture, or its columns: how many pixels of each are lit, and the sum of their brightness. */
type Lines = { lit: Float64Array; light: Float64Array; across: number };

/** Measures a raw RGB picture. */
export function measurePicture(rgb: Uint8Array, width: number, height: number): PictureFacts {
  const rows: Lines = { lit: new Float64Array(height), light: new Float64Array(height), across: width };
  const columns: Lines = { lit: new Float64Array(width), light: new Float64Array(width), across: height };
  const histogram = new Float64Array(256);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const red = rgb[at] ?? 0;
      const green = rgb[at + 1] ?? 0;
      const blue = rgb[at + 2] ?? 0;
      const level = (red * 2 + green * 5 + blue) >> 3;
      add(histogram, level, 1);
      add(rows.light, y, level);
      add(columns.light, x, level);
      if (red <= litLevel && green <= litLevel && blue <= litLevel) continue;
      add(rows.lit, y, 1);
      add(columns.lit, x, 1);
    }
  }
  const pixels = width * height;
  return {
    lit: total(rows.lit) / pixels,
    brightness: total(rows.light) / pixels,
    background: mostCommon(histogram) / pixels,
    topAndBottom: findBars(rows),
    leftAndRight: findBars(columns),
  };
}

/** The pixels of the most common level and its two neighbours. */
function mostCommon(histogram: Float64Array): number {
  return Math.max(
    ...histogram.map((count, level) => count + (histogram[level - 1] ?? 0) + (histogram[level + 1] ?? 0)),
  );
}

function findBars({ lit, light, across }: Lines): Bars {
  const atLeast = (share: number) => (count: number) => count >= share * across;
  const first = lit.findIndex(atLeast(lineOfPicture));
  const last = lit.findLastIndex(atLeast(lineOfPicture));
  if (first < 0) return { first: 1, last: 1, isSharp: false };
  const border = Math.max(first - lit.findIndex(atLeast(lineOfBar)), lit.findLastIndex(atLeast(lineOfBar)) - last);
  const thickness = Math.ceil(borderShare * lit.length);
  const edges = [light.subarray(first, first + thickness), light.subarray(Math.max(0, last + 1 - thickness), last + 1)];
  const darkestEdge = Math.min(...edges.map((edge) => Math.max(...edge)));
  const inside = total(light) / (last - first + 1);
  return {
    first: first / lit.length,
    last: (lit.length - 1 - last) / lit.length,
    isSharp: border <= thickness && darkestEdge >= borderBrightness * inside,
  };
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] ?? 0) + value;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
