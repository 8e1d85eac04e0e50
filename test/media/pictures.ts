import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../folder.ts';
import { makeClip } from './clips.ts';

/** A JPEG as a camera makes it. Needs ffmpeg. */
export function makeJpeg(size = '640x360'): Buffer {
  const path = join(temporaryFolder(), 'a.jpg');
  makeClip(path, { size, output: ['-frames:v', '1', '-pix_fmt', 'yuvj420p'] });
  return readFileSync(path);
}

/** A JPEG with a film behind it, as phones save a Motion Photo. */
export function makeMotionPhoto(): Buffer {
  const film = join(temporaryFolder(), 'a.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=128x72:d=1', film]);
  // The film may hold anything, a mark of a picture among it.
  return Buffer.concat([makeJpeg(), readFileSync(film), Buffer.from('\xff\xd8\xff\xda', 'latin1')]);
}

/** What a HEIC file says of itself before its picture: type, then size (ISO 14496-12). */
export function makeHeic(width = 640, height = 360): Buffer {
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  const properties = box('iprp', box('ipco', box('ispe', size)));
  return Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    box('meta', Buffer.concat([Buffer.alloc(4), properties])),
    box('mdat', Buffer.alloc(64, 7)),
  ]);
}

/** The same JPEG with EXIF data: a place, or the fields of one left at zero. */
export function withPlace(jpeg: Buffer, order: 'II' | 'MM', degrees = 48): Buffer {
  const tiff = Buffer.alloc(100);
  const [u16, u32] =
    order === 'II'
      ? [tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)]
      : [tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)];
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    u16(tag, at);
    u16(type, at + 2);
    u32(count, at + 4);
    u32(value, at + 8);
  };
  tiff.write(order, 'latin1');
  u16(42, 2);
  u32(8, 4);
  u16(1, 8);
  entry(10, 0x8825, 4, 1, 26); // GPS
  u16(1, 26);
  entry(28, 2, 5, 3, 44); // latitude: degrees, minutes, seconds
  for (const [n, value] of [degrees, 0, 0].entries()) {
    u32(value, 44 + n * 8);
    u32(1, 48 + n * 8);
  }
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}
