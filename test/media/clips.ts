import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

export const hasFfmpeg = ['ffmpeg', 'ffprobe'].every((tool) => {
  try {
    execFileSync(tool, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

export type Clip = { size?: string; seconds?: number; rate?: number; sound?: boolean; output?: string[] };

/** A real clip made by ffmpeg. */
export function makeClip(
  path: string,
  { size = '128x72', seconds = 1, rate = 24, sound = false, output = [] }: Clip = {},
): string {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`];
  const audio = sound ? ['-f', 'lavfi', '-i', `sine=d=${seconds}`] : [];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-threads', '1', ...picture, ...audio, ...output, path]);
  return path;
}

/** A valid PNG of one colour, made without any tool. */
export function makePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8); // 8-bit grey
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 0));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** A PNG as a photo fills it: three colours that fade, with grain that compresses badly. */
export function makePhoto(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  let seed = 1;
  for (let at = 0; at < png.data.length; at += 4) {
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const grain = (seed >> 16) % 6;
    png.data.set([(200 * x) / width + grain, (200 * y) / height + grain, 120 + grain, 255], at);
  }
  return PNG.sync.write(png);
}

export function writeFixture(directory: string, name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.byteLength, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
