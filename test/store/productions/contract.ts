import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilmOutline } from '../../../src/core/film-plan.ts';
import type { Store } from '../../../src/store/store.ts';
import type { StoreStage } from '../contract.ts';
import { accepted, ended, intentOf, uncertain } from '../intents.ts';
import { account, failed, newPlan, offerOf, planOf, refused, stepOf } from './plans.ts';

/** How it is put together. */
const film: FilmOutline = {
  ...{ title: 'A film', continuity: 'cut', lines: [], join: { clips: [1, 2], seconds: 10 } },
  clips: [1, 2].map((clip) => ({ clip, shots: `${clip}`, seconds: 5, timeline: [] })),
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What jobs/productions rely on, whatever keeps the record. */
export function describeProductions(name: string, create: () => Promise<StoreStage>): void {
  describe(`productions in ${name}`, () => {
    let stage: StoreStage;
    let one: Store;
    let two: Store;
    let lastKey = 0;
    beforeEach(async () => {
      stage = await create();
      one = await stage.open();
      two = await stage.open();
      lastKey = 0;
    });
    afterEach(() => stage.close?.());

    type Shape = Parameters<typeof planOf>[1];
    const plan = (print: string, shape: Shape = {}) => planOf(print, { at: stage.clock.nowMs, ...shape });
    const reserve = (store: Store, print: string, shape: Shape = {}, dailyCap?: number) =>
      store.reserve(newPlan(plan(print, shape)), [{ account, dailyCap }]);
    async function reserved(store: Store, print: string, shape: Shape = {}, dailyCap?: number) {
      const answer = await reserve(store, print, shape, dailyCap);
      if (answer.outcome !== 'reserved') throw new Error(answer.outcome);
      return answer.production.plan;
    }
    const send = (store: Store, of: Awaited<ReturnType<typeof reserved>>, number = 0, concurrency = 4) =>
      store.claimStep(intentOf(`local-${++lastKey}`, { at: stage.clock.nowMs, ...stepOf(of, number) }), concurrency);
    async function sent(store: Store, of: Awaited<ReturnType<typeof reserved>>, number = 0): Promise<string> {
      const claimed = await send(store, of, number);
      if (claimed.outcome !== 'owned') throw new Error(claimed.outcome);
      return claimed.task.key;
    }
    const single = (store: Store, print: string, dailyCap?: number) =>
      store.claim(intentOf(`local-${++lastKey}`, { at: stage.clock.nowMs, fingerprint: print }), { dailyCap });
    const spent = (store: Store) => store.spentSince(account, stage.clock.nowMs - dayMs);

    describe('a plan', () => {
      it('is the production of everybody who plans the same', async () => {
        const first = await reserved(one, 'a film', { clips: 2 });
        expect(first.key).toMatch(/^production:\w+$/);
        for (const store of [one, two])
          expect(await reserve(store, 'a film', { clips: 2 })).toMatchObject({
            outcome: 'duplicate',
            production: { plan: { key: first.key }, state: 'active' },
          });
        expect((await reserve(two, 'a film', { again: true })).outcome).toBe('reserved');
        expect((await reserve(two, 'another film')).outcome).toBe('reserved');
        expect(await two.readPlan(first.key)).toMatchObject([
          { prompt: 'clip 1 of a film' },
          { prompt: 'clip 2 of a film' },
        ]);
      });

      it('is found by what makes it the same, by its time, and clip by clip', async () => {
        const first = await reserved(one, 'a film', { clips: 3 });
        stage.clock.nowMs += minuteMs;
        const second = await reserved(two, 'another');
        const keysOf = async (query: object) =>
          (await one.productions({ limit: 9, ...query })).map((production) => production.plan.key);
        expect(await keysOf({})).toEqual([second.key, first.key]);
        expect(await keysOf({ limit: 1 })).toEqual([second.key]);
        expect(await keysOf({ since: stage.clock.nowMs })).toEqual([second.key]);
        expect(await keysOf({ until: stage.clock.nowMs, mine: true })).toEqual([first.key]);
        expect(await keysOf({ rehearsal: true })).toEqual([]);
        for (const store of [one, two]) {
          const { fingerprint, offers } = first;
          expect((await store.findSamePlan({ fingerprint, offers }))?.plan.key).toBe(first.key);
          expect(await store.findSamePlan({ fingerprint, offers, again: true })).toBeUndefined();
          expect(await store.findSamePlan({ fingerprint: 'a third', offers })).toBeUndefined();
          expect((await store.readPlan(first.key, 2))[1]).toMatchObject({ prompt: 'clip 2 of a film' });
          expect(await store.readPlan('production:none')).toEqual([]);
          expect(await store.readFilm(first.key)).toBeUndefined();
        }
        const key = await sent(one, first, 1);
        expect((await two.findProduction(first.key, 1))?.steps[1]?.tasks).toMatchObject([{ key, state: 'open' }]);
        expect(await two.findProduction('production:none')).toBeUndefined();
      });

      it('of a film keeps how it is put together until it is forgotten', async () => {
        const whole = { ...newPlan(plan('a film', { clips: 2 })), film };
        const made = await one.reserve(whole, [{ account }]);
        const key = 'production' in made ? made.production.plan.key : '';
        expect(await two.readFilm(key)).toEqual(film);
        await two.forget({ key });
        expect(await one.readFilm(key)).toBeUndefined();
      });

      it('is another one ten minutes after its end, and never while something is missing', async () => {
        const film = await reserved(one, 'a film');
        const key = await sent(one, film);
        await one.record(accepted(key), ended(key, 'completed', stage.clock.nowMs));
        const failing = await reserved(one, 'in vain');
        await one.record(refused(await sent(one, failing), 'content_refused', stage.clock.nowMs));
        expect((await reserve(two, 'a film')).outcome).toBe('duplicate');
        stage.clock.nowMs += 11 * minuteMs;
        expect((await reserve(two, 'a film')).outcome).toBe('reserved');
        expect((await reserve(two, 'in vain')).outcome).toBe('duplicate');
      });

      it('is nobody’s when its process ended before its money was reserved', async () => {
        await stage.planAndDie(plan('a film'));
        expect(await spent(one)).toBe(0);
        expect(await two.productions({ limit: 9 })).toEqual([]);
        expect((await reserve(two, 'a film')).outcome).toBe('reserved');
      });

      it('is found by its key and in a list, newest first', async () => {
        const first = await reserved(one, 'a film');
        stage.clock.nowMs += minuteMs;
        const second = await reserved(two, 'another');
        const keys = (await one.productions({ limit: 9 })).map((production) => production.plan.key);
        expect(keys).toEqual([second.key, first.key]);
        expect(await one.productions({ limit: 9, rehearsal: true })).toEqual([]);
        expect(await two.findProduction(first.key)).toMatchObject({ plan: first });
        expect(await two.findProduction('production:none')).toBeUndefined();
      });
    });

    describe('money', () => {
      it('is reserved as a whole, over all processes and beside single tasks', async () => {
        await reserved(one, 'a film', { clips: 3 }, 200);
        expect(await spent(two)).toBe(150);
        expect(await reserve(two, 'too much', { clips: 2 }, 200)).toEqual({
          outcome: 'over_budget',
          account,
          spent: 150,
          asked: 100,
        });
        expect((await single(two, 'one', 200)).outcome).toBe('owned');
        expect((await single(one, 'two', 200)).outcome).toBe('over_budget');
        expect(await spent(one)).toBe(200);
        expect(
          (await reserve(two, 'elsewhere', { offer: offerOf(50, { account: { ...account, backend: 'pixazo' } }) }))
            .outcome,
        ).toBe('reserved');
      });

      it('stays reserved however long a step is not sent, and moves to its task then', async () => {
        const film = await reserved(one, 'a film', { clips: 2 }, 100);
        stage.clock.nowMs += 3 * dayMs;
        expect((await single(two, 'one', 120)).outcome).toBe('over_budget');
        const key = await sent(two, film, 0);
        expect(await spent(one)).toBe(100);
        await one.record(accepted(key), ended(key, 'completed', stage.clock.nowMs));
        stage.clock.nowMs += 2 * dayMs;
        expect(await spent(one)).toBe(50);
      });

      it('is given back by what is cheaper, what is refunded and what is stopped', async () => {
        const film = await reserved(one, 'a film', { clips: 3 });
        const [cheap, vain] = [await sent(one, film, 0), await sent(one, film, 1)];
        const price = { amount: 30, unit: 'points', source: 'charged' as const };
        await one.record({ ...accepted(cheap), price } as ReturnType<typeof accepted>, ended(cheap, 'completed'));
        expect(await spent(two)).toBe(130);
        await one.record(accepted(vain), failed(vain, 'content_refused'));
        expect(await spent(two)).toBe(80);
        await two.record({ type: 'plan_stopped', key: film.key, at: 0 });
        expect(await spent(one)).toBe(30);
      });

      it('holds a second attempt where a failure is not refunded', async () => {
        const film = await reserved(one, 'a film', { offer: offerOf(50, { refunds: false }) });
        expect(await spent(one)).toBe(100);
        const first = await sent(one, film);
        expect(await spent(one)).toBe(100);
        await one.record(accepted(first), failed(first, 'task_failed', stage.clock.nowMs));
        expect(await spent(two)).toBe(100);
        const second = await sent(two, film);
        await one.record(accepted(second), failed(second, 'task_failed', stage.clock.nowMs));
        expect(await spent(one)).toBe(100);
        stage.clock.nowMs += 2 * dayMs;
        expect(await spent(one)).toBe(0);
      });

      it('of an unknown price is its share of max_cost', async () => {
        const offer = offerOf(0, { price: { unit: 'points', source: 'unknown' }, held: 40 });
        const film = await reserved(one, 'a film', { clips: 2, offer });
        await sent(one, film, 0);
        expect(await spent(two)).toBe(80);
      });

      it('is asked for again when a production goes on', async () => {
        const film = await reserved(one, 'a film', { clips: 2 }, 100);
        const key = await sent(one, film, 0);
        await one.record(accepted(key), failed(key, 'content_refused', stage.clock.nowMs));
        await one.record({ type: 'plan_stopped', key: film.key, at: 0 });
        expect(await spent(one)).toBe(0);
        expect((await single(two, 'one', 100)).outcome).toBe('owned');
        expect(await two.resume(film.key, [{ account, dailyCap: 149 }])).toMatchObject({
          outcome: 'over_budget',
          spent: 50,
          asked: 100,
        });
        expect((await send(two, film, 1)).outcome).toBe('not_wanted');
        expect((await two.resume(film.key, [{ account, dailyCap: 150 }])).outcome).toBe('reserved');
        expect((await one.resume(film.key, [{ account, dailyCap: 150 }])).outcome).toBe('duplicate');
        expect(await spent(one)).toBe(150);
        expect((await send(one, film, 0)).outcome).toBe('owned');
      });
    });

    describe('a step', () => {
      it('is sent by exactly one of many that would', async () => {
        const film = await reserved(one, 'a film', { clips: 2 });
        const stores = await Promise.all(Array.from({ length: 5 }, () => stage.open()));
        const claims = await Promise.all(stores.map((store) => send(store, film, 1)));
        expect(claims.map(({ outcome }) => outcome).sort()).toEqual([...Array(4).fill('not_wanted'), 'owned']);
        expect(await two.list({ limit: 9, singles: true })).toEqual([]);
        expect(await two.list({ limit: 9 })).toHaveLength(1);
      });

      it('is not sent for a production that is stopped, unknown or not reserved', async () => {
        const film = await reserved(one, 'a film');
        await two.record({ type: 'plan_stopped', key: film.key, at: 0 });
        expect((await send(one, film)).outcome).toBe('not_wanted');
        expect((await send(one, { ...film, key: 'production:none' })).outcome).toBe('not_wanted');
      });

      it('goes out once more after a failure that may pass, and not after others', async () => {
        const film = await reserved(one, 'a film', { clips: 2 });
        const [first, second] = [await sent(one, film, 0), await sent(one, film, 1)];
        await one.record(
          accepted(first),
          failed(first, 'task_failed'),
          accepted(second),
          failed(second, 'face_detected'),
        );
        expect((await send(two, film, 1)).outcome).toBe('not_wanted');
        const third = await sent(two, film, 0);
        await one.record(accepted(third), failed(third, 'task_failed'));
        expect((await send(two, film, 0)).outcome).toBe('not_wanted');
      });

      it('is not sent again when its production goes on, where another take of its clip was chosen', async () => {
        const film = await reserved(one, 'a film', { clips: 2 });
        const key = await sent(one, film, 0);
        await one.record(accepted(key), failed(key, 'content_refused', stage.clock.nowMs));
        await single(two, 'another take');
        const other = `local-${lastKey}`;
        await two.record(accepted(other), ended(other, 'completed', stage.clock.nowMs));
        await two.record({ type: 'plan_linked', key: film.key, at: 0, clip: 1, task: other });
        await two.record({ type: 'plan_stopped', key: film.key, at: 0 });
        expect((await one.resume(film.key, [{ account, dailyCap: 100 }])).outcome).toBe('reserved');
        expect(await spent(two)).toBe(100);
        expect((await send(two, film, 0)).outcome).toBe('not_wanted');
        expect((await send(two, film, 1)).outcome).toBe('owned');
      });

      it('whose clip failed once more waits for the next going on, whatever take is chosen: its money is given back', async () => {
        const film = await reserved(one, 'a film', { clips: 2, needs: { 2: [1] } });
        const fail = async (): Promise<void> => {
          const key = await sent(one, film, 0);
          await one.record(accepted(key), failed(key, 'content_refused', stage.clock.nowMs));
        };
        await fail();
        expect((await one.resume(film.key, [{ account, dailyCap: 100 }])).outcome).toBe('reserved');
        await fail();
        await single(two, 'another take');
        const other = `local-${lastKey}`;
        await two.record(accepted(other), ended(other, 'completed', stage.clock.nowMs));
        await two.record({ type: 'plan_linked', key: film.key, at: 0, clip: 1, task: other });
        expect(await spent(two)).toBe(50);
        expect((await send(two, film, 1)).outcome).toBe('not_wanted');
        expect((await one.resume(film.key, [{ account, dailyCap: 100 }])).outcome).toBe('reserved');
        expect((await send(two, film, 0)).outcome).toBe('not_wanted');
        expect((await send(two, film, 1)).outcome).toBe('owned');
      });

      it('is neither sent again nor forgotten while its outcome is in doubt', async () => {
        const film = await reserved(one, 'a film');
        await stage.claimAndDie(intentOf('local-dead', { at: stage.clock.nowMs, ...stepOf(film, 0) }));
        stage.clock.nowMs += 3 * dayMs;
        expect((await send(two, film)).outcome).toBe('not_wanted');
        expect(await spent(two)).toBe(50);
        await one.record({ type: 'settled', key: 'local-dead', at: stage.clock.nowMs });
        expect(await spent(two)).toBe(50);
        expect((await send(two, film)).outcome).toBe('owned');
      });

      it('is done by a task of the same request that is there already', async () => {
        await single(one, 'clip 1 of a film');
        const film = await reserved(one, 'a film', { takes: 2 });
        const claimed = await send(two, film, 0);
        expect(claimed).toMatchObject({ outcome: 'duplicate', task: { key: 'local-1' } });
        await two.record({ type: 'plan_linked', key: film.key, at: 0, clip: 1, step: 0, task: 'local-1' });
        expect((await send(one, film, 0)).outcome).toBe('not_wanted');
        expect((await send(one, film, 1)).outcome).toBe('owned');
        expect((await single(two, 'clip 1 of a film')).outcome).toBe('duplicate');
        // Its money stays reserved until the other task has not ended in vain.
        expect(await spent(one)).toBe(150);
        await one.record(accepted('local-1'), ended('local-1', 'completed', stage.clock.nowMs));
        expect(await spent(one)).toBe(100);
      });

      it('takes one of so many places at its service, half as many while that is busy', async () => {
        const film = await reserved(one, 'a film', { clips: 9 });
        const keys = [await sent(one, film, 0), await sent(two, film, 1)];
        expect((await send(one, film, 2, 2)).outcome).toBe('no_place');
        expect(await two.stepsAtWork(account)).toEqual(keys);
        await one.record(refused(keys[0] as string, 'rate_limited', stage.clock.nowMs));
        expect((await send(one, film, 0, 4)).outcome).toBe('not_wanted');
        const third = await sent(one, film, 2);
        expect((await send(one, film, 3, 4)).outcome).toBe('no_place');
        stage.clock.nowMs += 6 * minuteMs;
        expect((await send(one, film, 0, 4)).outcome).toBe('owned');
        await one.record(uncertain(keys[1] as string), accepted(third), ended(third, 'completed'));
        expect(await two.stepsAtWork(account)).toHaveLength(1);
        expect((await send(one, film, 3, 2)).outcome).toBe('owned');
      });
    });

    it('forgets the words of a production, and stops what cannot be sent without them', async () => {
      const film = await reserved(one, 'a film', { clips: 2 });
      const key = await sent(one, film, 0);
      await two.forget({ key: film.key });
      expect(await one.readPlan(film.key)).toEqual([]);
      expect(await one.findTask(key)).toMatchObject({ asked: { prompt: '' }, parameters: {} });
      expect(await one.findProduction(film.key)).toMatchObject({ state: 'stopped', reason: { code: 'not_found' } });
      const other = await reserved(one, 'another', { clips: 2 });
      await two.forget({ key: await sent(one, other, 0) });
      expect(await one.readPlan(other.key)).toMatchObject([undefined, { prompt: 'clip 2 of another' }]);
      await two.forget({ before: stage.clock.nowMs + 1 });
      expect(await one.readPlan(other.key)).toEqual([]);
    });

    it('forgets the words of a task that was made by itself with the production whose take it is, and the other way round', async () => {
      const linkTo = async (film: Awaited<ReturnType<typeof reserved>>, clip: number): Promise<string> => {
        const claimed = await single(one, `take of ${film.key}`);
        if (claimed.outcome !== 'owned') throw new Error(claimed.outcome);
        const task = claimed.task.key;
        await one.record({ type: 'plan_linked', key: film.key, at: stage.clock.nowMs, clip, task });
        return task;
      };
      const film = await reserved(one, 'a film', { clips: 2 });
      const linked = await linkTo(film, 2);
      expect((await two.forget({ key: film.key })).map(({ key }) => key)).toEqual([linked]);
      expect(await one.findTask(linked)).toMatchObject({ asked: { prompt: '' }, parameters: {} });
      const other = await reserved(one, 'another', { clips: 2 });
      await two.forget({ key: await linkTo(other, 2) });
      expect(await one.readPlan(other.key)).toMatchObject([{ prompt: 'clip 1 of another' }, undefined]);
    });
  });
}
