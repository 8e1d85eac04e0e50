import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import type { Ffmpeg } from '../../../src/media/ffmpeg.ts';
import { cut } from '../../../src/media/frames/canvas.ts';
import { makeContactSheet, makeFilmSheet } from '../../../src/media/frames/contact-sheet.ts';
import { createFrames } from '../../../src/media/frames/index.ts';
import { saveLastFrame } from '../../../src/media/frames/last-frame.ts';
import { cellCorner } from '../../../src/media/frames/layout.ts';
import { decodeJpeg, encodeJpeg } from '../../../src/media/frames/picture-codec.ts';
import { type ContactSheet, sheetPath } from '../../../src/media/frames/sheet-file.ts';
import { parsePicture } from '../../../src/media/picture.ts';
import { temporaryFolder } from '../../folder.ts';
import { hasFfmpeg } from '../clips.ts';
import { findFfmpeg } from './look.ts';

const rate = 12;

/** A clip that grows lighter by 50 levels a second, so that a frame's brightness tells its time. */
function makeRamp(path: string, { size = '320x180', seconds = 3, options = [] as string[] } = {}): string {
  const ramp = `nullsrc=s=${size}:r=${rate}:d=${seconds},geq=lum='16+T*50*219/255':cb=128:cr=128`;
  const encoder = ['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-movflags', '+faststart', ...options];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', ramp, ...encoder, `file:${path}`]);
  return path;
}

/** The same clip, to be shown turned by a quarter: the matrix of its track header says so (ISO 14496-12, 8.3.2). */
function turn(mp4: Buffer): Buffer {
  const turned = Buffer.from(mp4);
  const matrix = turned.indexOf('tkhd') + 44;
  const quarter = [0, 0x10000, 0, -0x10000, 0, 0, 180 << 16, 0, 0x40000000];
  for (const [n, value] of quarter.entries()) turned.writeInt32BE(value, matrix + n * 4);
  return turned;
}

describe.skipIf(!hasFfmpeg)('frames of a clip (skipped: ffmpeg is not installed)', () => {
  const folder = temporaryFolder();
  const clip = join(folder, 'clip.mp4');
  const upright = join(folder, 'upright.mp4');
  let ffmpeg: Ffmpeg;

  /** An ffmpeg that must not be started. */
  const none = (): Ffmpeg => ({ ...ffmpeg, path: join(folder, 'no such program') });

  beforeAll(async () => {
    ffmpeg = await findFfmpeg();
    makeRamp(clip);
    makeRamp(upright, { size: '180x320', seconds: 2 });
  });

  /** A copy of a clip in a folder of its own. */
  function copy(name: string, of = clip): string {
    const path = join(temporaryFolder(), name);
    copyFileSync(of, path);
    return path;
  }

  /** The times that a row's or sheet's pictures show, by their brightness. */
  async function timesShown(sheet: ContactSheet, group?: number): Promise<number[]> {
    const page = await decodeJpeg(ffmpeg, readFileSync(sheet.path), sheet.layout);
    const { times = [] } = sheet.clips[group ?? 0] ?? {};
    return times.map((_, n) => {
      const corner = group === undefined ? cellCorner(sheet.layout, n, 0) : cellCorner(sheet.layout, group, n);
      const { rgb, width, height } = cut(page, corner, sheet.layout.cell);
      return (rgb[(Math.floor(height / 2) * width + Math.floor(width / 2)) * 3] ?? 0) / 50;
    });
  }

  it('are spread over the whole of it, the first and the last among them, each above its time', async () => {
    const sheet = await makeContactSheet({ file: clip, ffmpeg });
    const [{ times, seconds, checks } = { times: [], seconds: 0, checks: [] }] = sheet.clips;
    expect({ seconds, checks }).toEqual({ seconds: 3, checks: [] });
    expect(times).toHaveLength(12);
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeCloseTo(3 - 1 / rate, 2);
    const shown = await timesShown(sheet);
    for (const [n, time] of times.entries()) expect(Math.abs((shown[n] ?? 9) - time)).toBeLessThan(0.08);
  });

  it('are one small JPEG beside the clip', async () => {
    const { path, layout } = await makeContactSheet({ file: upright, ffmpeg });
    expect(path).toBe(join(folder, 'upright.sheet.jpg'));
    const bytes = readFileSync(path);
    expect(await parsePicture(bytes)).toEqual({ mediaType: 'image/jpeg', width: layout.width, height: layout.height });
    expect(layout.cell.height).toBeGreaterThan(layout.cell.width);
    expect(bytes.byteLength).toBeLessThanOrEqual(250_000);
  });

  it('stay below 250 kB even for the largest sheet of pure noise', async () => {
    const [width, height] = [1150, 1000];
    const rgb = Buffer.alloc(width * height * 3);
    let state = 7;
    for (let at = 0; at < rgb.length; at++) {
      state = (state * 48271) % 0x7fffffff;
      rgb[at] = state >> 8;
    }
    const jpeg = await encodeJpeg(ffmpeg, { width, height, rgb }, 230_000);
    expect(jpeg.byteLength).toBeLessThanOrEqual(230_000);
    expect((await decodeJpeg(ffmpeg, jpeg, { width, height })).rgb).toHaveLength(rgb.length);
  });

  it.each(['16x240', '400x16'])('are small for a clip of a strange shape, %s', async (size) => {
    const file = makeRamp(join(temporaryFolder(), 'strange.mp4'), { size, seconds: 1 });
    const { path, layout } = await makeContactSheet({ file, ffmpeg });
    expect(await parsePicture(readFileSync(path))).toMatchObject({ width: layout.width, height: layout.height });
    expect(Math.max(layout.width, layout.height)).toBeLessThanOrEqual(1568);
  });

  it('are decoded once, until the clip changes', async () => {
    const file = copy('clip.mp4');
    const first = await makeContactSheet({ file, ffmpeg });
    expect(await makeContactSheet({ file, ffmpeg: none() })).toEqual(first);
    const { atime, mtime } = statSync(file);
    copyFileSync(upright, file);
    utimesSync(file, atime, mtime);
    const second = await makeContactSheet({ file, ffmpeg });
    expect(second.path).toBe(first.path);
    expect(second.clips[0]?.seconds).toBe(2);
    utimesSync(file, 1, 1);
    await expect(makeContactSheet({ file, ffmpeg: none() })).rejects.toThrow();
  });

  it('leave a file or a folder alone that is not a sheet of ours', async () => {
    const file = copy('clip.mp4');
    writeFileSync(sheetPath(file), 'my own');
    mkdirSync(join(file, '../clip.sheet-2.jpg'));
    const { path } = await makeContactSheet({ file, ffmpeg });
    expect(basename(path)).toBe('clip.sheet-3.jpg');
    expect(readFileSync(sheetPath(file), 'utf8')).toBe('my own');
  });

  it.each(['file:x.mp4', 'no extension', `-i a:b 100%d quo'te" $(x) new\nline 视频 🎬.mp4`])(
    'are made of a clip called %j',
    async (name) => {
      const file = copy(name, upright);
      const { path } = await makeContactSheet({ file, ffmpeg });
      const last = await saveLastFrame({ file, ffmpeg });
      expect(readdirSync(join(file, '..')).sort()).toEqual([name, basename(path), basename(last.path)].sort());
    },
  );

  it('of a film are a row for each clip, made from the sheets of the clips', async () => {
    const files = [copy('one.mp4'), copy('two.mp4', upright), copy('three.mp4')];
    const out = join(temporaryFolder(), 'film.sheet.jpg');
    for (const file of files) await makeContactSheet({ file, ffmpeg });
    const before = files.map((file) => readFileSync(sheetPath(file)));
    const sheet = await makeFilmSheet({ files, out, ffmpeg });
    expect(sheet.path).toBe(out);
    expect(sheet.clips.map(({ times }) => [times.length, times[0], times.at(-1)])).toEqual([
      [6, 0, 2.917],
      [6, 0, 1.917],
      [6, 0, 2.917],
    ]);
    for (const group of [0, 2]) {
      const shown = await timesShown(sheet, group);
      for (const [n, time] of (sheet.clips[group]?.times ?? []).entries()) {
        expect(Math.abs((shown[n] ?? 9) - time)).toBeLessThan(0.12);
      }
    }
    expect(files.map((file) => readFileSync(sheetPath(file)))).toEqual(before);
    expect(await makeFilmSheet({ files, out, ffmpeg: none() })).toEqual(sheet);
    await expect(makeFilmSheet({ files: files.slice(1), out, ffmpeg: none() })).rejects.toThrow();
  });

  it('of films that begin with the same clip are kept apart', async () => {
    const [one, two, three] = [copy('one.mp4'), copy('two.mp4', upright), copy('three.mp4')];
    const send = () => Promise.reject(new Error('nothing is sent'));
    const frames = createFrames({ findFfmpeg, send, clock: systemClock });
    const [first, second] = [await frames.makeSheet([one, two]), await frames.makeSheet([one, three])];
    expect(second.path).not.toBe(first.path);
    expect(await frames.makeSheet([one, two])).toEqual(first);
  });

  it('of a file that was cut off are those that are there, and the check says so', async () => {
    const file = copy('cut.mp4');
    truncateSync(file, Math.round(readFileSync(file).byteLength * 0.6));
    const { clips } = await makeContactSheet({ file, ffmpeg });
    expect(clips[0]?.checks).toEqual([{ check: 'cut_short', start: expect.any(Number), end: 3 }]);
    expect(clips[0]?.checks[0]?.start).toBeGreaterThan(1);
    expect(clips[0]?.checks[0]?.start).toBeLessThan(2.5);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html>not found</html>')],
    ['a playlist', Buffer.from('#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/secret.ts\n')],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a start and no more', Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1')],
    [
      'noise behind a start',
      Buffer.concat([Buffer.from('\0\0\0\x10ftypisom\0\0\x02\0', 'latin1'), Buffer.alloc(9000, 'moovtrak')]),
    ],
  ])('cannot be made of %s', async (_, bytes) => {
    const file = join(temporaryFolder(), 'bad.mp4');
    writeFileSync(file, bytes);
    await expect(makeContactSheet({ file, ffmpeg })).rejects.toMatchObject({ code: 'bad_reply' });
    await expect(saveLastFrame({ file, ffmpeg })).rejects.toMatchObject({ code: 'bad_reply' });
    expect(readdirSync(join(file, '..'))).toEqual(['bad.mp4']);
  });

  it('cannot be made of a file that is gone', async () => {
    const file = join(temporaryFolder(), 'gone.mp4');
    await expect(makeContactSheet({ file, ffmpeg })).rejects.toMatchObject({ code: 'not_found' });
    await expect(saveLastFrame({ file, ffmpeg })).rejects.toMatchObject({ nextStep: /get_task/ });
  });

  it('cannot be made of a clip whose frames are all damaged', async () => {
    const file = copy('damaged.mp4');
    const bytes = readFileSync(file);
    bytes.fill(0, bytes.indexOf('mdat') + 4);
    writeFileSync(file, bytes);
    await expect(makeContactSheet({ file, ffmpeg })).rejects.toMatchObject({
      code: 'bad_reply',
      message: /ffmpeg cannot decode it/,
    });
  });

  it('leave nothing behind when the caller gives up', async () => {
    const file = copy('clip.mp4');
    const controller = new AbortController();
    const made = makeContactSheet({ file, ffmpeg, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(made).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(join(file, '..'))).toEqual(['clip.mp4']);
  });

  it('end with one at full size, the last that there is', async () => {
    const file = copy('clip.mp4');
    const { path, width, height, bytes } = await saveLastFrame({ file, ffmpeg });
    expect({ name: basename(path), width, height }).toEqual({ name: 'clip.last.png', width: 320, height: 180 });
    expect(await parsePicture(readFileSync(path))).toEqual({ mediaType: 'image/png', width: 320, height: 180 });
    expect(readFileSync(path).byteLength).toBe(bytes);
    const hash = (input: string[]) =>
      execFileSync('ffmpeg', ['-v', 'error', ...input, '-pix_fmt', 'rgb24', '-f', 'md5', '-']);
    const last = ['-i', file, '-vf', `select=eq(n\\,${3 * rate - 1}),scale=flags=lanczos`];
    expect(hash(['-i', path]).toString()).toBe(hash([...last, '-frames:v', '1']).toString());
    expect((await saveLastFrame({ file, ffmpeg })).path).toBe(path);
    expect(readdirSync(join(file, '..'))).toHaveLength(2);
  });

  it('end earlier in a file that was cut off', async () => {
    const file = copy('cut.mp4');
    truncateSync(file, Math.round(readFileSync(file).byteLength * 0.6));
    const { path } = await saveLastFrame({ file, ffmpeg });
    const level =
      execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'])[0] ?? 0;
    expect(level / 50).toBeGreaterThan(1);
    expect(level / 50).toBeLessThan(2.5);
  });

  it('stand upright when the clip is stored lying down', async () => {
    const file = join(temporaryFolder(), 'turned.mp4');
    writeFileSync(file, turn(readFileSync(clip)));
    const { layout } = await makeContactSheet({ file, ffmpeg });
    expect(layout.cell.height).toBeGreaterThan(layout.cell.width);
    expect(await saveLastFrame({ file, ffmpeg })).toMatchObject({ width: 180, height: 320 });
  });
});
