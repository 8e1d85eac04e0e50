import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { renameExclusive } from '../../src/media/rename-exclusive.ts';
import { temporaryFolder } from '../folder.ts';
import { writeFixture } from './clips.ts';

/** Whether the disk knows hard links; exFAT and some shares do not. */
const disk = vi.hoisted(() => ({ hasLinks: true }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const link: typeof original.link = async (from, to) => {
    if (!disk.hasLinks) throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    return original.link(from, to);
  };
  return { ...original, link };
});

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each([true, false])('publish on a disk that has hard links: %s', (hasLinks) => {
  let directory: string;
  beforeEach(() => {
    disk.hasLinks = hasLinks;
    directory = join(scratch, `${Math.random()}`);
    mkdirSync(directory);
  });

  const move = (content: string, decision: 'keep' | 'replace' | 'next') =>
    renameExclusive(writeFixture(directory, 'temporary', content), {
      directory,
      stem: 'fox',
      extension: '.mp4',
      onTaken: async () => decision,
    });

  it('takes the name, and the next one where it is taken', async () => {
    expect(await move('one', 'next')).toBe(join(directory, 'fox.mp4'));
    expect(await move('two', 'next')).toBe(join(directory, 'fox-2.mp4'));
    expect(await move('three', 'next')).toBe(join(directory, 'fox-3.mp4'));
    expect(readdirSync(directory).sort()).toEqual(['fox-2.mp4', 'fox-3.mp4', 'fox.mp4']);
    expect(readFileSync(join(directory, 'fox.mp4'), 'utf8')).toBe('one');
  });

  it('keeps or replaces what is there when told to', async () => {
    const path = await move('one', 'next');
    expect(await move('two', 'keep')).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('one');
    expect(await move('three', 'replace')).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('three');
    expect(readdirSync(directory)).toEqual(['fox.mp4']);
  });

  it('lets exactly one of many have the name', async () => {
    const paths = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        renameExclusive(writeFixture(directory, `temporary-${n}`, `${n}`), {
          directory,
          stem: 'fox',
          extension: '.mp4',
          onTaken: async () => 'next',
        }),
      ),
    );
    expect(new Set(paths).size).toBe(8);
    expect(new Set(paths.map((path) => readFileSync(path, 'utf8'))).size).toBe(8);
  });
});
