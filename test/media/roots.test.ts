import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedance as limits } from '../../src/backends/seedance-limits.ts';
import { parseImageData } from '../../src/media/read-image.ts';
import { createRoots } from '../../src/media/roots.ts';
import { temporaryFolder } from '../folder.ts';
import { makePng, writeFixture } from './clips.ts';

const scratch = temporaryFolder();
const allowed = join(scratch, 'project');
const outside = join(scratch, 'private');
const picture = makePng(640, 360);
const { open } = createRoots({ directories: async () => [allowed, join(scratch, 'no-such-folder')], limits });
const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  mkdirSync(join(allowed, 'shots'), { recursive: true });
  mkdirSync(outside);
  mkdirSync(`${allowed}-other`);
  writeFixture(allowed, 'fox.png', picture);
  writeFixture(join(allowed, 'shots'), 'a b#1%20狐.png', picture);
  writeFixture(outside, 'secret.png', picture);
  writeFixture(`${allowed}-other`, 'secret.png', picture);
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('what may leave', () => {
  it('an image below an allowed folder, with what was measured', async () => {
    const image = await open(join(allowed, 'fox.png'));
    expect(image).toMatchObject({
      mediaType: 'image/png',
      width: 640,
      height: 360,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(image.bytes.equals(picture)).toBe(true);
  });

  it('by relative path, file URL, or a link that stays inside', async () => {
    symlinkSync(join(allowed, 'fox.png'), join(allowed, 'link.png'));
    symlinkSync(allowed, join(scratch, 'way-in'));
    const odd = join(allowed, 'shots', 'a b#1%20狐.png');
    for (const path of [
      'fox.png',
      './shots/../fox.png',
      'link.png',
      odd,
      pathToFileURL(odd).href,
      join(scratch, 'way-in', 'fox.png'),
    ]) {
      expect((await open(path)).width).toBe(640);
    }
  });

  it('with folders that are links themselves', async () => {
    const linked = join(scratch, 'linked');
    symlinkSync(allowed, linked);
    const roots = createRoots({ directories: async () => [linked], limits });
    expect((await roots.open(join(linked, 'fox.png'))).width).toBe(640);
  });

  it('from folders that the client named meanwhile', async () => {
    const directories: string[] = [];
    const roots = createRoots({ directories: async () => directories, limits });
    await expect(roots.open(join(allowed, 'fox.png'))).rejects.toThrow('No folder is allowed');
    directories.push(allowed);
    expect((await roots.open('fox.png')).width).toBe(640);
  });
});

describe('what stays', () => {
  it.each([
    ['a path outside', () => join(outside, 'secret.png')],
    ['a climb', () => join(allowed, '..', 'private', 'secret.png')],
    ['a relative climb', () => '../private/secret.png'],
    ['a climb through a folder that does not exist', () => `${allowed}/nope/../../private/secret.png`],
    ['a file URL outside', () => pathToFileURL(join(outside, 'secret.png')).href],
    ['an encoded climb in a file URL', () => `${pathToFileURL(allowed).href}/%2e%2e/private/secret.png`],
    ['a neighbour whose name begins the same', () => `${allowed}-other/secret.png`],
    ['a link out', () => link('out.png', join(outside, 'secret.png'))],
    ['a link to a link out', () => link('out-2.png', link('out-1.png', join(outside, 'secret.png')))],
    ['a folder link out', () => join(link('door', outside), 'secret.png')],
    ['a relative link out', () => link('relative.png', '../private/secret.png')],
    ['the allowed folder itself', () => allowed],
    ['what does not exist', () => join(allowed, 'nothing.png')],
    ['a way around through /proc', () => `/proc/self/root${outside}/secret.png`],
    ['a device', () => '/dev/zero'],
    ['an empty path', () => ''],
  ])('%s', async (_, path) => {
    await expect(open(path())).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringContaining(`Allowed folders: ${allowed}`),
      nextStep: expect.stringContaining('SEEDANCE_MEDIA_ROOTS'),
    });
  });

  it('says the same of a file outside whether or not it exists', async () => {
    const [there, not] = await Promise.all(
      ['secret.png', 'nothing.png'].map((name) =>
        open(join(outside, name)).catch((thrown) => thrown.message.replace(name, '')),
      ),
    );
    expect(there).toBe(not);
  });

  it.each([
    ['a folder', () => join(allowed, 'shots'), 'is not a file'],
    ['a link to a device', () => link('zero.png', '/dev/zero'), 'not an image file below an allowed folder'],
    [
      'a key with the name of a picture',
      () => writeFixture(allowed, 'key.png', '-----BEGIN PRIVATE KEY-----'),
      'a text file, not an image',
    ],
    ['a page', () => writeFixture(allowed, 'page.png', '<!doctype html>'), 'a web page'],
    ['an empty file', () => writeFixture(allowed, 'empty.png', ''), 'an empty file'],
    ['a drawing that may hold anything', () => writeFixture(allowed, 'a.svg', '<svg xmlns="x"/>'), 'an SVG drawing'],
    ['a video', () => writeFixture(allowed, 'a.mp4', '\0\0\0\x10ftypisom0000'), 'a video (mp4), not an image'],
    ['half a picture', () => writeFixture(allowed, 'half.png', picture.subarray(0, -30)), 'cut off'],
    ['only the head of a picture', () => writeFixture(allowed, 'head.png', '\x89PNG\r\n\x1a\nIEND'), 'not an image'],
    ['a picture too small', () => writeFixture(allowed, 'small.png', makePng(100, 100)), 'at least 300'],
    ['a picture too wide', () => writeFixture(allowed, 'wide.png', makePng(1200, 400)), 'between 0.4 and 2.5'],
    ['a picture too large', () => writeFixture(allowed, 'large.png', makePng(6001, 3000)), 'more than 6000'],
    ['too many bytes', () => writeFixture(allowed, 'heavy.png', Buffer.alloc(31 * 1024 * 1024)), 'larger than 30 MB'],
    ['a zero byte', () => 'fox.png\0.txt', 'not a path of this machine'],
    ['a file URL of another machine', () => 'file://server/share/fox.png', 'not a path of this machine'],
  ])('%s', async (_, path, words) => {
    await expect(open(path())).rejects.toMatchObject({ code: 'file_refused', message: expect.stringContaining(words) });
  });

  it('a pipe, without waiting for a writer', async () => {
    execFileSync('mkfifo', [join(allowed, 'pipe.png')]);
    await expect(open('pipe.png')).rejects.toThrow('is not a file');
  });

  it('a socket', async () => {
    const server = createServer().listen(join(allowed, 'socket.png'));
    await expect(open('socket.png')).rejects.toThrow('is not a file');
    await new Promise((resolve) => server.close(resolve));
  });

  it.runIf(isRoot)("another person's file", async () => {
    const path = writeFixture(allowed, 'theirs.png', picture);
    chownSync(path, 1234, 1234);
    process.getuid = () => 1000; // the file system still lets root read, as a shared folder would let a user
    try {
      await expect(open(path)).rejects.toThrow('belongs to another user');
    } finally {
      process.getuid = () => 0;
    }
  });

  it.skipIf(isRoot)('a file that may not be read', async () => {
    const path = writeFixture(allowed, 'locked.png', picture);
    chmodSync(path, 0);
    await expect(open(path)).rejects.toThrow('cannot be read');
  });
});

describe('a path that a person typed', () => {
  it('may be any image of the machine, and nothing but an image', async () => {
    expect((await open(join(outside, 'secret.png'), { anyReadable: true })).width).toBe(640);
    const key = writeFixture(outside, 'key.png', 'PRIVATE KEY');
    await expect(open(key, { anyReadable: true })).rejects.toThrow('not an image');
    await expect(open('/dev/zero', { anyReadable: true })).rejects.toThrow('is not a file');
    await expect(open(join(outside, 'nothing.png'), { anyReadable: true })).rejects.toThrow('There is no file');
  });
});

describe('parseImageData', () => {
  const base64 = picture.toString('base64');

  it.each([
    ['base64', base64],
    ['a data URL', `data:image/png;base64,${base64}`],
    ['a data URL that lies about its type', `data:image/jpeg;name=a.jpg;base64,${base64}`],
    ['lines', base64.replace(/.{76}/g, '$&\r\n')],
    ['the URL alphabet', picture.toString('base64url')],
  ])('reads %s', async (_, text) => {
    expect(await parseImageData(text, limits)).toMatchObject({ mediaType: 'image/png', width: 640, height: 360 });
  });

  it.each([
    ['', 'neither base64'],
    ['data:image/png,%89PNG', 'neither base64'],
    ['/home/ada/fox.png!', 'neither base64'],
    [Buffer.from('PRIVATE KEY').toString('base64'), 'a text file, not an image'],
    [makePng(100, 100).toString('base64'), 'at least 300'],
    ['A'.repeat(42 * 1024 * 1024), 'larger than 30 MB'],
  ])('refuses %.40s', async (text, words) => {
    await expect(parseImageData(text, limits)).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringContaining(words),
    });
  });
});

function link(name: string, target: string): string {
  const path = join(allowed, name);
  symlinkSync(target, path);
  return path;
}
