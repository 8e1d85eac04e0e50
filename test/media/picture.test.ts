import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { parsePicture, showPicture } from '../../src/media/picture.ts';
import { temporaryFolder } from '../folder.ts';
import { hasFfmpeg, makeClip, makePhoto, makePng, writeFixture } from './clips.ts';

const directory = temporaryFolder();
afterAll(() => rmSync(directory, { recursive: true }));

describe('parsePicture', () => {
  it('refuses, in words, whatever is thrown at it', async () => {
    const starts = [
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'GIF89a',
      'RIFF0000WEBPVP8 ',
      'II*\0',
      'MM\0*',
      'BM',
      '\0\0\0\x18ftypavif',
      '',
    ];
    const hostile = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(hostile, async ([start, rest]) => {
        const result = await parsePicture(Buffer.concat([Buffer.from(start, 'latin1'), rest])).catch(
          (thrown) => thrown,
        );
        if (result instanceof Error) expect(result).toBeInstanceOf(AppError);
        else expect(result.width * result.height).toBeGreaterThan(0);
      }),
    );
  });

  it.skipIf(!hasFfmpeg && !process.env.CI).each(['png', 'jpg', 'gif', 'bmp'])('tells a cut %s', async (extension) => {
    const whole = readFileSync(
      makeClip(join(directory, `a.${extension}`), { size: '320x300', output: ['-frames:v', '1'] }),
    );
    expect(await parsePicture(whole)).toMatchObject({ width: 320, height: 300 });
    for (const share of [0.3, 0.9]) {
      await expect(parsePicture(whole.subarray(0, whole.byteLength * share))).rejects.toThrow('cut off');
    }
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>', 'an SVG drawing'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', 'a text file'],
    ['\0\0\0\x18ftypheic\0\0\0\0', 'damaged'],
    ['', 'an empty file'],
  ])('refuses %j: %s', async (content, words) => {
    await expect(parsePicture(Buffer.from(content))).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringContaining(words),
    });
  });
});

describe('showPicture', () => {
  const photo = makePhoto(1280, 720);

  it('gives a small picture as it is', async () => {
    const bytes = makePng(400, 300);
    const path = writeFixture(directory, 'small.png', bytes);
    expect(await showPicture(path, bytes.length)).toEqual({ data: bytes.toString('base64'), mimeType: 'image/png' });
  });

  it('gives a large one smaller, as a JPEG', async () => {
    const path = writeFixture(directory, 'large.png', photo);
    const shown = await showPicture(path, 150_000);
    const bytes = Buffer.from(shown?.data ?? '', 'base64');
    expect([shown?.mimeType, bytes.length < 150_000]).toEqual(['image/jpeg', true]);
    expect(await parsePicture(bytes)).toEqual({ mediaType: 'image/jpeg', width: 1024, height: 576 });
  });

  it('gives nothing where it cannot, or for another kind', async () => {
    const cut = writeFixture(directory, 'cut.png', photo.subarray(0, 50_000));
    expect(await showPicture(cut, 1_000)).toBeUndefined();
    expect(await showPicture(writeFixture(directory, 'photo.png', photo), 1_000)).toBeUndefined();
    for (const [name, content] of Object.entries({ 'a.bmp': 'BM', 'a.png': 'text' }))
      expect(await showPicture(writeFixture(directory, name, content), 1_000)).toBeUndefined();
  });
});
