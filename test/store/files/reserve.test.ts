import { existsSync, fdatasyncSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import { createJournal } from '../../../src/store/files/journal.ts';
import { createPlans } from '../../../src/store/files/plans.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../folder.ts';
import { intentOf } from '../intents.ts';
import { account, newPlan, planOf, stepOf } from '../productions/plans.ts';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, fdatasyncSync: vi.fn(fs.fdatasyncSync) };
});

const at = Date.UTC(2026, 10, 21);
type Act = (store: Store) => Promise<{ outcome: string }>;

/** Acts, and lets another process act at the n-th moment at which this one looks at the clock. */
async function race(moment: number, ours: Act, theirs: Act, prepare?: (store: Store) => Promise<void>) {
  const home = temporaryFolder();
  const other = createFileStore(home, () => at);
  await prepare?.(other);
  let rival: ReturnType<Act> | undefined;
  let moments = 0;
  const store = createFileStore(home, () => {
    if (++moments === moment) rival = theirs(other);
    return at;
  });
  const mine = await ours(store);
  const cameBetween = rival !== undefined;
  const outcomes = [mine.outcome, (await (rival ?? theirs(other))).outcome];
  const spent = await createFileStore(home, () => at).spentSince(account, 0);
  return { outcomes, cameBetween, spent };
}

const moments = Array.from({ length: 16 }, (_, n) => n + 1);
const cap = [{ account, dailyCap: 150 }];
const reserve =
  (print: string): Act =>
  (store) =>
    store.reserve(newPlan(planOf(print, { at, clips: 2 })), cap);
const single: Act = (store) =>
  store.claim(intentOf('local-single', { at, price: { amount: 60, unit: 'points', source: 'listed' } }), {
    dailyCap: 150,
  });

describe('whenever another process comes in between', () => {
  it('the same plan is one production', async () => {
    const races = await Promise.all(moments.map((moment) => race(moment, reserve('a'), reserve('a'))));
    for (const { outcomes, spent } of races) {
      expect([...outcomes].sort()).toEqual(['duplicate', 'reserved']);
      expect(spent).toBe(100);
    }
    expect(races.some(({ cameBetween, outcomes }) => cameBetween && outcomes[0] === 'duplicate')).toBe(true);
    expect(races.some(({ cameBetween, outcomes }) => cameBetween && outcomes[0] === 'reserved')).toBe(true);
  });

  it.each([
    ['two plans', reserve('a'), reserve('b')],
    ['a plan and a single task', reserve('a'), single],
    ['a single task and a plan', single, reserve('a')],
  ])('the money is given once: %s', async (_, ours, theirs) => {
    for (const moment of moments) {
      const { outcomes, spent } = await race(moment, ours, theirs);
      expect(outcomes.filter((outcome) => outcome === 'over_budget')).toHaveLength(1);
      expect(spent).toBeLessThanOrEqual(150);
    }
  });

  it('a production is resumed once, and not with money that another took', async () => {
    let key = '';
    const prepare = async (store: Store): Promise<void> => {
      const answer = await store.reserve(newPlan(planOf('a', { at, clips: 2 })), cap);
      key = answer.outcome === 'reserved' ? answer.production.plan.key : '';
      await store.record({ type: 'plan_stopped', key, at });
    };
    const resume: Act = (store) => store.resume(key, cap);
    for (const moment of moments) {
      expect((await race(moment, resume, resume, prepare)).outcomes.sort()).toEqual(['duplicate', 'reserved']);
      const { outcomes, spent } = await race(moment, resume, single, prepare);
      expect(outcomes.filter((outcome) => outcome === 'over_budget')).toHaveLength(1);
      expect(spent).toBeLessThanOrEqual(150);
    }
  });

  it('a step is sent once, and not after a stop', async () => {
    let sends = 0;
    let production = planOf('a', { at });
    const prepare = async (store: Store): Promise<void> => {
      const answer = await store.reserve(newPlan(planOf('a', { at })), cap);
      if (answer.outcome === 'reserved') production = answer.production.plan;
    };
    const send: Act = (store) => store.claimStep(intentOf(`local-${++sends}`, { at, ...stepOf(production, 0) }), 4);
    const stop: Act = async (store) => {
      await store.record({ type: 'plan_stopped', key: production.key, at });
      return { outcome: 'stopped' };
    };
    for (const moment of moments) {
      expect((await race(moment, send, send, prepare)).outcomes.sort()).toEqual(['not_wanted', 'owned']);
      const { outcomes, spent } = await race(moment, send, stop, prepare);
      expect(spent).toBe(outcomes[0] === 'owned' ? 50 : 0);
    }
  });
});

it.each([1, 2, 3])('reserves nothing when the disk refuses write %i', async (write) => {
  const store = createFileStore(temporaryFolder(), () => at);
  let writes = 0;
  vi.mocked(fdatasyncSync).mockImplementation(() => {
    if (++writes === write) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
  });
  await expect(reserve('a')(store)).rejects.toThrow(/could not be kept: i\/o error/);
  vi.mocked(fdatasyncSync).mockReset();
  expect(await store.spentSince(account, 0)).toBe(0);
  expect((await reserve('a')(store)).outcome).toBe(write < 3 ? 'reserved' : 'duplicate');
});

describe('the words of a plan that never came to be', () => {
  const namesIn = (home: string): string[] => {
    const folder = join(home, 'productions');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it.each([1, 2, 3])('are gone when the disk fails at write %i', async (moment) => {
    const home = temporaryFolder();
    let writes = 0;
    vi.mocked(fdatasyncSync).mockImplementation(() => {
      if (++writes === moment) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    });
    await expect(reserve('a')(createFileStore(home, () => at))).rejects.toThrow(/i\/o error/);
    vi.mocked(fdatasyncSync).mockReset();
    const [known] = await createFileStore(home, () => at).productions({ limit: 9 });
    // Once its money was given it may go on, and needs them.
    expect({ known: known?.state, names: namesIn(home).length }).toEqual(
      moment < 3 ? { known: undefined, names: 0 } : { known: 'stopped', names: 1 },
    );
  });

  it('are gone once somebody plans again, when their process ended in between', async () => {
    const home = temporaryFolder();
    let nowMs = at;
    const now = () => nowMs;
    const keepWords = (key: string): void => createPlans(home, now).keep(key, newPlan(planOf('a', { at })));
    const gone = { pid: 999_999_9, started: '1', host: hostname() };
    keepWords('production:asking');
    const line = JSON.stringify({ ...planOf('a', { at }), key: 'production:asking', process: gone });
    createJournal(join(home, 'ledger'), now).append([line]);
    keepWords('production:unplanned');
    await reserve('b')(createFileStore(home, now));
    expect(namesIn(home).filter((name) => /asking|unplanned/.test(name))).toEqual(['production-unplanned.json']);

    nowMs += 31 * 24 * 60 * 60_000;
    await createFileStore(home, now).reserve(newPlan(planOf('c', { at: nowMs })), []);
    expect(namesIn(home).filter((name) => /asking|unplanned/.test(name))).toEqual([]);
    expect(namesIn(home)).toHaveLength(2);
  });

  it('are forgotten with all that is as old, also half-written ones, and those of others are not', async () => {
    const home = temporaryFolder();
    const store = createFileStore(home, () => at);
    await reserve('a')(store);
    createPlans(home, () => at - 1).keep('production:old', newPlan(planOf('old', { at })));
    createPlans(home, () => at).keep('production:young', newPlan(planOf('young', { at })));
    const part = join(home, 'productions/production-b.1234.part');
    writeFileSync(part, 'half a prompt');
    utimesSync(part, at / 1000 - 7200, at / 1000 - 7200);
    await store.forget({ before: at });
    expect(namesIn(home)).toHaveLength(2);
    expect(namesIn(home)).toContain('production-young.json');
    await store.forget({ before: at + 1 });
    expect(namesIn(home)).toEqual([]);
  });
});
