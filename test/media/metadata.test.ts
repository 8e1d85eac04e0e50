import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stripMetadata } from '../../src/media/metadata/strip.ts';
import { parsePicture } from '../../src/media/picture.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { hasFfmpeg, makeClip, makePng } from './clips.ts';
import { makeHeic, makeMotionPhoto, withPlace } from './pictures.ts';

/** Words that must stay here, wherever a file keeps them. */
const secret = 'Jane Roe was here';
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><By>${secret}</By><GPSLatitude>48,1N</GPSLatitude></x:xmpmeta>`;

/** EXIF data with a turn, an artist, a thumbnail, and a place. */
function makeExif(orientation: number): Buffer {
  const tiff = Buffer.alloc(300);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(type, at + 2);
    tiff.writeUInt32BE(count, at + 4);
    if (type === 3) tiff.writeUInt16BE(value, at + 8);
    else tiff.writeUInt32BE(value, at + 8);
  };
  tiff.write('MM\0*\0\0\0\x08\0\x03', 'latin1');
  entry(10, 0x0112, 3, 1, orientation);
  entry(22, 0x013b, 2, secret.length, 200);
  entry(34, 0x8825, 4, 1, 60);
  tiff.writeUInt32BE(100, 46); // the directory of a thumbnail
  tiff.writeUInt16BE(1, 60);
  entry(62, 2, 5, 3, 240);
  tiff.writeUInt16BE(1, 100);
  entry(102, 0x010e, 2, secret.length, 220);
  tiff.write(secret, 200, 'latin1');
  tiff.write(secret, 220, 'latin1');
  for (const n of [0, 1, 2]) tiff.writeUInt32BE(48, 240 + n * 8);
  return tiff;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const segment = (kind: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, kind]), u16(body.length + 2), body]);
const chunk = (type: string, body: Buffer): Buffer => {
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(Buffer.concat([latin1(type), body])));
  return Buffer.concat([length, latin1(type), body, check]);
};
const riff = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([latin1(type), length, body, Buffer.alloc(body.length % 2)]);
};

/** The bare picture with all the words that its format has a place for. */
const wordy: Record<string, (bare: Buffer) => Buffer> = {
  jpg: (bare) =>
    Buffer.concat([
      bare.subarray(0, 2),
      segment(0xe1, Buffer.concat([latin1('Exif\0\0'), makeExif(6)])),
      segment(0xe1, latin1(`http://ns.adobe.com/xap/1.0/\0${xmp}`)),
      segment(0xed, latin1(`Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x20\x1c\x02\x50\0\x11${secret}`)),
      segment(0xe2, latin1(`MPF\0${secret}`)),
      segment(0xfe, latin1(secret)),
      bare.subarray(2),
      latin1(secret),
    ]),
  png: (bare) =>
    Buffer.concat([
      bare.subarray(0, 33),
      chunk('tEXt', latin1(`Author\0${secret}`)),
      chunk('iTXt', latin1(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
      chunk('eXIf', makeExif(6)),
      chunk('prVt', latin1(secret)),
      bare.subarray(33),
      latin1(secret),
    ]),
  webp: (bare) => {
    const size = Buffer.from([0x7f, 2, 0, 0x67, 1, 0]); // 640 × 360, less one each
    const body = Buffer.concat([
      latin1('WEBP'),
      riff('VP8X', Buffer.concat([Buffer.from([0x0c, 0, 0, 0]), size])),
      bare.subarray(12),
      riff('EXIF', makeExif(6)),
      riff('XMP ', latin1(xmp)),
      riff('WHAT', latin1(secret)),
    ]);
    return Buffer.concat([riff('RIFF', body), latin1(secret)]);
  },
  gif: (bare) =>
    Buffer.concat([
      bare.subarray(0, -1),
      Buffer.concat([latin1('!\xfe'), Buffer.from([secret.length]), latin1(`${secret}\0`)]),
      Buffer.concat([latin1('!\xff\x0bXMP DataXMP'), Buffer.from([secret.length]), latin1(`${secret}\0`)]),
      latin1(`;${secret};`),
    ]),
  bmp: (bare) => Buffer.concat([bare, latin1(secret)]),
};

const typeOf = (extension: string): string => `image/${extension === 'jpg' ? 'jpeg' : extension}`;

let folder: string;
let front: Front | undefined;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => front?.close());

/** The bytes that a service gets when a picture is uploaded. */
async function upload(name: string, bytes: Buffer): Promise<{ sent: Buffer; data: Record<string, unknown> }> {
  const project = join(folder, 'project');
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, name), bytes);
  const stored = { code: 200, data: { url: 'https://cdn.test/a' } };
  front = await openFront({
    home: folder,
    env: { ...keys, CLAUDE_PROJECT_DIR: project },
    tamper: ({ path }) => (path.endsWith('/upload/image') ? Promise.resolve(Response.json(stored)) : undefined),
  });
  const { data } = await front.call('upload_image', { image_path: name });
  const [request] = front.sent.filter(({ path }) => path.endsWith('/upload/image'));
  const { image_data = '' } = (request?.body ?? {}) as { image_data?: string };
  return { sent: Buffer.from(image_data.replace(/^.*,/, ''), 'base64'), data };
}

/** What is seen: the pixels as a player turns them. */
function look(bytes: Buffer, extension: string): string {
  const path = join(folder, `look.${extension}`);
  writeFileSync(path, bytes);
  return execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'framemd5', '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describe.skipIf(!hasFfmpeg && !process.env.CI)('a picture that leaves', () => {
  it.each(Object.keys(wordy))('as %s says nothing of people and places, and looks the same', async (extension) => {
    const path = join(folder, `bare.${extension}`);
    makeClip(path, { size: '640x360', output: ['-frames:v', '1'] });
    const bare = readFileSync(path);
    const bytes = wordy[extension]?.(bare) ?? bare;
    const { sent, data } = await upload(`a.${extension}`, bytes);
    expect(sent.length).toBeGreaterThan(bare.length / 2);
    for (const word of ['Jane', 'GPSLatitude', 'xmpmeta']) expect(sent.includes(word)).toBe(false);
    expect(look(sent, extension)).toBe(look(bytes, extension));
    const [size, before] = await Promise.all([parsePicture(sent), parsePicture(bytes)]);
    expect(size).toEqual(before);
    expect(data).toMatchObject({ bytes: sent.length, width: size.width, height: size.height });
    expect(stripMetadata(sent, typeOf(extension))?.equals(sent)).toBe(true);
  });

  it('as TIFF keeps its pages and its turn', async () => {
    const path = join(folder, 'a.tiff');
    makeClip(path, { size: '640x360', output: ['-frames:v', '1', '-metadata', `artist=${secret}`] });
    const bytes = Buffer.concat([readFileSync(path), latin1(xmp)]);
    const { sent } = await upload('a.tiff', bytes);
    expect(sent.includes('GPSLatitude')).toBe(false);
    expect(look(sent, 'tiff')).toBe(look(bytes, 'tiff'));
  });

  it('with a film behind it goes without the film', async () => {
    const { sent, data } = await upload('PXL.MP.jpg', makeMotionPhoto());
    expect(sent.includes('ftyp')).toBe(false);
    expect(sent.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    expect(data.warnings).toEqual([expect.stringContaining('only the picture is sent')]);
  });
});

it('a HEIC picture loses place and names where they stand, and a film behind it', async () => {
  const box = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length + 8);
    return Buffer.concat([length, latin1(type), body]);
  };
  const exif = Buffer.concat([latin1('\0\0\0\x06Exif\0\0'), makeExif(6), latin1(xmp)]);
  const heic = Buffer.concat([makeHeic(), box('mdat', exif), box('mpvd', latin1(secret)), latin1(secret)]);
  const { sent, data } = await upload('IMG_1.HEIC', heic);
  for (const word of ['Jane', 'GPSLatitude']) expect(sent.includes(word)).toBe(false);
  expect(sent.subarray(0, makeHeic().length)).toEqual(makeHeic());
  expect(sent.readUInt16BE(makeHeic().length + 8 + 10 + 18)).toBe(6); // the turn
  expect(data).toMatchObject({ media_type: 'image/heic', width: 640, height: 360 });
});

it('a picture without any words leaves byte for byte', async () => {
  const png = makePng(640, 360);
  expect((await upload('a.png', png)).sent.equals(png)).toBe(true);
});

it('the upload of the same file is found again, although other bytes were sent', async () => {
  const png = makePng(640, 360);
  const bytes = Buffer.concat([png, latin1(secret)]);
  expect((await upload('a.png', bytes)).data.reused).toBe(false);
  expect((await front?.call('upload_image', { image_path: 'a.png' }))?.data.reused).toBe(true);
});

describe('damaged files', () => {
  const samples: Record<string, Buffer> = {
    png: Buffer.concat([makePng(320, 320).subarray(0, 33), chunk('eXIf', makeExif(6)), makePng(320, 320).subarray(33)]),
    jpeg: withPlace(segment(0xda, Buffer.alloc(12)), 'II'),
    tiff: makeExif(3),
    heic: makeHeic(),
    gif: latin1(`GIF89a\x10\0\x10\0\0\0\0!\xfe\x05hello\0;`),
  };
  it.each(Object.keys(samples))('of %s are stripped or refused, never a crash, and never with a place', (type) => {
    const whole = samples[type] ?? Buffer.alloc(0);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        (edits, cut) => {
          const bytes = Buffer.from(whole.subarray(0, whole.length - (cut % 3 === 0 ? cut % whole.length : 0)));
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          const stripped = stripMetadata(bytes, `image/${type}`);
          expect(stripped === undefined || stripped.length <= bytes.length + 64).toBe(true);
        },
      ),
      { seed: 12, numRuns: 2_000 },
    );
  });
});
