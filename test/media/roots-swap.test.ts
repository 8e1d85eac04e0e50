import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedance as limits } from '../../src/backends/seedance-limits.ts';
import { createRoots } from '../../src/media/roots.ts';
import { temporaryFolder } from '../folder.ts';
import { makePng, writeFixture } from './clips.ts';

/** What somebody quick does just before and just after the file is opened. */
const swap = vi.hoisted(() => ({ before: () => {}, after: () => {} }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const open: typeof original.open = async (...args) => {
    swap.before();
    try {
      return await original.open(...args);
    } finally {
      swap.after();
    }
  };
  return { ...original, open };
});

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true }));

describe('a picture swapped between the look and the opening', () => {
  let nth = 0;
  let folder: string;
  let outside: string;
  let path: string;

  beforeEach(() => {
    const root = join(scratch, `${++nth}`);
    folder = join(root, 'project', 'shots');
    outside = join(root, 'private');
    mkdirSync(folder, { recursive: true });
    mkdirSync(outside);
    path = writeFixture(folder, 'fox.png', makePng(640, 360));
    writeFixture(outside, 'fox.png', makePng(777, 500));
    Object.assign(swap, { before: () => {}, after: () => {} });
  });

  const read = () => createRoots({ directories: async () => [join(folder, '..')], limits }).open(path);

  it('is read when nobody interferes', async () => {
    expect((await read()).width).toBe(640);
  });

  it('for a link to a secret stays', async () => {
    swap.before = () => {
      rmSync(path);
      symlinkSync(join(outside, 'fox.png'), path);
    };
    await expect(read()).rejects.toMatchObject({ code: 'file_refused' });
  });

  it('by turning its folder into a link stays', async () => {
    swap.before = () => {
      renameSync(folder, `${folder}-away`);
      symlinkSync(outside, folder);
    };
    await expect(read()).rejects.toThrow('changed while it was opened');
  });

  it('and swapped back stays', async () => {
    swap.before = () => {
      renameSync(folder, `${folder}-away`);
      symlinkSync(outside, folder);
    };
    swap.after = () => {
      rmSync(folder);
      renameSync(`${folder}-away`, folder);
    };
    await expect(read()).rejects.toThrow('changed while it was opened');
  });

  it('for another picture of the same folder is no harm', async () => {
    const other = writeFixture(folder, 'other.png', makePng(400, 400));
    swap.before = () => {
      rmSync(path);
      linkSync(other, path);
    };
    expect((await read()).width).toBe(400);
  });
});
