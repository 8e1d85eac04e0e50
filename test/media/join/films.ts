import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1'];
export const x265 = [
  '-c:v',
  'libx265',
  '-preset',
  'ultrafast',
  '-pix_fmt',
  'yuv420p',
  '-x265-params',
  'log-level=none',
];

export type ClapperClip = {
  frames?: number;
  /** The frame that is white, and whose time the beep begins at. */
  clap?: number;
  /** Seconds of sound; 0 is a clip without any. */
  soundSeconds?: number;
  sampleRate?: number;
  output?: string[];
};

type PatternClip = { size?: string; rate?: number; seconds?: number };

export type Clips = {
  /** A clip that `make` writes, made once under its name. */
  clip(name: string, make: (path: string) => void): string;
  clapper(name: string, clip?: ClapperClip): string;
  /** A clip in which every frame differs. */
  pattern(name: string, output?: string[], clip?: PatternClip): string;
  /** Its frame hashes, decoded once. */
  hashes(path: string): string[];
};

export function createClips(directory: string): Clips {
  const made = new Set<string>();
  const known = new Map<string, string[]>();
  const clip: Clips['clip'] = (name, make) => {
    const path = join(directory, name);
    if (!made.has(name)) make(path);
    made.add(name);
    return path;
  };
  return {
    clip,
    hashes: (path) => {
      const hashes = known.get(path) ?? frameHashes(path);
      known.set(path, hashes);
      return hashes;
    },
    clapper: (name, options = {}) => clip(name, (path) => makeClapper(path, options)),
    pattern: (name, output = x264, { size = '128x72', rate = 24, seconds = 1 } = {}) => {
      const picture = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`];
      return clip(name, (path) => ffmpeg([...picture, ...output, path]));
    },
  };
}

/** A dark clip with one white frame and a beep that begins with it, as a clapperboard makes them. */
function makeClapper(path: string, clip: ClapperClip): void {
  const { frames = 25, clap = 12, soundSeconds = 1, sampleRate = 48_000, output = x264 } = clip;
  const rate = 24;
  const flash = `drawbox=enable='eq(n,${clap})':color=white:t=fill`;
  const picture = ['-f', 'lavfi', '-i', `color=c=black:s=64x36:r=${rate}:d=${frames / rate},${flash}`];
  const at = clap / rate;
  const beep = `aevalsrc=exprs='0.8*sin(2*PI*1000*t)*between(t,${at},${at + 0.1})':s=${sampleRate}:d=${soundSeconds}`;
  const sound = soundSeconds ? ['-f', 'lavfi', '-i', beep, '-ac', '2', '-c:a', 'aac'] : [];
  ffmpeg([...picture, ...sound, ...output, path]);
}

/** The hash of every decoded frame, in the order in which they are shown. */
export function frameHashes(path: string): string[] {
  const list = ffmpeg(['-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough', '-f', 'framemd5', '-']).toString();
  return list
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)!.trim());
}

/** When each white frame is shown, in seconds. */
export function flashes(path: string): number[] {
  const filter = 'scale=1:1,format=gray,showinfo';
  const args = [
    '-v',
    'info',
    '-i',
    path,
    '-map',
    '0:v:0',
    '-vf',
    filter,
    '-fps_mode',
    'passthrough',
    '-f',
    'null',
    '-',
  ];
  const told = execFileSync('bash', ['-c', 'exec "$0" -hide_banner -nostdin "$@" 2>&1', 'ffmpeg', ...args]).toString();
  return [...told.matchAll(/pts_time:([\d.]+).*?mean:\[(\d+)/g)].flatMap(([, time, mean]) =>
    Number(mean) > 128 ? [Number(time)] : [],
  );
}

/** The sound of a film as ffmpeg hears it, at 48 kHz, from -1 to 1. */
export function samplesOf(path: string): Float32Array {
  const raw = ffmpeg(['-i', path, '-map', '0:a:0', '-ac', '1', '-ar', '48000', '-f', 's16le', '-']);
  return Float32Array.from(new Int16Array(raw.buffer, raw.byteOffset, raw.byteLength / 2), (sample) => sample / 32768);
}

/** The loudest sample between two times. */
export function loudest(samples: Float32Array, from: number, to: number): number {
  return Math.max(...samples.subarray(Math.floor(from * 48_000), Math.floor(to * 48_000)).map(Math.abs));
}

/** Where sound at 48 kHz begins after at least 0.2 s of quiet. */
export function onsets(samples: Float32Array): number[] {
  const found: number[] = [];
  let quietSince = -1;
  for (const [n, sample] of samples.entries()) {
    if (Math.abs(sample) < 0.2) continue;
    if (n - quietSince > 9600) found.push(n / 48_000);
    quietSince = n;
  }
  return found;
}

/** How long each track is, in seconds, as ffprobe reads it. */
export function durations(path: string): { picture: number; sound: number } {
  const wanted = ['-show_entries', 'stream=codec_type,duration', '-of', 'json', path];
  const { streams } = JSON.parse(execFileSync('ffprobe', ['-v', 'error', ...wanted]).toString());
  const of = (type: string) => Number(streams.find((one: { codec_type: string }) => one.codec_type === type)?.duration);
  return { picture: of('video'), sound: of('audio') };
}

export function ffmpeg(args: string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { maxBuffer: 256 * 1024 * 1024 });
}
