import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCanvas, cut, type Picture, paint, shrink, write } from '../../../src/media/frames/canvas.ts';
import { createEvenSample } from '../../../src/media/frames/even-sample.ts';
import { addNote, findNote } from '../../../src/media/frames/jpeg-note.ts';
import { cellCorner, layOut } from '../../../src/media/frames/layout.ts';
import { createPassLog } from '../../../src/media/frames/pass-log.ts';
import { measurePicture } from '../../../src/media/frames/picture-facts.ts';

const picture = (width: number, height: number, level: (x: number, y: number) => number): Picture => {
  const rgb = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.fill(level(at % width, Math.floor(at / width)), at * 3, at * 3 + 3);
  return { width, height, rgb };
};

describe('frames spread over a clip of unknown length', () => {
  it('has the first and the last, and equal steps between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 2, max: 12 }), (length, count) => {
        const sample = createEvenSample<number>(count);
        for (let n = 0; n < length; n++) sample.add(n * 10);
        const taken = sample.take();
        expect(taken.map(({ value }) => value)).toEqual(taken.map(({ index }) => index * 10));
        expect(taken).toHaveLength(Math.min(length, count));
        expect(taken[0]?.index).toBe(0);
        expect(taken.at(-1)?.index).toBe(length - 1);
        const step = (length - 1) / Math.max(1, taken.length - 1);
        const steps = taken.slice(1).map(({ index }, n) => index - (taken[n]?.index ?? 0));
        for (const one of steps) expect(Math.abs(one - step)).toBeLessThanOrEqual(step / 4 + 1);
      }),
    );
  });

  it('is empty for nothing', () => {
    expect(createEvenSample(12).take()).toEqual([]);
  });
});

describe('the layout of a sheet', () => {
  const aspect = fc.double({ min: 0.2, max: 5, noNaN: true });

  it('holds every cell, apart from the others, in about a megapixel', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 6 }),
        aspect,
        (groups, cellsPerGroup, shape) => {
          const layout = layOut({ groups, cellsPerGroup, aspect: shape });
          const corners = Array.from({ length: groups * cellsPerGroup }, (_, n) =>
            cellCorner(layout, Math.floor(n / cellsPerGroup), n % cellsPerGroup),
          );
          expect(Math.max(...corners.map(({ x }) => x)) + layout.cell.width).toBeLessThan(layout.width);
          expect(Math.max(...corners.map(({ y }) => y)) + layout.cell.height + layout.caption).toBeLessThan(
            layout.height,
          );
          expect(new Set(corners.map(({ x, y }) => `${x} ${y}`)).size).toBe(corners.length);
          expect(layout.width * layout.height).toBeLessThanOrEqual(1_150_000);
          expect(Math.max(layout.width, layout.height)).toBeLessThanOrEqual(1568);
          expect(Math.abs(Math.log(layout.cell.width / layout.cell.height / shape))).toBeLessThan(0.15);
        },
      ),
    );
  });

  it.each([
    ['16:9', 16 / 9, 320],
    ['9:16', 9 / 16, 180],
    ['21:9', 21 / 9, 367],
  ])('shows the 12 frames of a %s clip large, without a hole', (_, aspect, width) => {
    const layout = layOut({ groups: 12, cellsPerGroup: 1, aspect });
    expect(layout.cell.width).toBe(width);
    expect(12 % layout.groupsPerLine).toBe(0);
    expect(Math.max(layout.width, layout.height)).toBeLessThan(1_200);
  });

  it('gives each clip of a film a line', () => {
    for (const groups of [2, 6, 12]) expect(layOut({ groups, cellsPerGroup: 6, aspect: 1.78 }).groupsPerLine).toBe(1);
  });
});

describe('a canvas', () => {
  it('gives back what was painted', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, size, size, (width, height, x, y) => {
        const canvas = createCanvas({ width: width + x, height: height + y });
        const painted = picture(width, height, (column, row) => 40 + column * 7 + row * 3);
        paint(canvas, { x, y }, painted);
        expect(cut(canvas, { x, y }, painted).rgb.equals(painted.rgb)).toBe(true);
        expect(canvas.rgb[0]).toBe(0x18);
      }),
    );
  });

  it('shrinks to fit and keeps the shape and the brightness', () => {
    const size = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(size, size, size, size, fc.nat(255), (width, height, maxWidth, maxHeight, level) => {
        const small = shrink(
          picture(width, height, () => level),
          { width: maxWidth, height: maxHeight },
        );
        expect(small.width).toBeLessThanOrEqual(Math.max(1, maxWidth));
        expect(small.height).toBeLessThanOrEqual(Math.max(1, maxHeight));
        expect(new Set(small.rgb)).toEqual(new Set([level]));
      }),
    );
    const halves = shrink(
      picture(4, 2, (x) => (x < 2 ? 10 : 30)),
      { width: 2, height: 2 },
    );
    expect([halves.width, halves.height, halves.rgb[0], halves.rgb[3]]).toEqual([2, 1, 10, 30]);
  });

  it('writes numbers that can be read', () => {
    const canvas = createCanvas({ width: 18, height: 7 });
    write(canvas, { x: 0, y: 0 }, '1.7', 1);
    const rows = Array.from({ length: 7 }, (_, y) =>
      Array.from({ length: 17 }, (_, x) => ((canvas.rgb[(y * 18 + x) * 3] ?? 0) > 99 ? '#' : ' '))
        .join('')
        .trimEnd(),
    );
    expect(rows).toEqual([
      '  #         #####',
      ' ##             #',
      '  #            #',
      '  #           #',
      '  #          #',
      '  #    ##    #',
      ' ###   ##    #',
    ]);
  });
});

describe('what is measured in a picture', () => {
  const measure = (level: (x: number, y: number) => number) => {
    const { rgb, width, height } = picture(160, 90, level);
    return measurePicture(rgb, width, height);
  };

  it('tells black from a little light', () => {
    expect(measure(() => 3)).toMatchObject({
      lit: 0,
      background: 1,
      topAndBottom: { first: 1, last: 1, isSharp: false },
    });
    expect(measure((x, y) => (x === 80 && y > 30 && y < 60 ? 200 : 3)).lit).toBeGreaterThan(0.001);
  });

  it('finds bars on two sides', () => {
    const bars = measure((x, y) => (y < 9 || y >= 81 ? 1 : 90 + (x % 40)));
    expect(bars.topAndBottom).toEqual({ first: 0.1, last: 0.1, isSharp: true });
    expect(bars.leftAndRight).toEqual({ first: 0, last: 0, isSharp: true });
  });

  it('does not take a picture that grows dark towards its border for one with bars', () => {
    const vignette = measure((_, y) => Math.max(0, 120 - 3 * Math.abs(y - 44.5)));
    expect(vignette.topAndBottom.first).toBeGreaterThan(0.05);
    expect(vignette.topAndBottom.isSharp).toBe(false);
    const letters = measure((x, y) => (y > 40 && y < 50 && x % 16 < 3 ? 255 : 0));
    expect(letters.topAndBottom).toEqual({ first: 1, last: 1, isSharp: false });
  });
});

describe('a note in a JPEG', () => {
  const jpeg = Buffer.from('ffd8ffe000104a46494600010200000100010000ffda0008010100003f00d2cf20ffd9', 'hex');

  it('comes back as it was, behind the header', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const noted = addNote(jpeg, value);
        expect(findNote(noted)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(noted.subarray(0, 20).equals(jpeg.subarray(0, 20))).toBe(true);
      }),
    );
  });

  it('is left out when it is too long', () => {
    expect(addNote(jpeg, 'x'.repeat(30_000))).toBe(jpeg);
  });

  it('is not found in anything else', () => {
    expect(findNote(jpeg)).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(60), (bytes, at) => {
        expect(findNote(Buffer.from(bytes))).toBeUndefined();
        const broken = addNote(jpeg, { note: 1 });
        broken.set(bytes.subarray(0, 4), Math.min(at, broken.length - 4));
        findNote(broken); // whatever it says, it does not throw
      }),
    );
  });
});

describe('the log of a pass', () => {
  const read = (text: string) => {
    const log = createPassLog(16);
    for (const line of text.split('\n')) log.readLine(line);
    return log;
  };

  it('is read as ffmpeg 5 writes it', () => {
    const log = read(`Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a.mp4':
  Metadata:
    title           : [Parsed_showinfo_2 @ 0x1] n: 9 pts: 1 pts_time:77
  Duration: 00:01:05.04, start: 0.000000, bitrate: 2694 kb/s
[Parsed_showinfo_3 @ 0x5597349f6080] n:   0 pts:      0 pts_time:0       pos:       48 fmt:rgb24 sar:1/1
[Parsed_showinfo_3 @ 0x5597349f6080]   side data - User Data Unregistered:
[Parsed_showinfo_3 @ 0x5597349f6080] n:   1 pts:    512 pts_time:0.0416667 pos:       48 fmt:rgb24
[Parsed_metadata_8 @ 0x56201423c880] frame:0    pts:512     pts_time:0.0416667
[Parsed_metadata_8 @ 0x56201423c880] lavfi.signalstats.YMAX=24
[Parsed_metadata_9 @ 0x56201423c880] frame:0    pts:512     pts_time:0.0416667
[Parsed_metadata_9 @ 0x56201423c880] lavfi.signalstats.YAVG=0.8
[Parsed_metadata_10 @ 0x56201423c880] frame:0    pts:512     pts_time:0.0416667
[Parsed_metadata_10 @ 0x56201423c880] lavfi.signalstats.YHIGH=0
[silencedetect @ 0x56201472ed00] silence_start: -0.02
[silencedetect @ 0x56201472ed00] silence_end: 1.5 | silence_duration: 1.52
[silencedetect @ 0x56201472ed00] silence_start: 60.5`);
    expect(log.declaredSeconds()).toBe(65.04);
    expect(log.times).toEqual([0, 0.0416667]);
    expect(log.motionAt(0)).toBeUndefined();
    expect(log.motionAt(0.0416667)).toEqual({ peak: 1.5, mean: 0.05, isBroad: false });
    expect(log.silencesWithin(65)).toEqual([
      { start: 0, end: 1.5 },
      { start: 60.5, end: 65 },
    ]);
  });

  it('is read as ffmpeg 7 rounds its times and ffmpeg 8 names its filters', () => {
    const log = read(`[Parsed_metadata_8 @ 0x7fdea4019e00] frame:118  pts:60928   pts_time:4.958333
[Parsed_metadata_8 @ 0x7fdea4019e00] lavfi.signalstats.YMAX=160
[Parsed_metadata_9 @ 0x7fdea4019e00] lavfi.signalstats.YAVG=16
[Parsed_metadata_10 @ 0x7fdea4019e00] lavfi.signalstats.YHIGH=5
[Parsed_silencedetect_3 @ 0x7ffff52482c0] silence_start: 41.704625
[Parsed_silencedetect_3 @ 0x7ffff52482c0] silence_end: 46.9835 | silence_duration: 5.278875`);
    expect(log.motionAt(4.95833)).toEqual({ peak: 10, mean: 1, isBroad: true });
    expect(log.silencesWithin(60)).toEqual([{ start: 41.704625, end: 46.9835 }]);
  });
});
