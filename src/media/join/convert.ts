import { type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import type { Size } from './plan.ts';
import type { HeardSpan } from './remux.ts';

export type Soundtrack = {
  path: string;
  /** Where in its own file it begins. */
  startSeconds?: number;
  /** How loud it is under the clips: 1 as it is, 0 silent. */
  level?: number;
};

/** With what and where to. */
export type Conversion = { ffmpeg: Ffmpeg; out: string; signal?: AbortSignal };

const sampleRate = 48_000;
const underDialogue = 0.5;
const fadeSeconds = 1;

/** Re-encodes a clip's picture as H.264 in the given size, black around it where its shape differs. */
export async function convertPicture(path: string, { width, height }: Size, conversion: Conversion): Promise<void> {
  const box = `${width}:${height}`;
  const fit = `scale=${box}:force_original_aspect_ratio=decrease,pad=${box}:(ow-iw)/2:(oh-ih)/2`;
  const filter = `scale=iw*sar:ih,setsar=1,${fit},setsar=1`; // square pixels first: only then is the shape told by the numbers
  const encoder = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '16', '-profile:v', 'high', '-pix_fmt', 'yuv420p'];
  await convert([...fileInput(path), '-map', '0:v:0', '-an', '-vf', filter, ...encoder], conversion);
}

/** Makes the sound of the whole film: each clip's for exactly as long as its picture, and the soundtrack under all. */
export async function mixSound(
  clips: readonly HeardSpan[],
  soundtrack: Soundtrack | undefined,
  conversion: Conversion,
): Promise<void> {
  const inputs = clips.flatMap(({ sound }) => (sound ? [sound.path] : []));
  const args = [
    ...inputs.flatMap((path) => ['-copyts', ...fileInput(path)]),
    ...(soundtrack ? fileInput(soundtrack.path) : []),
  ];
  const filter = renderMix(clips, soundtrack && { ...soundtrack, input: inputs.length });
  const encoder = ['-c:a', 'aac', '-b:a', '192k', '-ar', String(sampleRate), '-ac', '2'];
  await convert([...args, '-filter_complex', filter, '-map', '[mix]', ...encoder], conversion);
}

/** ffmpeg could not do it; the message is its own last line. */
export class FfmpegError extends Error {}

/** Its progress goes to standard output, so that a long encode does not look like one that hangs. */
async function convert(args: readonly string[], { ffmpeg, out, signal }: Conversion): Promise<void> {
  const told = ['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1'];
  let complaint = '';
  const code = await runFfmpeg(ffmpeg, {
    args: [...told, ...args, '-f', 'mp4', `file:${out}`],
    signal,
    onLine: (line) => (complaint = line.trim() || complaint),
  }).catch((thrown) => {
    signal?.throwIfAborted();
    throw new FfmpegError(thrown.message);
  });
  if (code !== 0) throw new FfmpegError(complaint.slice(-500) || `it ended with ${code}`);
}

/** A file as an input: opened as a file whatever its name looks like, and only as media. A playlist inside could name other files. */
function fileInput(path: string): string[] {
  const formats = 'mov,matroska,mp3,wav,flac,ogg,aac';
  return ['-protocol_whitelist', 'file', '-format_whitelist', formats, '-i', `file:${path}`];
}

/** The filter graph of a mix. Lengths are counted in samples from the film's start, so that no rounding adds up. */
function renderMix(clips: readonly HeardSpan[], soundtrack?: Soundtrack & { input: number }): string {
  const sampleAt = (seconds: number) => Math.round(seconds * sampleRate);
  const form = `aformat=sample_rates=${sampleRate}:channel_layouts=stereo`;
  let input = 0;
  const parts = clips.map(({ start, end, sound }, n) => {
    const samples = sampleAt(end) - sampleAt(start);
    const fill = `apad=whole_len=${samples},atrim=end_sample=${samples},asetpts=N/SR/TB`;
    if (!sound) return `anullsrc=r=${sampleRate}:cl=stereo,${fill}[part${n}]`;
    return `[${input++}:a:0]atrim=start=${sound.zero},asetpts=PTS-${sound.zero}/TB,${form},aresample=async=1:first_pts=0,${fill}[part${n}]`;
  });
  const labels = clips.map((_, n) => `[part${n}]`).join('');
  const film = `${labels}concat=n=${clips.length}:v=0:a=1`;
  if (!soundtrack) return [...parts, `${film}[mix]`].join(';');
  const { startSeconds = 0, level = underDialogue, input: music } = soundtrack;
  const end = clips.at(-1)?.end ?? 0;
  const samples = sampleAt(end);
  const fade = `afade=t=out:st=${Math.max(0, end - fadeSeconds)}:d=${fadeSeconds}`;
  return [
    ...parts,
    `${film}[film]`,
    `[${music}:a:0]atrim=start=${startSeconds},asetpts=PTS-STARTPTS,${form},volume=${level},apad=whole_len=${samples},atrim=end_sample=${samples},${fade}[music]`,
    '[film][music]amix=inputs=2:duration=first:normalize=0,alimiter=level=0:limit=0.97[mix]',
  ].join(';');
}
