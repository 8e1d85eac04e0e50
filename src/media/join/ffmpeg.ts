import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The ffmpeg of this machine: the one that SEEDANCE_FFMPEG names, else the first on the PATH. */
export async function findFfmpeg(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = environment.SEEDANCE_FFMPEG?.trim();
  if (named) return named;
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of (environment.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK)
      .then(() => true)
      .catch(() => false);
    if (isThere) return path;
  }
  return undefined;
}

/** ffmpeg could not do it; the message is its own last line. */
export class FfmpegError extends Error {}

/** Runs ffmpeg to its end; throws FfmpegError when it fails, or an AbortError. */
export async function runFfmpeg(ffmpeg: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = spawn(ffmpeg, ['-v', 'error', '-nostdin', ...args], { stdio: ['ignore', 'ignore', 'pipe'], signal });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (thrown) => reject(thrown.name === 'AbortError' ? thrown : new FfmpegError(thrown.message)));
    child.once('close', (code) => {
      const last = complaint.trim().split('\n').at(-1) ?? '';
      if (code === 0) resolve();
      else reject(new FfmpegError(last || `it ended with ${code ?? 'a signal'}`));
    });
  });
}

/** A file as an input: opened as a file whatever its name looks like, and only as media. A playlist inside could name other files. */
export function fileInput(path: string): string[] {
  const formats = 'mov,matroska,mp3,wav,flac,ogg,aac';
  return ['-protocol_whitelist', 'file', '-format_whitelist', formats, '-i', `file:${path}`];
}
