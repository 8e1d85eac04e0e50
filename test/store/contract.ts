import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Intent, Payer, TaskEvent } from '../../src/store/events.ts';
import type { Plan } from '../../src/store/productions/plan.ts';
import type { Claim, Store } from '../../src/store/store.ts';
import { accepted, ended, intentOf, saved, uncertain } from './intents.ts';

export type StoreStage = {
  /** One more process with the same record. */
  open(): Promise<Store>;
  /** What the time is, for all of them. */
  clock: { nowMs: number };
  /** Claims in a process that ends before the outcome. */
  claimAndDie(intent: Intent): Promise<void>;
  /** Plans in a process that ends before its money is reserved. */
  planAndDie(plan: Plan): Promise<void>;
  /** Ends what the stores hold open. */
  close?(): Promise<void>;
};

const hourMs = 60 * 60 * 1000;
const account = { backend: 'xskill', base_url: 'https://api.xskill.ai', rehearsal: false };

const unknownPrice = { price: { unit: 'points', source: 'unknown' as const } };

const charged = (key: string, amount: number): TaskEvent => ({
  ...accepted(key),
  ...{ price: { amount, unit: 'points', source: 'charged' } },
});

/** What jobs/ rely on, whatever keeps the record. */
export function describeStore(name: string, create: () => Promise<StoreStage>, histories = 40): void {
  describe(`${name}, as a store`, () => {
    let stage: StoreStage;
    let one: Store;
    let two: Store;
    beforeEach(async () => {
      stage = await create();
      one = await stage.open();
      two = await stage.open();
    });
    afterEach(() => stage.close?.());

    const intent = (key: string, more: Partial<Intent> = {}): Intent =>
      intentOf(key, { at: stage.clock.nowMs, ...more });
    const claim = (store: Store, key: string, more: Partial<Intent> = {}, dailyCap?: number): Promise<Claim> =>
      store.claim(intent(key, more), { dailyCap });
    const same = { fingerprint: 'the same request' };
    const keysOf = (tasks: { key: string }[]): string[] => tasks.map(({ key }) => key);

    describe('claim', () => {
      it('gives a request to the first that asks, and tells everybody else of it', async () => {
        expect(await claim(one, 'local-1', same)).toMatchObject({ outcome: 'owned', task: { key: 'local-1' } });
        for (const store of [one, two])
          expect(await claim(store, 'local-2', same)).toMatchObject({
            outcome: 'duplicate',
            task: { key: 'local-1', state: 'open', asked: { prompt: 'shot local-1' } },
          });
        expect(keysOf(await two.list({ limit: 9 }))).toEqual(['local-1']);
      });

      it('gives it to exactly one of many that ask at once', async () => {
        const stores = await Promise.all(Array.from({ length: 5 }, () => stage.open()));
        const claims = await Promise.all(stores.map((store, n) => claim(store, `local-${n}`, same)));
        expect(claims.filter(({ outcome }) => outcome === 'owned')).toHaveLength(1);
        expect(claims.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(4);
      });

      it('gives it again when another take is asked for', async () => {
        await claim(one, 'local-1', same);
        expect(await claim(two, 'local-2', { ...same, again: true })).toMatchObject({ outcome: 'owned' });
      });

      it.each<[string, TaskEvent[], Claim['outcome']]>([
        ['accepted', [accepted('local-1')], 'duplicate'],
        ['uncertain', [uncertain('local-1')], 'duplicate'],
        ['completed', [accepted('local-1'), ended('local-1', 'completed')], 'duplicate'],
        ['failed', [accepted('local-1'), ended('local-1', 'failed')], 'owned'],
        ['settled as not taken', [uncertain('local-1'), { type: 'settled', key: 'local-1', at: 0 }], 'owned'],
        ['withdrawn', [{ type: 'withdrawn', key: 'local-1', at: 0 }], 'owned'],
      ])('of a request whose first task is %s', async (_, events, outcome) => {
        await claim(one, 'local-1', same);
        await one.record(...events.map((event) => ({ ...event, at: stage.clock.nowMs })));
        expect((await claim(two, 'local-2', same)).outcome).toBe(outcome);
      });

      it('is free again ten minutes after the end, and a day after a doubt', async () => {
        await claim(one, 'local-1', same);
        await one.record(accepted('local-1'), ended('local-1', 'completed', stage.clock.nowMs));
        await claim(one, 'local-2', { fingerprint: 'a doubt' });
        await one.record(uncertain('local-2', stage.clock.nowMs));
        stage.clock.nowMs += hourMs;
        expect((await claim(two, 'local-3', same)).outcome).toBe('owned');
        expect((await claim(two, 'local-4', { fingerprint: 'a doubt' })).outcome).toBe('duplicate');
        stage.clock.nowMs += 24 * hourMs;
        expect((await claim(two, 'local-5', { fingerprint: 'a doubt' })).outcome).toBe('owned');
      });

      it('spends no more than the cap, over all processes and in this account alone', async () => {
        expect((await claim(one, 'local-1', {}, 120)).outcome).toBe('owned');
        expect((await claim(two, 'local-2', {}, 120)).outcome).toBe('owned');
        expect(await claim(one, 'local-3', {}, 120)).toEqual({ outcome: 'over_budget', spent: 100 });
        for (const other of [{ backend: 'pixazo' }, { rehearsal: true }, { base_url: 'https://elsewhere.test' }])
          expect((await claim(one, JSON.stringify(other), other, 120)).outcome).toBe('owned');
        await two.record(accepted('local-2'), ended('local-2', 'failed'));
        expect((await claim(one, 'local-3', {}, 120)).outcome).toBe('owned');
        stage.clock.nowMs += 25 * hourMs;
        expect((await claim(two, 'local-4', {}, 120)).outcome).toBe('owned');
      });

      it('holds an unknown price as max_cost', async () => {
        const unknown = { price: { unit: 'points', source: 'unknown' as const }, max_cost: 80 };
        expect((await claim(one, 'local-1', unknown, 120)).outcome).toBe('owned');
        expect(await claim(two, 'local-2', unknown, 120)).toEqual({ outcome: 'over_budget', spent: 80 });
      });

      it('sends nothing more where far more was charged than agreed, until a person has looked', async () => {
        await claim(one, 'local-1', { ...same, max_cost: 90 });
        await claim(one, 'local-2');
        await one.record(charged('local-1', 91));
        expect(await claim(two, 'local-3')).toMatchObject({ outcome: 'blocked', task: { key: 'local-1' } });
        expect(await claim(two, 'local-4', same)).toMatchObject({ outcome: 'duplicate', task: { key: 'local-1' } });
        for (const other of [{ backend: 'pixazo' }, { rehearsal: true }, { base_url: 'https://elsewhere.test' }])
          expect((await claim(one, JSON.stringify(other), other)).outcome).toBe('owned');
        expect(await (await stage.open()).findBlock(account)).toMatchObject({ key: 'local-1', price: { amount: 91 } });
        await two.record({ type: 'unblocked', at: stage.clock.nowMs, ...account });
        expect(await one.findBlock(account)).toBeUndefined();
        await one.record(charged('local-1', 91));
        expect((await claim(one, 'local-5')).outcome).toBe('owned');
        expect(await one.spentSince(account, 0)).toBe(91 + 50 + 50);
        await one.record(charged('local-2', 101));
        expect((await claim(one, 'local-6')).outcome).toBe('blocked');
      });

      it.each<[string, number, Partial<Intent>, boolean]>([
        ['twice the quote', 100, {}, false],
        ['more than twice the quote', 101, {}, true],
        ['less than max_cost', 80, { max_cost: 90 }, false],
        ['more than max_cost where the price was not known', 91, { ...unknownPrice, max_cost: 90 }, true],
        ['anything where nothing was agreed', 9_000, unknownPrice, false],
      ])('goes on or not after a charge of %s', async (_, amount, more, blocks) => {
        await claim(one, 'local-1', more);
        await one.record(charged('local-1', amount));
        expect((await claim(two, 'local-2')).outcome).toBe(blocks ? 'blocked' : 'owned');
        expect(await two.spentSince(account, 0)).toBe(amount + (blocks ? 0 : 50));
      });

      it('holds the quote where the service names no price, or 0', async () => {
        await claim(one, 'local-1');
        await claim(one, 'local-2', unknownPrice);
        await one.record(charged('local-1', 0), charged('local-2', 0));
        expect(await two.spentSince(account, 0)).toBe(50);
        expect(await two.findTask('local-2')).toMatchObject({ price: { amount: 0, source: 'charged' } });
      });

      it('of the same request on another account is a task of its own', async () => {
        const payer = (key_hash: string, more: object = {}) => ({ payer: { salt: 's', key_hash, ...more }, ...same });
        await claim(one, 'local-1', payer('a'));
        const outcome = async (key: string, more: Partial<Intent>) => (await claim(two, key, more)).outcome;
        expect(await outcome('local-2', payer('a'))).toBe('duplicate');
        expect(await outcome('local-3', same)).toBe('duplicate');
        expect(await outcome('local-4', payer('b'))).toBe('duplicate');
        expect(await outcome('local-5', payer('b', { key_only: true }))).toBe('duplicate');
        await one.record({ type: 'payer', at: 0, salt: 's', key_hash: 'a', id: 'user 1' });
        expect(await two.findPayerId({ salt: 's', key_hash: 'a' })).toBe('user 1');
        expect(await two.findSalt()).toBe('s');
        expect(await outcome('local-6', payer('b', { id: 'user 1' }))).toBe('duplicate');
        expect(await outcome('local-7', payer('b', { id: 'user 2' }))).toBe('owned');
        await two.record({ type: 'payer', at: 0, salt: 's', key_hash: 'c', id: 'user 2' });
        expect(await one.findDuplicate(same.fingerprint, payer('c').payer)).toMatchObject({ key: 'local-7' });
        expect(keysOf(await one.findSame(same.fingerprint))).toEqual(expect.arrayContaining(['local-1', 'local-7']));
        const told = async (payer: Payer) => keysOf(await one.findToldBefore(same.fingerprint, payer));
        expect(await told({ salt: 's', key_hash: 'a' })).toEqual(['local-7']);
        expect(await told({ salt: 's', key_hash: 'c' })).toEqual(['local-1']);
        expect(await told({ salt: 's', key_hash: 'd' })).toEqual([]);
        await one.record(uncertain('local-7', stage.clock.nowMs));
        expect(await told({ salt: 's', key_hash: 'c' })).toEqual(['local-1', 'local-7']);
      });

      it('of a service that tells no accounts goes by the key', async () => {
        const payer = (key_hash: string, salt = 's') => ({
          payer: { salt, key_hash, key_only: true as const },
          ...same,
        });
        await claim(one, 'local-1', payer('a'));
        expect((await claim(two, 'local-2', payer('b'))).outcome).toBe('owned');
        expect((await claim(two, 'local-3', payer('b'))).outcome).toBe('duplicate');
        expect((await claim(two, 'local-4', payer('c', 'another salt'))).outcome).toBe('duplicate');
      });

      it('agrees with a plain reading of what happened, in any order, over three processes', async () => {
        const step = fc.record({
          process: fc.nat(2),
          what: fc.constantFrom('claim', 'again', 'accept', 'complete', 'fail', 'lose', 'settle', 'wait'),
          which: fc.nat(3),
          minutes: fc.nat(700),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
            const { open, clock, close } = await create();
            const stores = [await open(), await open(), await open()];
            const model = createModel();
            for (const [n, { process, what, which, minutes }] of steps.entries()) {
              const store = stores[process] as Store;
              if (what === 'wait') clock.nowMs += minutes * 60_000;
              else if (what === 'claim' || what === 'again') {
                const again = what === 'again' || undefined;
                const asked = intentOf(`local-${n}`, { at: clock.nowMs, fingerprint: `print ${which}`, again });
                const { outcome } = await store.claim(asked, { dailyCap: 200 });
                expect(outcome).toBe(model.claim(asked, clock.nowMs));
              } else await store.record(...model.act(what, which, clock.nowMs));
            }
            for (const store of stores) {
              expect(await store.spentSince(account, clock.nowMs - 24 * hourMs)).toBe(model.spent(clock.nowMs));
              expect(keysOf(await store.list({ limit: 99 })).sort()).toEqual(model.sent().sort());
            }
            await close?.();
          }),
          { numRuns: histories },
        );
      });
    });

    describe('outcomes', () => {
      it('are found by our key and by the service’s id, by every process', async () => {
        await claim(one, 'local-1');
        await one.record(accepted('local-1', 'remote-1'), ended('local-1', 'completed'));
        for (const store of [one, two, await stage.open()]) {
          expect(await store.findTask('local-1')).toMatchObject({
            state: 'accepted',
            remoteStatus: 'completed',
            parameters: { seed: 7 },
          });
          expect(await store.findByRemoteId('xskill', 'remote-1')).toMatchObject({ key: 'local-1' });
          expect(await store.findByRemoteId('pixazo', 'remote-1')).toBeUndefined();
          expect(await store.findTask('local-2')).toBeUndefined();
        }
      });

      it('of a process that ended are uncertain, and a late one settles it', async () => {
        await stage.claimAndDie(intent('local-1', same));
        expect(await one.findTask('local-1')).toMatchObject({ state: 'uncertain', error: { code: 'uncertain' } });
        expect(await two.list({ status: 'uncertain', limit: 9 })).toHaveLength(1);
        expect(await one.findDuplicate(same.fingerprint)).toMatchObject({ key: 'local-1' });
        expect((await claim(two, 'local-2', same)).outcome).toBe('duplicate');
        await one.record(accepted('local-1', 'remote-1'));
        expect(await two.findTask('local-1')).toMatchObject({ state: 'accepted', error: undefined });
      });

      it('that a process records as its last word are known to all', async () => {
        await claim(one, 'local-1');
        one.recordLast(uncertain('local-1'));
        expect(await two.findTask('local-1')).toMatchObject({ state: 'uncertain' });
      });

      it('are waited for as long as their process lives, wherever the clock went', async () => {
        await claim(one, 'local-1', same);
        for (const jump of [10 * 24 * hourMs, -30 * 24 * hourMs]) {
          stage.clock.nowMs += jump;
          expect(await two.findTask('local-1')).toMatchObject({ state: 'open' });
          expect((await claim(two, 'local-2', same)).outcome).toBe('duplicate');
        }
      });

      it('that come too late change nothing', async () => {
        await claim(one, 'local-1');
        await one.record(accepted('local-1'), ended('local-1', 'completed'));
        await two.record(uncertain('local-1'), ended('local-1', 'failed'));
        expect(await two.findTask('local-1')).toMatchObject({ state: 'accepted', remoteStatus: 'completed' });
      });

      it('of a task that somebody else submitted join the record', async () => {
        const adopted = await one.adopt(intent('local-1'), [accepted('local-1', 'foreign-1')]);
        expect(adopted).toMatchObject({ state: 'accepted', remoteId: 'foreign-1' });
        expect(await two.findByRemoteId('xskill', 'foreign-1')).toMatchObject({ key: 'local-1' });
      });
    });

    describe('lists', () => {
      beforeEach(async () => {
        const prompts = ['A red fox', 'A grey heron', 'An old FOX', 'A lantern'];
        for (const [n, prompt] of prompts.entries()) {
          stage.clock.nowMs += 60_000;
          await claim(one, `local-${n}`, { asked: { prompt, references: [] }, rehearsal: n === 3 });
        }
        await one.record(accepted('local-0'), ended('local-0', 'failed'), accepted('local-1'));
      });

      it('the newest first, as many as are wanted', async () => {
        expect(keysOf(await two.list({ limit: 2 }))).toEqual(['local-3', 'local-2']);
        expect(keysOf(await two.summaries({ limit: 9 }))).toEqual(['local-3', 'local-2', 'local-1', 'local-0']);
      });

      it('by status, mode, service, time and words', async () => {
        const keys = async (query: object): Promise<string[]> => keysOf(await two.list({ limit: 9, ...query }));
        expect(await keys({ status: 'failed' })).toEqual(['local-0']);
        expect(await keys({ rehearsal: true })).toEqual(['local-3']);
        expect(await keys({ backends: ['pixazo'] })).toEqual([]);
        expect(await keys({ since: stage.clock.nowMs - 60_000 })).toEqual(['local-3', 'local-2']);
        expect(await keys({ search: 'fOx' })).toEqual(['local-2', 'local-0']);
        expect(await keys({ search: 'fox', limit: 1 })).toEqual(['local-2']);
        expect(await keys({ search: 'fox', status: 'failed' })).toEqual(['local-0']);
        expect(await keys({ search: 'dragon' })).toEqual([]);
        expect(await keys({ search: 'red dragon' })).toEqual(['local-0']);
        expect(await keys({ status: 'pending' })).toEqual(['local-3', 'local-2', 'local-1']);
        expect(await keys({ until: stage.clock.nowMs - 60_000 })).toEqual(['local-1', 'local-0']);
        expect(await keys({ mine: true, singles: true })).toEqual(await keys({}));
        for (const store of [one, two])
          expect(keysOf(await store.summaries({ limit: 9, status: 'failed', rehearsal: false }))).toEqual(['local-0']);
      });

      it('by the names of files, to the letter, and by what somebody chose', async () => {
        await one.record(saved('local-1', '/films/100%_heron\\1.mp4'), { type: 'used', key: 'local-2', at: 7 });
        const keys = async (query: object): Promise<string[]> => keysOf(await two.list({ limit: 9, ...query }));
        expect(await keys({ search: '100%_heron' })).toEqual(['local-1']);
        expect(await keys({ search: '1__heron' })).toEqual([]);
        expect(await keys({ used: true })).toEqual(['local-2']);
        expect(await two.summaries({ limit: 9, used: true })).toMatchObject([{ key: 'local-2', usedAt: 7 }]);
      });

      it('without what was never sent', async () => {
        await one.record({ type: 'withdrawn', key: 'local-2', at: 0 });
        expect(keysOf(await two.list({ limit: 9 }))).toEqual(['local-3', 'local-1', 'local-0']);
      });
    });

    it('remembers uploads by bytes and by address, and saved files by path', async () => {
      await one.record({ type: 'uploaded', at: 5, sha256: 'abc', base_url: 'https://a', url: 'https://cdn/1.png' });
      await claim(one, 'local-1');
      await one.tryRecord(saved('local-1', '/films/1.mp4'));
      expect(await two.findUpload('abc', 'https://a')).toMatchObject({ url: 'https://cdn/1.png', at: 5 });
      expect(await two.findUpload('abc', 'https://b')).toBeUndefined();
      expect(await two.findUploadedBytes('https://cdn/1.png')).toBe('abc');
      expect(await two.findSavedTask('/films/1.mp4')).toMatchObject({ key: 'local-1' });
      expect(await two.findSavedTask('/films/2.mp4')).toBeUndefined();
    });

    it('keeps drafts by what they hold, for 30 days after their last use', async () => {
      const draft = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox', duration: 5 } };
      const id = await one.keepDraft(draft);
      expect(await two.keepDraft({ ...draft })).toBe(id);
      expect(await two.keepDraft({ ...draft, model_id: 'another' })).not.toBe(id);
      for (const days of [20, 20, 31]) {
        stage.clock.nowMs += days * 24 * hourMs;
        expect(await two.findDraft(id)).toEqual(days > 30 ? undefined : draft);
      }
      await claim(one, 'local-1', { asked: { prompt: 'A fox', references: [] } });
      expect(await one.keepDraft(draft)).toBe(id);
      await two.forget({ key: 'local-1' });
      expect(await one.findDraft(id)).toBeUndefined();
    });

    it('forgets a task once more without taking a draft that has no prompt', async () => {
      await claim(one, 'local-1');
      await one.record(saved('local-1', '/films/1.mp4'));
      const draft = { model_id: 'st-ai/super-seed2', parameters: { duration: 5 } };
      const id = await one.keepDraft(draft);
      for (const store of [one, two]) await store.forget({ key: 'local-1' });
      expect(await one.findDraft(id)).toEqual(draft);
    });

    it('forgets words for good, and nothing else', async () => {
      for (const n of [1, 2, 3]) {
        await claim(one, `local-${n}`, { at: n });
        await one.record(accepted(`local-${n}`));
      }
      expect(keysOf(await two.forget({ key: 'local-2' }))).toEqual(['local-2']);
      expect(keysOf(await two.forget({ before: 2 }))).toEqual(['local-1']);
      for (const store of [one, two, await stage.open()]) {
        expect(await store.findByRemoteId('xskill', 'remote of local-2')).toMatchObject({
          asked: { prompt: '', references: [], durationSeconds: 5, ratio: '16:9' },
          parameters: {},
          price: { amount: 50 },
          state: 'accepted',
        });
        expect(keysOf(await store.list({ limit: 9, search: 'shot' }))).toEqual(['local-3']);
        expect(keysOf(await store.list({ limit: 9 }))).toEqual(['local-3', 'local-2', 'local-1']);
        expect(await store.findDuplicate('print of local-2')).toMatchObject({ key: 'local-2' });
      }
    });
  });
}

type Told = { key: string; fingerprint: string; at: number; state: string; endedAt?: number };

/** The rules of the contract once more, as plainly as they can be said. */
function createModel() {
  const tasks: Told[] = [];
  const blocks = ({ at, state, endedAt = 0 }: Told, nowMs: number): boolean => {
    if (state === 'open' || state === 'uncertain') return state === 'open' || nowMs - at < 24 * hourMs;
    return state === 'accepted' || (state === 'completed' && nowMs - endedAt < hourMs / 6);
  };
  const spent = (nowMs: number): number =>
    50 * tasks.filter(({ at, state }) => at >= nowMs - 24 * hourMs && state !== 'failed' && state !== 'settled').length;
  return {
    spent,
    sent: () => tasks.map(({ key }) => key),
    claim: ({ key, fingerprint, at, again }: Intent, nowMs: number): Claim['outcome'] => {
      if (!again && tasks.some((task) => task.fingerprint === fingerprint && blocks(task, nowMs))) return 'duplicate';
      if (spent(nowMs) + 50 > 200) return 'over_budget';
      tasks.push({ key, fingerprint, at, state: 'open' });
      return 'owned';
    },
    /** The event that the newest task of a request can take now, if any. */
    act: (what: string, which: number, nowMs: number): TaskEvent[] => {
      const task = tasks.findLast(({ fingerprint }) => fingerprint === `print ${which}`);
      const next = task && moves[what]?.(task, nowMs);
      return next ? [next] : [];
    },
  };
}

const moves: Record<string, (task: Told, nowMs: number) => TaskEvent | undefined> = {
  accept: (task, nowMs) => {
    if (task.state !== 'open' && task.state !== 'uncertain') return undefined;
    task.state = 'accepted';
    return accepted(task.key, `remote of ${task.key}`, nowMs);
  },
  complete: (task, nowMs) => {
    if (task.state !== 'accepted') return undefined;
    Object.assign(task, { state: 'completed', endedAt: nowMs });
    return ended(task.key, 'completed', nowMs);
  },
  fail: (task, nowMs) => {
    if (task.state !== 'accepted') return undefined;
    task.state = 'failed';
    return ended(task.key, 'failed', nowMs);
  },
  lose: (task, nowMs) => {
    if (task.state !== 'open') return undefined;
    task.state = 'uncertain';
    return uncertain(task.key, nowMs);
  },
  settle: (task, nowMs) => {
    if (task.state !== 'uncertain') return undefined;
    task.state = 'settled';
    return { type: 'settled', key: task.key, at: nowMs };
  },
};
