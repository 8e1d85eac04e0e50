import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  createFfmpegFinder,
  createPictureSplitter,
  type Ffmpeg,
  ffmpegMissing,
  runFfmpeg,
} from '../../src/media/ffmpeg.ts';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';

const clock = createTestClock();

/** A shell script that stands in for a program. */
function writeProgram(folder: string, script: string, name = 'ffmpeg'): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const sayVersion = (version = '7.0.2-static') => `echo 'ffmpeg version ${version} Copyright (c) the FFmpeg developers'`;

function program(script: string): Ffmpeg {
  return { path: writeProgram(temporaryFolder(), script), env: {}, clock: createTestClock(), passthrough: [] };
}

describe.skipIf(process.platform === 'win32')('looking for ffmpeg', () => {
  const find = (env: Record<string, string>, path?: string) => createFfmpegFinder({ path, env, clock })();

  it('finds none on an empty PATH, and the words for that name the setting', async () => {
    expect(await find({})).toBeUndefined();
    expect(ffmpegMissing).toMatch(/^No ffmpeg was found.*SEEDANCE_FFMPEG to its full path\.$/);
  });

  it('takes the first on PATH that says that it is ffmpeg', async () => {
    const [other, broken, good] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    writeProgram(other, 'echo something else');
    writeProgram(broken, 'exit 3');
    const path = writeProgram(good, sayVersion());
    const PATH = [temporaryFolder(), other, broken, good].join(delimiter);
    expect(await find({ PATH })).toMatchObject({ path });
  });

  it('takes the one that is set, and no other', async () => {
    const PATH = temporaryFolder();
    writeProgram(PATH, sayVersion());
    const set = writeProgram(temporaryFolder(), sayVersion(), 'my own');
    expect(await find({ PATH }, set)).toMatchObject({ path: set });
    expect(await find({ PATH }, join(temporaryFolder(), 'ffmpeg'))).toBeUndefined();
  });

  it('passes over a folder, a file that may not be run, and a path that depends on where one stands', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'ffmpeg'));
    expect(await find({ PATH: folder })).toBeUndefined();
    const plain = temporaryFolder();
    chmodSync(writeProgram(plain, sayVersion()), 0o644);
    expect(await find({ PATH: plain })).toBeUndefined();
    expect(await find({ PATH: ['', '.', 'bin'].join(delimiter) })).toBeUndefined();
    expect(await find({}, 'ffmpeg')).toBeUndefined();
  });

  it('runs a link to it', async () => {
    const folder = temporaryFolder();
    symlinkSync(writeProgram(temporaryFolder(), sayVersion(), 'real'), join(folder, 'ffmpeg'));
    expect(await find({ PATH: folder })).toMatchObject({ path: join(folder, 'ffmpeg') });
  });

  it('starts nothing before it is asked, remembers what it found, and looks again while there is nothing', async () => {
    const folder = temporaryFolder();
    const look = createFfmpegFinder({ env: { PATH: folder }, clock });
    expect(await look()).toBeUndefined();
    const starts = join(folder, 'starts');
    writeProgram(folder, `printf x >> '${starts}'; ${sayVersion()}`);
    const found = await look();
    expect(await look()).toBe(found);
    expect(readFileSync(starts, 'utf8')).toBe('x');
  });

  it('gives it no key and no secret of ours', async () => {
    const folder = temporaryFolder();
    writeProgram(folder, sayVersion());
    const found = await find({ PATH: folder, XSKILL_API_KEY: 'sk-secret', FFREPORT: 'file=leak.log', TMPDIR: '/tmp' });
    expect(found?.env).toEqual({ PATH: folder, TMPDIR: '/tmp' });
  });

  it.each([
    ['4.4.2-0ubuntu0.22.04.1', '-vsync'],
    ['5.0.1-static', '-vsync'],
    ['n4.3', '-vsync'],
    ['5.1.9-0+deb12u1', '-fps_mode'],
    ['n7.1', '-fps_mode'],
    ['9.0.1-full_build', '-fps_mode'],
    ['N-125875-g5d4d3bdc61', '-fps_mode'],
  ])('keeps every picture with the option that version %s knows', async (version, option) => {
    const path = writeProgram(temporaryFolder(), sayVersion(version));
    expect(await find({}, path)).toMatchObject({ passthrough: [option, 'passthrough'] });
  });
});

describe.skipIf(process.platform === 'win32')('running ffmpeg', () => {
  it('hands on what it writes and says, and what it is given', async () => {
    const lines: string[] = [];
    let output = '';
    await runFfmpeg(program('cat; echo one >&2; echo two >&2; exit 3'), {
      args: [],
      input: Buffer.from('picture'),
      onOutput: (chunk) => (output += chunk),
      onLine: (line) => lines.push(line),
    });
    expect({ output, lines }).toEqual({ output: 'picture', lines: ['one', 'two'] });
  });

  it('passes arguments on as they are', async () => {
    const args = ['-', 'a b', '$(touch x)', `quo'te"s`, 'new\nline', '%d', '日本語', ''];
    let output = '';
    await runFfmpeg(program('for one in "$@"; do printf "%s|" "$one"; done'), {
      args,
      onOutput: (chunk) => (output += chunk),
    });
    expect(output).toBe(`${args.join('|')}|`);
  });

  it('does not mind a program that ends before it has read everything', async () => {
    await runFfmpeg(program('exit 0'), { args: [], input: Buffer.alloc(8_000_000) });
  });

  it('kills a program that hangs', async () => {
    const waiting = createTestClock();
    const lines: string[] = [];
    const run = runFfmpeg(
      { ...program('echo started >&2; exec sleep 600'), clock: waiting },
      { args: [], onLine: (line) => lines.push(line) },
    );
    const outcome = expect(run).rejects.toMatchObject({ code: 'unavailable', message: /did not finish in time/ });
    await vi.waitFor(() => expect(lines).toEqual(['started']));
    await waiting.advance(30_000);
    await outcome;
    expect(waiting.sleepers()).toBe(0);
  });

  it('kills it when the caller gives up, and starts nothing for one who has', async () => {
    const controller = new AbortController();
    const file = join(temporaryFolder(), 'pid');
    const run = runFfmpeg(program(`echo $$ > '${file}'; echo started >&2; exec sleep 600`), {
      args: [],
      signal: controller.signal,
      onLine: () => controller.abort(),
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(() => process.kill(Number(readFileSync(file, 'utf8')), 0)).toThrow('ESRCH'));
    await expect(runFfmpeg(program('exit 0'), { args: [], signal: controller.signal })).rejects.toThrow();
  });

  it('kills it when what it writes cannot be used', async () => {
    const run = runFfmpeg(program('echo x; exec sleep 600'), {
      args: [],
      onOutput: () => {
        throw new Error('no room');
      },
    });
    await expect(run).rejects.toThrow('no room');
  });

  it('tells a crash from an ending with a complaint', async () => {
    await runFfmpeg(program('exit 1'), { args: [] });
    await expect(runFfmpeg(program('kill -SEGV $$'), { args: [] })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('cutting a stream into pictures', () => {
  it('finds the same pictures however the stream is cut', () => {
    const whole = Buffer.from('aaabbbcccdd');
    for (const step of [1, 2, 3, 4, 7, 11]) {
      const pictures: string[] = [];
      const push = createPictureSplitter(3, (picture) => pictures.push(picture.toString()));
      for (let at = 0; at < whole.length; at += step) push(whole.subarray(at, at + step));
      expect(pictures).toEqual(['aaa', 'bbb', 'ccc']);
    }
  });
});
