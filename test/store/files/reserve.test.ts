import { fdatasyncSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { createFileStore } from '../../../src/store/files/file-store.ts';
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
