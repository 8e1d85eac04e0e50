import { fdatasyncSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import type { Claim } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../folder.ts';
import { intentOf } from '../intents.ts';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, fdatasyncSync: vi.fn(fs.fdatasyncSync), writeSync: vi.fn(fs.writeSync) };
});

const at = Date.UTC(2026, 10, 21);

type Race = { claims: Claim[]; lines: string[]; cameBetween: boolean };

/** Claims, and lets another process claim at the n-th moment at which this one looks at the clock. */
async function race(moment: number, ours: object, theirs: object, dailyCap?: number): Promise<Race> {
  const home = temporaryFolder();
  const other = createFileStore(home, () => at);
  let rival: Promise<Claim> | undefined;
  let moments = 0;
  const store = createFileStore(home, () => {
    if (++moments === moment) rival = other.claim(intentOf('local-theirs', { at, ...theirs }), { dailyCap });
    return at;
  });
  const mine = await store.claim(intentOf('local-ours', { at, ...ours }), { dailyCap });
  const cameBetween = rival !== undefined;
  rival ??= other.claim(intentOf('local-theirs', { at, ...theirs }), { dailyCap });
  const lines = readFileSync(join(home, 'ledger/2026-11.jsonl'), 'utf8').split('\n');
  return { claims: [mine, await rival], lines, cameBetween };
}

describe('a claim in files, whenever another process comes in between', () => {
  const moments = Array.from({ length: 8 }, (_, n) => n + 1);

  it('leaves one owner, and the other is told of it', async () => {
    const same = { fingerprint: 'the same request' };
    const races = await Promise.all(moments.map((moment) => race(moment, same, same)));
    for (const { claims } of races) {
      expect(claims.map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'owned']);
      const [owner, told] = claims[0]!.outcome === 'owned' ? claims : [...claims].reverse();
      expect(told).toMatchObject({ task: { key: owner?.outcome === 'owned' && owner.task.key } });
    }
    // Some came before our line, so that ours was taken back, and some after it.
    expect(races.some(({ lines }) => lines.some((line) => line.includes('"withdrawn"')))).toBe(true);
    expect(races.some(({ claims, cameBetween }) => cameBetween && claims[0]?.outcome === 'owned')).toBe(true);
  });

  it('spends the money once', async () => {
    for (const moment of moments) {
      const { claims } = await race(moment, {}, {}, 80);
      expect(claims.map(({ outcome }) => outcome).sort()).toEqual(['over_budget', 'owned']);
    }
  });
});

describe('a claim that lands in a month that others have left', () => {
  const december = Date.UTC(2026, 11, 1);
  const same = { fingerprint: 'the same request' };

  /** The process stands still between the choice of the file and the write; meanwhile another one begins the next month. */
  async function stand(theirs: object, dailyCap?: number): Promise<Claim[]> {
    const home = temporaryFolder();
    const store = createFileStore(home, () => at);
    await store.claim(intentOf('local-before', { at }), {});
    const rival: Promise<Claim>[] = [];
    vi.mocked(writeSync).mockImplementationOnce((...given) => {
      rival.push(
        createFileStore(home, () => december).claim(intentOf('local-theirs', { at, ...theirs }), { dailyCap }),
      );
      return Reflect.apply(writeSync, undefined, given);
    });
    const mine = await store.claim(intentOf('local-ours', { at, ...same }), { dailyCap });
    const after = createFileStore(home, () => december);
    expect((await after.list({ limit: 9 })).map(({ state }) => state)).not.toContain('withdrawn');
    return [mine, ...(await Promise.all(rival))];
  }

  it('does not win over one that was read as first', async () => {
    const [mine, theirs] = await stand(same);
    expect(theirs).toMatchObject({ outcome: 'owned', task: { key: 'local-theirs' } });
    expect(mine).toMatchObject({ outcome: 'duplicate', task: { key: 'local-theirs' } });
  });

  it('does not spend what that one was given', async () => {
    const claims = await stand({}, 120);
    expect(claims.map(({ outcome }) => outcome)).toEqual(['over_budget', 'owned']);
  });

  it('is made anew where nobody asked for the same', async () => {
    const [mine, theirs] = await stand({});
    expect([mine?.outcome, theirs?.outcome]).toEqual(['owned', 'owned']);
  });
});

it('takes a claim back whose line was written and not confirmed', async () => {
  const home = temporaryFolder();
  vi.mocked(fdatasyncSync).mockImplementationOnce(() => {
    throw Object.assign(new Error('i/o error'), { code: 'EIO' });
  });
  const store = createFileStore(home, () => at);
  await expect(store.claim(intentOf('local-1', { at }), {})).rejects.toThrow(/could not be kept: i\/o error/);
  const other = createFileStore(home, () => at);
  const repeat = intentOf('local-2', { at, fingerprint: 'print of local-1' });
  expect((await other.claim(repeat, {})).outcome).toBe('owned');
});
