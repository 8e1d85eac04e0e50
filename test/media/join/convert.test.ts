import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { createFfmpegFinder, type Ffmpeg } from '../../../src/media/ffmpeg.ts';
import { type JoinOptions, joinClips } from '../../../src/media/join/index.ts';
import { temporaryFolder } from '../../folder.ts';
import { hasFfmpeg, writeFixture } from '../clips.ts';
import {
  createClips,
  durations,
  ffmpeg,
  flashes,
  frameHashes,
  loudest,
  onsets,
  samplesOf,
  x264,
  x265,
} from './films.ts';

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));
const { clip, clapper, pattern, hashes: hashesOf } = createClips(scratch);
const tool = await createFfmpegFinder({ env: process.env, clock: systemClock })();
const program = (path: string): Ffmpeg => ({ path, env: {}, clock: systemClock, passthrough: [] });
let directory: string;
let nth = 0;
beforeEach(() => {
  directory = join(scratch, String(++nth));
  mkdirSync(directory);
});

const joinFilm = (paths: string[], more: Partial<JoinOptions> = {}) =>
  joinClips({ clips: paths.map((path) => ({ path })), out: join(directory, 'film.mp4'), ffmpeg: tool, ...more });

describe.skipIf(!hasFfmpeg && !process.env.CI)('joinClips with ffmpeg (skipped: it is not installed)', () => {
  it('encodes only the clip that differs; the others stay bit for bit', async () => {
    const paths = [
      clapper('a.mp4'),
      pattern('tall.mp4', x264, { size: '72x128', rate: 30 }),
      clapper('b.mp4', { clap: 3 }),
    ];
    const film = await joinFilm(paths);
    expect(film).toMatchObject({ kind: 'joined', converted: [2], path: join(directory, 'film.mp4') });
    const hashes = frameHashes(join(directory, 'film.mp4'));
    expect(hashes.slice(0, 25)).toEqual(hashesOf(paths[0]!));
    expect(hashes.slice(25, 55)).toHaveLength(30);
    expect(hashes.slice(55)).toEqual(hashesOf(paths[2]!));
    expect(readdirSync(directory)).toEqual(['film.mp4']);
  });

  it('keeps the form that fills most of the film', async () => {
    const paths = [
      pattern('tall.mp4', x264, { size: '72x128', rate: 30 }),
      clapper('a.mp4'),
      clapper('b.mp4', { clap: 3 }),
    ];
    expect(await joinFilm(paths)).toMatchObject({ kind: 'joined', converted: [1] });
  });

  it('makes everything H.264 where the film is a mix that no encoder here continues', async () => {
    const film = await joinFilm([pattern('h265.mp4', x265), pattern('h265.mp4'), clapper('a.mp4')]);
    expect(film).toMatchObject({ kind: 'joined', converted: [1, 2, 3] });
    expect(frameHashes(join(directory, 'film.mp4'))).toHaveLength(73);
  });

  it('shows a varying rate at its times', async () => {
    const stretched = "setpts='if(lt(N,10),N,10+(N-10)*3)/24/TB'";
    const odd = pattern('odd.mp4', ['-vf', stretched, '-fps_mode', 'vfr', ...x264], { size: '160x90' });
    const film = await joinFilm([clapper('a.mp4'), clapper('a.mp4'), clapper('a.mp4'), odd, clapper('b.mp4')]);
    expect(film).toMatchObject({ kind: 'joined', converted: [4] });
    const { start, end } = film.clips[3]!;
    expect(Math.abs(end - start - durations(odd).picture)).toBeLessThan(1.5 / 24);
  });

  it('keeps the shape of what it shows: pixels that are not square, pictures that are turned', async () => {
    const wide = pattern('wide.mp4', ['-vf', 'drawbox=color=white:t=fill,setsar=2', ...x264], { size: '72x72' });
    const film = await joinFilm([clapper('dark.mp4', { frames: 50, clap: 99, soundSeconds: 0 }), wide]);
    expect(film).toMatchObject({ kind: 'joined', converted: [2] });
    const raw = ffmpeg([
      '-ss',
      '2.5',
      '-i',
      join(directory, 'film.mp4'),
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
      '-',
    ]);
    const isLit = (x: number, y: number) => raw[y * 64 + x]! > 128;
    expect([isLit(32, 18), isLit(2, 18), isLit(32, 4), isLit(32, 31)]).toEqual([true, true, true, true]);
    expect([isLit(32, 0), isLit(32, 35)]).toEqual([false, false]); // twice as wide as high: 64×32 of 64×36
  });

  it('shows of a cut clip what its edit list shows', async () => {
    const cut = clip('cut.mp4', (path) => ffmpeg(['-ss', '0.5', '-i', clapper('a.mp4'), '-c', 'copy', path]));
    const film = await joinFilm([clapper('b.mp4', { clap: 3 }), cut]);
    expect(film).toMatchObject({ kind: 'joined', converted: [2] });
    const [, second] = flashes(join(directory, 'film.mp4'));
    expect(onsets(samplesOf(join(directory, 'film.mp4'))).at(-1)).toBeCloseTo(second!, 1);
  });

  it('makes one sound of clips whose sound differs, each at its time, and leaves the pictures alone', async () => {
    const paths = [
      clapper('a.mp4'),
      clapper('low.mp4', { sampleRate: 32_000 }),
      clapper('silent.mp4', { soundSeconds: 0 }),
      clapper('mp3.mp4', { output: [...x264, '-c:a', 'libmp3lame'], soundSeconds: 1.3 }),
      clapper('late.mp4', { output: [...x264, '-use_editlist', '0'] }),
    ];
    const film = await joinFilm(paths);
    const path = join(directory, 'film.mp4');
    expect(film).toMatchObject({ kind: 'joined', converted: [], path });
    expect(frameHashes(path)).toEqual(paths.flatMap(hashesOf));
    const shown = flashes(path).filter((_, n) => n !== 2);
    const heard = onsets(samplesOf(path));
    expect(heard).toHaveLength(shown.length);
    for (const [n, at] of heard.entries()) expect(Math.abs(at - shown[n]!)).toBeLessThan(1 / 24);
  });
});

describe.skipIf(!hasFfmpeg && !process.env.CI)('a soundtrack (skipped: ffmpeg is not installed)', () => {
  const music = () =>
    clip('music.mp3', (path) => {
      const tone = "aevalsrc=exprs='0.5*sin(2*PI*300*t)*gt(t,5)':s=44100:d=20";
      ffmpeg(['-f', 'lavfi', '-i', tone, '-c:a', 'libmp3lame', path]);
    });
  const paths = () => [clapper('a.mp4'), clapper('silent.mp4', { soundSeconds: 0 }), clapper('a.mp4')];
  const film = () => join(directory, 'film.mp4');

  it('is laid under the whole, from the second that is asked for, and fades out', async () => {
    const result = await joinFilm(paths(), { soundtrack: { path: music(), startSeconds: 3, level: 1 } });
    expect(result).toMatchObject({ kind: 'joined', soundtrack: { isMixed: true } });
    expect(frameHashes(film())).toEqual(paths().flatMap(hashesOf));
    const samples = samplesOf(film());
    expect(loudest(samples, 1.2, 1.8)).toBeLessThan(0.006); // the music of this second is silent, and so is clip 2
    expect(loudest(samples, 2.02, 2.08)).toBeGreaterThan(0.3);
    expect(loudest(samples, 3.08, 3.12)).toBeLessThan(0.1);
    const [first] = flashes(film());
    expect(Math.abs(onsets(samples)[0]! - first!)).toBeLessThan(1 / 24);
    expect(Math.abs(durations(film()).sound - result.seconds)).toBeLessThan(1 / 24);
    expect(readdirSync(directory)).toEqual(['film.mp4']);
  });

  it('is as loud as it is told to be, and never clips', async () => {
    const levels = [0.1, 1];
    const loud: number[] = [];
    for (const level of levels) {
      const out = join(directory, `${level}.mp4`);
      await joinFilm(paths(), { out, soundtrack: { path: music(), startSeconds: 6, level } });
      loud.push(loudest(samplesOf(out), 1.2, 1.8));
    }
    expect(loud[1]! / loud[0]!).toBeGreaterThan(8);
    expect(Math.max(...loud)).toBeLessThan(0.98);
  });

  it('is put beside the film where there is no ffmpeg', async () => {
    const result = await joinFilm(paths(), { ffmpeg: undefined, soundtrack: { path: music() } });
    expect(result).toMatchObject({
      kind: 'joined',
      soundtrack: { isMixed: false, path: join(directory, 'film-soundtrack.mp3'), missing: /^ffmpeg is needed/ },
    });
    expect(readFileSync(join(directory, 'film-soundtrack.mp3')).equals(readFileSync(music()))).toBe(true);
    await joinFilm(paths(), { ffmpeg: undefined, soundtrack: { path: music() } });
    expect(readdirSync(directory)).toEqual(['film-soundtrack.mp3', 'film.mp4']);
  });

  it('is put beside clips that stay apart', async () => {
    const odd = pattern('tall.mp4', x264, { size: '72x128', rate: 30 });
    const result = await joinFilm([...paths(), odd], { ffmpeg: undefined, soundtrack: { path: music() } });
    expect(result).toMatchObject({ kind: 'apart', soundtrack: { isMixed: false } });
    expect(readdirSync(directory)).toEqual(['film-soundtrack.mp3', 'film.m3u8']);
  });

  it.each([
    ['a web page', '<!DOCTYPE html><title>Sign in</title>', 'The soundtrack is a web page, not an audio file.'],
    ['a playlist', '#EXTM3U\nhttp://example.com/a.mp3', 'The soundtrack is a text file, not an audio file.'],
  ])('is refused when it is %s', async (name, content, message) => {
    const path = writeFixture(scratch, `${name}.mp3`, content);
    await expect(joinFilm(paths(), { soundtrack: { path } })).rejects.toMatchObject({ code: 'file_refused', message });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is refused when it is not there', async () => {
    await expect(joinFilm(paths(), { soundtrack: { path: '/nowhere/music.mp3' } })).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringMatching(/^The soundtrack cannot be read \(ENOENT/),
    });
  });

  it('opens no other file, whatever a file that looks like an MP3 says', async () => {
    const id3 = 'ID3\x04\0\0\0\0\0\0';
    const path = writeFixture(
      scratch,
      'trap.mp3',
      `${id3}#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:${music()}\n#EXT-X-ENDLIST\n`,
    );
    const result = await joinFilm(paths(), { soundtrack: { path } });
    expect(result).toMatchObject({ kind: 'joined', soundtrack: { isMixed: false, missing: /^ffmpeg could not mix/ } });
  });
});

describe('an ffmpeg that fails', () => {
  it.skipIf(!hasFfmpeg)('leaves the clips apart with its last word', async () => {
    const broken = join(directory, 'ffmpeg');
    writeFileSync(broken, '#!/bin/sh\necho "Unknown encoder: libx264" >&2\nexit 1\n', { mode: 0o755 });
    const odd = pattern('tall.mp4', x264, { size: '72x128', rate: 30 });
    for (const [ffmpegPath, missing] of [
      [broken, 'ffmpeg could not convert clip 2: Unknown encoder: libx264'],
      [join(directory, 'nowhere'), /^ffmpeg could not convert clip 2: .*ENOENT/],
    ] as const) {
      const result = await joinFilm([clapper('a.mp4'), odd, clapper('a.mp4')], { ffmpeg: program(ffmpegPath) });
      expect(result).toMatchObject({ kind: 'apart', missing: expect.stringMatching(missing) });
    }
    expect(readdirSync(directory)).toEqual(['ffmpeg', 'film.m3u8']);
  });
});

describe('an ffmpeg that takes long', () => {
  it.skipIf(!hasFfmpeg)('is stopped with the call, and leaves nothing', async () => {
    const slow = join(directory, 'ffmpeg');
    const started = join(directory, 'started');
    writeFileSync(slow, `#!/bin/sh\necho $$ > ${started}\nexec sleep 600\n`, { mode: 0o755 });
    const cancel = new AbortController();
    const odd = pattern('tall.mp4', x264, { size: '72x128', rate: 30 });
    const joining = joinFilm([clapper('a.mp4'), odd, clapper('a.mp4')], {
      ffmpeg: program(slow),
      signal: cancel.signal,
    });
    await vi.waitUntil(() => existsSync(started) && readFileSync(started, 'utf8').trim() !== '', 10_000);
    cancel.abort();
    await expect(joining).rejects.toMatchObject({ name: 'AbortError' });
    const pid = Number(readFileSync(started, 'utf8'));
    await vi.waitUntil(() => !isAlive(pid), 10_000);
    expect(readdirSync(directory)).toEqual(['ffmpeg', 'started']);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
