import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPostgresStore, type PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { accepted, ended, intentOf } from '../intents.ts';
import { account, newPlan, planOf } from '../productions/plans.ts';
import { createLink } from './link.ts';
import { createStage } from './stage.ts';

/** A record behind a link that can be cut. */
async function createLinked() {
  const stage = await createStage();
  const link = await createLink(stage.address);
  const now = () => stage.clock.nowMs;
  const open = (): PostgresStore =>
    createPostgresStore({ address: link.address, home: stage.home, owner: 'anna@studio', now, pausesMs: [5, 10, 20] });
  const intent = (key: string, fingerprint = key) => intentOf(key, { at: stage.clock.nowMs, fingerprint });
  const spooled = (): string[] => readdirSync(join(stage.home, 'spool'));
  return { stage, link, open, intent, spooled };
}

const locks = `select count(*)::int as held from pg_locks where locktype = 'advisory' and classid = 7331 and database = (select oid from pg_database where datname = current_database())`;

describe.skipIf(withoutPostgres)('a connection that breaks', () => {
  it.each(['begin', 'for update', 'insert into seedance.tasks', 'insert into seedance.words', 'commit'])(
    'in the middle of a claim, at "%s", leaves one intent and no doubt whose it is',
    async (words) => {
      for (const when of ['asked', 'answered'] as const) {
        const { stage, link, open, intent } = await createLinked();
        const [store, other] = [open(), await stage.open()];
        await store.claim(intent('local-0'), {});
        link.cutAt(words, when);
        expect(await store.claim(intent('local-1', 'same'), { dailyCap: 100 })).toMatchObject({ outcome: 'owned' });
        expect(link.cuts).toBe(1);
        expect(await other.spentSince(account, 0)).toBe(100);
        expect((await other.claim(intent('local-2', 'same'), {})).outcome).toBe('duplicate');
      }
    },
  );

  it.each(['asked', 'answered'] as const)('in the middle of a reservation (%s) reserves once', async (when) => {
    const { stage, link, open } = await createLinked();
    const store = open();
    await store.productions({ limit: 1 });
    link.cutAt('commit', when);
    const plan = newPlan(planOf('a film', { at: stage.clock.nowMs, clips: 2 }));
    const reserved = await store.reserve(plan, [{ account, dailyCap: 100 }]);
    expect(reserved.outcome).toBe('reserved');
    if (reserved.outcome !== 'reserved') return;
    const { key } = reserved.production.plan;
    await store.record({ type: 'plan_stopped', key, at: 0 });
    link.cutAt('commit', when);
    expect((await store.resume(key, [{ account, dailyCap: 100 }])).outcome).toBe('reserved');
    expect(link.cuts).toBe(2);
    expect(await store.spentSince(account, 0)).toBe(100);
    expect(await store.productions({ limit: 9 })).toHaveLength(1);
  });

  it.each(['asked', 'answered'] as const)(
    'in the middle of an outcome (%s) loses nothing and writes it once',
    async (when) => {
      const { link, open, intent } = await createLinked();
      const store = open();
      await store.claim(intent('local-1'), {});
      link.cutAt('commit', when);
      await store.record(accepted('local-1'), ended('local-1', 'completed'));
      expect(link.cuts).toBe(1);
      const { database } = store.parts();
      const [row] = await database.read<{ events: object[] }>('select events from seedance.tasks');
      expect(row?.events).toHaveLength(2);
    },
  );
});

describe.skipIf(withoutPostgres)('a database that is away', () => {
  it('is told before anything is sent, with what to do', async () => {
    const { link, open, intent } = await createLinked();
    const store = open();
    link.close();
    await expect(store.claim(intent('local-1'), {})).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/^The record in postgres:\/\/seedance@127\.0\.0\.1:\d+\/\w+ cannot be used: /),
      nextStep: expect.stringContaining('nothing is sent'),
    });
    link.open();
    expect((await store.claim(intent('local-1'), {})).outcome).toBe('owned');
  });

  it('leaves outcomes to a file, which the next process of the same home delivers', async () => {
    const { stage, link, open, intent, spooled } = await createLinked();
    const store = open();
    await store.claim(intent('local-1'), {});
    await store.claim(intent('local-2'), {});
    link.close();
    await expect(store.record(accepted('local-1', 'remote-1'))).rejects.toThrow(join(stage.home, 'spool'));
    store.recordLast(accepted('local-2', 'remote-2'));
    expect(spooled()).toHaveLength(2);
    const next = await stage.open();
    // The address of the link is another than that of the database, so this process sees a record of its own.
    expect(await next.findByRemoteId('xskill', 'remote-1')).toBeUndefined();
    link.open();
    expect(await open().findByRemoteId('xskill', 'remote-1')).toMatchObject({ key: 'local-1', state: 'accepted' });
    expect(await next.findByRemoteId('xskill', 'remote-2')).toMatchObject({ key: 'local-2', state: 'accepted' });
    expect(spooled()).toEqual([]);
    await store.record();
  });

  it('takes back what was claimed when the answer never came', async () => {
    const { stage, link, open, intent } = await createLinked();
    const store = open();
    await store.claim(intent('local-0'), {});
    link.cutAt('commit', 'answered', 'close');
    await expect(store.claim(intent('local-1', 'same'), {})).rejects.toMatchObject({ code: 'internal' });
    expect(link.cuts).toBe(1);
    link.open();
    expect((await open().claim(intent('local-2', 'same'), {})).outcome).toBe('owned');
    expect(await (await stage.open()).spentSince(account, 0)).toBe(100);
  });
});

describe.skipIf(withoutPostgres)('an owner', () => {
  it('is lost once its lock is gone for 5 s of the database, and settles its task all the same', async () => {
    const { stage, open, intent } = await createLinked();
    const [store, other] = [open(), await stage.open()];
    await store.claim(intent('local-1'), {});
    stage.clock.nowMs += 3_600_000;
    await stage.lose();
    expect(await other.findTask('local-1')).toMatchObject({ state: 'open' });
    await store.parts().session.end();
    await expect.poll(() => heldLocks(other)).toBe(0);
    expect(await other.findTask('local-1')).toMatchObject({ state: 'open' });
    await stage.lose();
    expect(await other.findTask('local-1')).toMatchObject({ state: 'uncertain' });
    await store.record(accepted('local-1'));
    expect(await other.findTask('local-1')).toMatchObject({ state: 'accepted', error: undefined });
  });

  it('takes its lock again at once when the database dropped it', async () => {
    const { stage, open, intent } = await createLinked();
    const [store, other] = [open(), await stage.open()];
    await store.claim(intent('local-1'), {});
    const before = await backendOfLock(other);
    await other.parts().database.read('select pg_terminate_backend($1)', [before]);
    await expect.poll(async () => (await backendOfLock(other)) ?? before).not.toBe(before);
    await stage.lose();
    expect(await other.findTask('local-1')).toMatchObject({ state: 'open' });
  });
});

async function heldLocks(store: PostgresStore): Promise<number | undefined> {
  const [row] = await store.parts().database.read<{ held: number }>(locks);
  return row?.held;
}

async function backendOfLock(store: PostgresStore): Promise<number | undefined> {
  const [row] = await store.parts().database.read<{ pid: number }>(locks.replace('count(*)::int as held', 'pid'));
  return row?.pid;
}
