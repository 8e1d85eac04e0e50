import { AppError } from '../../core/errors.ts';
import { type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import type { Picture } from './canvas.ts';

const fromInput = ['-hide_banner', '-nostdin', '-nostats', '-v', 'error', '-protocol_whitelist', 'pipe'];

/** ffmpeg's scale, best first. At the last a megapixel of pure noise takes 145 kB. */
const jpegQualities = [3, 5, 8, 18, 45];

/** A JPEG of at most so many bytes, as good as fits. */
export async function encodeJpeg(
  ffmpeg: Ffmpeg,
  picture: Picture,
  largestBytes: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  for (const quality of jpegQualities) {
    const format = ['-c:v', 'mjpeg', '-qmax', '69', '-q:v', `${quality}`, '-f', 'mjpeg'];
    const jpeg = await encode(ffmpeg, picture, format, signal);
    if (jpeg.byteLength <= largestBytes) return jpeg;
  }
  throw new AppError(
    'internal',
    `A picture of ${picture.width}×${picture.height} does not fit into ${largestBytes} bytes.`,
  );
}

export function encodePng(ffmpeg: Ffmpeg, picture: Picture, signal?: AbortSignal): Promise<Buffer> {
  return encode(ffmpeg, picture, ['-c:v', 'png', '-f', 'image2pipe'], signal);
}

/** The pixels of a JPEG of a known size. */
export async function decodeJpeg(
  ffmpeg: Ffmpeg,
  jpeg: Buffer,
  { width, height }: { width: number; height: number },
  signal?: AbortSignal,
): Promise<Picture> {
  const args = ['-f', 'mjpeg', '-i', 'pipe:0', '-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  const rgb = await collect(ffmpeg, [...fromInput, ...args], jpeg, signal);
  if (rgb.byteLength !== width * height * 3) throw failed();
  return { width, height, rgb };
}

async function encode(ffmpeg: Ffmpeg, picture: Picture, format: string[], signal?: AbortSignal): Promise<Buffer> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', `${picture.width}x${picture.height}`];
  const args = [...fromInput, ...raw, '-i', 'pipe:0', '-frames:v', '1', ...format, 'pipe:1'];
  const bytes = await collect(ffmpeg, args, picture.rgb, signal);
  if (bytes.byteLength === 0) throw failed();
  return bytes;
}

async function collect(ffmpeg: Ffmpeg, args: string[], input: Buffer, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await runFfmpeg(ffmpeg, { args, input, signal, onOutput: (chunk) => chunks.push(chunk) });
  return Buffer.concat(chunks);
}

function failed(): AppError {
  return new AppError('unavailable', 'This ffmpeg can neither write nor read the picture.', {
    nextStep: 'Ask the user to install a complete ffmpeg, or set SEEDANCE_FFMPEG to the path of one.',
  });
}
