import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';

/** An ffmpeg program that has said its version. */
export type Ffmpeg = {
  path: string;
  /** What it is given of the environment: no key is in it. */
  env: Record<string, string>;
  clock: Clock;
  /** Makes an output keep every picture and add none. ffmpeg 5.1 renamed the option, ffmpeg 9 dropped the old name. */
  passthrough: string[];
};

type Finder = {
  /** SEEDANCE_FFMPEG. When it is set, PATH is not searched. */
  path?: string;
  env: Record<string, string | undefined>;
  clock: Clock;
};

type Run = {
  args: string[];
  /** What it reads from its standard input. */
  input?: Uint8Array;
  signal?: AbortSignal;
  onOutput?(chunk: Buffer): void;
  /** A line of its log. */
  onLine?(line: string): void;
};

/** What an answer says when no ffmpeg is found. */
export const ffmpegMissing =
  'No ffmpeg was found, so there are no frames and no checks: ask the user to install ffmpeg, or set SEEDANCE_FFMPEG to its full path.';

const stallMs = 30_000;
const longestMs = 10 * 60_000;
const passedOn = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** Finds ffmpeg when it is first needed and remembers it. While there is none, each call looks again. */
export function createFfmpegFinder(finder: Finder): () => Promise<Ffmpeg | undefined> {
  let search: Promise<Ffmpeg | undefined> | undefined;
  return async () => {
    search ??= findFfmpeg(finder);
    const found = await search;
    if (!found) search = undefined;
    return found;
  };
}

/**
 * Runs ffmpeg to its end, without a shell, and resolves to its exit code: a damaged clip still has frames, so the caller judges it.
 * It is killed when the signal fires, when it has said nothing for 30 seconds, and when a callback throws.
 */
export async function runFfmpeg({ path, env, clock }: Ffmpeg, run: Run): Promise<number> {
  const ended = new AbortController();
  const stalled = new AbortController();
  const signal = run.signal ? AbortSignal.any([run.signal, stalled.signal]) : stalled.signal;
  signal.throwIfAborted();
  let heardAt = clock.now();
  const child = spawn(path, run.args, { env, signal, killSignal: 'SIGKILL', windowsHide: true });
  const closed = once(child, 'close');
  child.stdin.on('error', () => undefined); // it may end before it has read everything
  child.stdin.end(run.input);
  waitForStall(clock, () => heardAt, ended.signal).then(
    () => stalled.abort(),
    () => undefined,
  );
  try {
    await Promise.all([
      closed,
      forEach(child.stdout, (chunk: Buffer) => {
        heardAt = clock.now();
        run.onOutput?.(chunk);
      }),
      forEach(createInterface({ input: child.stderr }), (line: string) => {
        heardAt = clock.now();
        run.onLine?.(line);
      }),
    ]);
  } catch (thrown) {
    throw stalled.signal.aborted ? stopped('ffmpeg did not finish in time and was stopped') : thrown;
  } finally {
    ended.abort();
    child.kill('SIGKILL');
  }
  if (child.exitCode === null) throw stopped(`ffmpeg was killed (${child.signalCode})`);
  return child.exitCode;
}

/** Cuts a stream of raw pictures into pictures of so many bytes. Each stays as it is until the next one is whole. */
export function createPictureSplitter(bytes: number, onPicture: (picture: Buffer) => void): (chunk: Buffer) => void {
  let picture = Buffer.allocUnsafe(bytes);
  let other = Buffer.allocUnsafe(bytes);
  let filled = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.byteLength; ) {
      const copied = chunk.copy(picture, filled, at);
      at += copied;
      filled += copied;
      if (filled < bytes) continue;
      onPicture(picture);
      [picture, other] = [other, picture];
      filled = 0;
    }
  };
}

/** The program that is set, or the first on PATH that runs and says that it is ffmpeg. */
async function findFfmpeg({ path, env, clock }: Finder): Promise<Ffmpeg | undefined> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter);
  const given = passedOn.flatMap((key) => (env[key] === undefined ? [] : [[key, env[key]]]));
  for (const candidate of path ? [path] : folders.map((folder) => join(folder, name))) {
    const ffmpeg = { path: candidate, env: Object.fromEntries(given), clock, passthrough: [] };
    const version = await readVersion(ffmpeg);
    if (!version.startsWith('ffmpeg version ')) continue;
    const isOld = /^ffmpeg version n?([0-4]|5\.0)\b/.test(version);
    return { ...ffmpeg, passthrough: [isOld ? '-vsync' : '-fps_mode', 'passthrough'] };
  }
  return undefined;
}

/** What a program says of its version; nothing when it is not one that can be run. */
async function readVersion(ffmpeg: Ffmpeg): Promise<string> {
  if (!isAbsolute(ffmpeg.path)) return ''; // a relative path means another file in every folder
  try {
    if (!(await stat(ffmpeg.path)).isFile()) return '';
    await access(ffmpeg.path, constants.X_OK);
    let version = '';
    await runFfmpeg(ffmpeg, { args: ['-version'], onOutput: (chunk) => (version ||= chunk.toString('latin1')) });
    return version;
  } catch {
    return '';
  }
}

/** Resolves when nothing was heard for too long, or when it all takes too long. */
async function waitForStall(clock: Clock, heardAt: () => number, signal: AbortSignal): Promise<void> {
  const latest = clock.now() + longestMs;
  for (;;) {
    const ms = Math.min(heardAt() + stallMs, latest) - clock.now();
    if (ms <= 0) return;
    await clock.sleep(ms, signal);
  }
}

async function forEach<T>(items: AsyncIterable<T> | Readable, use: (item: T) => void): Promise<void> {
  for await (const item of items) use(item);
}

function stopped(what: string): AppError {
  return new AppError('unavailable', `${what}. The video itself is unharmed.`, {
    nextStep: 'Use the video file without frames, or try once more.',
  });
}
