import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JoinResult, joinClips } from '../../../src/media/join/index.ts';
import { probeFile } from '../../../src/media/probe.ts';
import { temporaryFolder } from '../../folder.ts';
import { hasFfmpeg, makePng, writeFixture } from '../clips.ts';
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

/** What goes wrong while the film is written: clips that are lost, as by a bug; a call in the middle of the work; an error of the disk. */
type Fault = { losesClips?: boolean; meanwhile?: () => void; error?: Error };
const fault = vi.hoisted((): { now: Fault } => ({ now: {} }));
vi.mock('../../../src/media/join/remux.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../src/media/join/remux.ts')>();
  const remux: typeof original.remux = async (path, reel, signal) => {
    const { losesClips, meanwhile, error } = fault.now;
    const work = original.remux(path, losesClips ? { ...reel, pictures: reel.pictures.slice(0, 1) } : reel, signal);
    meanwhile?.();
    const written = await work;
    if (error) throw error;
    return written;
  };
  return { ...original, remux };
});

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));
let directory: string;
let nth = 0;
beforeEach(() => {
  directory = join(scratch, String(++nth));
  mkdirSync(directory);
  fault.now = {};
});

const { clip, clapper, pattern, hashes } = createClips(scratch);

const bFrames = (count: number) => [...x264, '-bf', String(count), '-g', '12'];
const turned = () =>
  clip('turned.mp4', (path) =>
    ffmpeg(['-i', pattern('b3.mp4', bFrames(3)), '-c', 'copy', '-metadata:s:v:0', 'rotate=90', path]),
  );
const stretched = "setpts='if(lt(N,10),N,10+(N-10)*3)/24/TB'";

/** Films whose clips are copied as they are: whatever the clips, every frame of theirs is in the film, and no other. */
const copied: Record<string, () => string[]> = {
  'clips of one encoder': () => [clapper('a.mp4'), clapper('b.mp4'), clapper('a.mp4')],
  'B-frames, other parameter sets in each clip': () => [
    pattern('b3.mp4', bFrames(3)),
    pattern('b0.mp4', [...bFrames(0), '-refs', '1']),
    pattern('b1.mp4', [...bFrames(1), '-crf', '35']),
  ],
  'access unit delimiters': () => [
    pattern('aud.mp4', [...bFrames(2), '-x264-params', 'aud=1']),
    pattern('b0.mp4', [...bFrames(0), '-refs', '1']),
  ],
  'open groups of pictures': () => [
    pattern('open.mp4', [...bFrames(2), '-x264-params', 'open-gop=1:bframes=2']),
    pattern('open.mp4', []),
  ],
  'profiles of everyday': () => [
    pattern('baseline.mp4', [...x264, '-profile:v', 'baseline']),
    pattern('main.mp4', [...x264, '-profile:v', 'main']),
    pattern('b3.mp4', bFrames(3)),
  ],
  'H.265': () => [pattern('h265.mp4', x265), pattern('h265.mp4', x265)],
  'H.265, other parameter sets': () => [
    pattern('h265.mp4', x265),
    pattern('h265-plain.mp4', [...x265.slice(0, -1), 'log-level=none:bframes=0:ref=1', '-tag:v', 'hvc1']),
  ],
  'ten bits': () => [pattern('ten.mp4', [...x264, '-pix_fmt', 'yuv420p10le']), pattern('ten.mp4', [])],
  'clips of one frame': () => [
    pattern('one.mp4', x264, { seconds: 1 / 24 }),
    pattern('b3.mp4', bFrames(3)),
    pattern('one.mp4', x264, { seconds: 1 / 24 }),
    pattern('one.mp4', x264, { seconds: 1 / 24 }),
  ],
  'a frame rate that varies': () => [
    pattern('b0.mp4', [...bFrames(0), '-refs', '1']),
    pattern('varied.mp4', ['-vf', stretched, '-fps_mode', 'vfr', ...x264]),
    pattern('b0.mp4', []),
  ],
  'frame rates that differ': () => [
    pattern('thirty.mp4', x264, { rate: 30 }),
    pattern('ntsc.mp4', x264, { rate: 29.97 }),
    pattern('b3.mp4', bFrames(3)),
  ],
  fragments: () => [
    pattern('fragments.mp4', [...x264, '-movflags', 'frag_keyframe+empty_moov']),
    pattern('b3.mp4', bFrames(3)),
  ],
  'a first frame that comes late': () => [
    pattern('late.mp4', [...bFrames(3), '-use_editlist', '0']),
    pattern('b3.mp4', bFrames(3)),
    pattern('late.mp4', []),
  ],
  'pictures that are turned': () => [turned(), turned()],
  'pixels that are not square': () => [
    pattern('odd.mp4', [...x264, '-vf', 'setsar=4/3']),
    pattern('odd-b0.mp4', [...bFrames(0), '-vf', 'setsar=4/3']),
  ],
  QuickTime: () => [pattern('a.mov', bFrames(3)), pattern('b3.mp4', bFrames(3))],
};

describe.skipIf(!hasFfmpeg && !process.env.CI)('joinClips (skipped: ffmpeg is not installed)', () => {
  const joinFilm = (paths: string[], more = {}) =>
    joinClips({ clips: paths.map((path) => ({ path })), out: join(directory, 'film.mp4'), ...more });

  it.each(Object.entries(copied))('copies %s, frame by frame', async (_, makeFilm) => {
    const paths = makeFilm();
    const film = joined(await joinFilm(paths));
    expect(film).toMatchObject({ path: join(directory, 'film.mp4'), converted: [] });
    const wanted = paths.map(hashes);
    expect(frameHashes(film.path)).toEqual(wanted.flat());
    expect(film.clips.map(({ frames }) => frames)).toEqual(wanted.map(({ length }) => length));
    const [{ width, height }, first] = await Promise.all([probeFile(film.path), probeFile(paths[0]!)]);
    expect([width, height]).toEqual([first.width, first.height]);
    const { picture } = durations(film.path);
    expect(Math.abs(picture - film.seconds)).toBeLessThan(0.001);
    expect(readdirSync(directory)).toEqual(['film.mp4']);
  });

  it('keeps picture and sound together at every cut, whatever length the sound of a clip has', async () => {
    const lengths = [1, 1.3, 0.7, undefined, 1.0417, 1, 2, undefined, undefined, 0.9, 1.04, 1.1];
    const paths = lengths.map((soundSeconds, n) => {
      return clapper(`sync-${n}.mp4`, { clap: 5 + n, soundSeconds: soundSeconds ?? 0, sampleRate: 44_100 });
    });
    const film = joined(await joinFilm(paths));
    const shown = flashes(film.path);
    expect(shown).toHaveLength(lengths.length);
    const samples = samplesOf(film.path);
    const heard = onsets(samples);
    const withSound = shown.filter((_, n) => lengths[n] !== undefined);
    expect(heard).toHaveLength(withSound.length);
    for (const [n, at] of heard.entries()) expect(Math.abs(at - withSound[n]!)).toBeLessThan(1 / 24);
    expect(loudest(samples, film.clips[7]!.start + 0.1, film.clips[8]!.end - 0.1)).toBe(0);
    expect(Math.abs(durations(film.path).sound - film.seconds)).toBeLessThan(1 / 24);
  });

  it('begins with silence when the first clip has no sound', async () => {
    const film = joined(await joinFilm([clapper('silent.mp4', { soundSeconds: 0 }), clapper('a.mp4')]));
    const [, second] = flashes(film.path);
    expect(onsets(samplesOf(film.path)).map((at) => Math.abs(at - second!) < 1 / 24)).toEqual([true]);
  });

  it('makes the same bytes from the same clips, at any time, and keeps one file of them', async () => {
    const paths = [clapper('a.mp4'), clapper('b.mp4')];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 1, 1) });
    const first = joined(await joinFilm(paths));
    const bytes = readFileSync(first.path);
    vi.setSystemTime(Date.UTC(2027, 1, 1));
    expect(joined(await joinFilm(paths)).path).toBe(first.path);
    vi.useRealTimers();
    expect(readFileSync(first.path).equals(bytes)).toBe(true);
    expect(readdirSync(directory)).toEqual(['film.mp4']);
  });

  it('never takes the name of another file', async () => {
    writeFileSync(join(directory, 'film.mp4'), 'somebody else');
    expect(joined(await joinFilm([clapper('a.mp4')])).path).toBe(join(directory, 'film-2.mp4'));
    expect(readFileSync(join(directory, 'film.mp4'), 'utf8')).toBe('somebody else');
  });

  it('gives no name to a film that is not whole', async () => {
    fault.now = { losesClips: true };
    const result = await joinFilm([clapper('a.mp4'), clapper('b.mp4')]);
    expect(result).toMatchObject({ kind: 'apart', reason: 'The joined file is not whole: it has 25 of 50 pictures.' });
    expect(readdirSync(directory)).toEqual(['film.m3u8']);
  });

  it.each([
    [
      'another size',
      () => pattern('tall.mp4', x264, { size: '72x128' }),
      'Clip 2 is 72×128 pixels, the rest of the film 128×72.',
    ],
    ['another codec', () => pattern('h265.mp4', x265), 'Clip 2 is H.265, the rest of the film H.264.'],
    [
      'ten bits',
      () => pattern('ten.mp4', [...x264, '-pix_fmt', 'yuv420p10le']),
      'Clip 2 has another profile, pixel shape or rotation than the rest of the film.',
    ],
    ['turned pictures', turned, 'Clip 2 has another profile, pixel shape or rotation than the rest of the film.'],
    [
      'odd pixels',
      () => pattern('odd.mp4', [...x264, '-vf', 'setsar=4/3']),
      'Clip 2 has another profile, pixel shape or rotation than the rest of the film.',
    ],
    [
      'VP9',
      () => pattern('vp9.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']),
      'Clip 2 is encoded as vp09',
    ],
    [
      'hidden pictures',
      () => clip('cut.mp4', (path) => ffmpeg(['-ss', '0.3', '-i', pattern('b3.mp4', bFrames(3)), '-c', 'copy', path])),
      'Clip 2 shows only a part of its pictures (edit list).',
    ],
  ])('leaves clips apart that need ffmpeg, and says so: %s', async (_, odd, reason) => {
    const paths = [pattern('b3.mp4', bFrames(3)), odd(), pattern('b0.mp4', [...bFrames(0), '-refs', '1'])];
    const result = await joinFilm(paths);
    expect(result).toMatchObject({
      kind: 'apart',
      playlist: join(directory, 'film.m3u8'),
      reason: expect.stringContaining(reason),
      missing: 'ffmpeg is needed and was not found: install it, or set SEEDANCE_FFMPEG to its path, then join again.',
    });
    expect(result.clips).toHaveLength(3);
    expect(readdirSync(directory)).toEqual(['film.m3u8']);
    const lines = readFileSync(join(directory, 'film.m3u8'), 'utf8').split('\n');
    expect(lines[0]).toBe('#EXTM3U');
    expect(lines.filter((line) => line.startsWith('../'))).toEqual(paths.map((path) => `../${basename(path)}`));
    expect(lines[1]).toBe('#EXTINF:1.000,Clip 1');
  });

  it.each([
    ['another rate', { sampleRate: 32_000 }, [], 'The sound of clip 2 is 32000 Hz in 2 channels'],
    ['another codec', {}, ['-c:a', 'libmp3lame'], 'The sound of clip 2 is encoded as mp3 in 2 channels.'],
    ['six channels', {}, ['-ac', '6'], 'The sound of clip 2 is encoded as mp4a.40.2 in 6 channels.'],
  ])('leaves clips apart whose sound differs: %s', async (name, more, output, reason) => {
    const odd = clapper(`sound ${name}.mp4`, { output: [...x264, ...output], ...more });
    expect(await joinFilm([clapper('a.mp4'), odd])).toMatchObject({
      kind: 'apart',
      reason: expect.stringContaining(reason),
    });
  });

  it.each([
    [
      'cut off',
      (path: string) => truncateSync(writeFixture(scratch, path, readFileSync(clapper('a.mp4'))), 3000),
      /cannot be joined: The file is cut off: 3000 of \d+ bytes are there\.$/,
    ],
    ['not there', () => undefined, /cannot be joined: it cannot be read \(ENOENT/],
    [
      'a picture',
      (path: string) => writeFixture(scratch, path, makePng(64, 64)),
      /cannot be joined: The file is an image \(png\), not a video\.$/,
    ],
    [
      'empty',
      (path: string) => writeFixture(scratch, path, ''),
      /cannot be joined: The file is an empty file, not a video or an image\.$/,
    ],
  ])('refuses a clip that is %s, by its number', async (name, make, words) => {
    const path = `bad ${name}.mp4`;
    make(path);
    const refusal = joinFilm([clapper('a.mp4'), join(scratch, path)]);
    await expect(refusal).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringMatching(words),
      nextStep: 'Delete that file and call get_task with this task_id again: it saves the clip again and joins it.',
    });
    await expect(refusal).rejects.toThrow(`Clip 2 (${path})`);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('stops in the middle when it is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    fault.now = { meanwhile: () => cancel.abort() };
    const stopped = joinFilm([clapper('a.mp4'), clapper('b.mp4')], { signal: cancel.signal });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says in plain words that the disk is full, and leaves nothing', async () => {
    fault.now = { error: Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' }) };
    await expect(joinFilm([clapper('a.mp4')])).rejects.toMatchObject({
      code: 'file_refused',
      message: `The film was not written: the disk of ${directory} is full.`,
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says in plain words that the folder cannot be written', async () => {
    const out = join(writeFixture(directory, 'file', ''), 'film.mp4');
    const refusal = joinClips({ clips: [{ path: clapper('a.mp4') }], out });
    await expect(refusal).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringContaining('is not a folder'),
    });
  });

  it('wants a clip', async () => {
    await expect(joinFilm([])).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

function joined(result: JoinResult): Extract<JoinResult, { kind: 'joined' }> {
  if (result.kind !== 'joined') throw new Error(`${result.reason} ${result.missing}`);
  expect(existsSync(result.path)).toBe(true);
  return result;
}
