import { describe, expect, it } from 'vitest';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import { copyFromFiles } from '../../../src/store/postgres/copy-in.ts';
import { copyToFiles } from '../../../src/store/postgres/copy-out.ts';
import type { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../folder.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { accepted, ended, intentOf, saved, uncertain } from '../intents.ts';
import { account, failed, newPlan, planOf, refused, stepOf } from '../productions/plans.ts';
import { createStage } from './stage.ts';

const caps = [{ account, dailyCap: 10_000 }];
const draft = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox', duration: 5 } };
const payer = { salt: 'salt', key_hash: 'a', id: 'user 1' };

/** Something of everything that a record holds. */
async function fill(store: Store, nowMs: number): Promise<string> {
  const at = nowMs - 1_000;
  for (const n of [1, 2, 3, 4, 5]) await store.claim(intentOf(`local-${n}`, { at: at + n, payer }), {});
  await store.record(accepted('local-1'), ended('local-1', 'completed', nowMs), saved('local-1', '/films/1.mp4'));
  await store.record(accepted('local-2'), ended('local-2', 'failed', nowMs), uncertain('local-3', nowMs));
  await store.record({ type: 'payer', at, ...payer }, { type: 'used', key: 'local-1', at: nowMs });
  await store.record({ type: 'uploaded', at, sha256: 'abc', base_url: 'https://a', url: 'https://cdn/1.png' });
  await store.keepDraft(draft);
  await store.record(accepted('local-4'));
  await store.forget({ key: 'local-4' });
  const plan = newPlan(planOf('a film', { at, clips: 3 }), [{ clip: 3, step: 2, task: 'local-1' }]);
  const reserved = await store.reserve(plan, caps);
  if (reserved.outcome !== 'reserved') throw new Error(reserved.outcome);
  const film = reserved.production.plan;
  const send = (key: string, n: number) => store.claimStep(intentOf(key, { at, ...stepOf(film, n) }), 9);
  await send('local-6', 0);
  await store.record(refused('local-6', 'content_refused', at), { type: 'plan_stopped', key: film.key, at });
  expect((await store.resume(film.key, caps)).outcome).toBe('reserved');
  expect((await send('local-7', 0)).outcome).toBe('owned');
  await store.record(accepted('local-7'), failed('local-7', 'task_failed', nowMs));
  expect((await send('local-8', 0)).outcome).toBe('owned');
  return film.key;
}

async function readAll(store: Store, film: string, nowMs: number): Promise<unknown> {
  const { steps, extras, state, round } = (await store.findProduction(film))!;
  return {
    tasks: await store.list({ limit: 99, mine: true }),
    spent: await store.spentSince(account, nowMs - 86_400_000),
    steps: steps.map(({ tasks, forgiven }) => ({ tasks: tasks.map(({ key, state }) => [key, state]), forgiven })),
    production: { extras: extras.length, state, round, requests: await store.readPlan(film) },
    upload: await store.findUpload('abc', 'https://a'),
    salt: await store.findSalt(),
    payer: await store.findPayerId({ salt: 'salt', key_hash: 'a' }),
    same: (await store.findDuplicate('print of local-1'))?.key,
    draft: await store.findDraft(await store.keepDraft(draft)),
  };
}

async function copyIn(store: PostgresStore, home: string, now: () => number) {
  const { database, claimer } = store.parts();
  return copyFromFiles(home, (work) => database.change((query) => work(query, claimer())), now);
}

describe.skipIf(withoutPostgres)('a copy of the record', () => {
  it('holds everything, there and back, however often it is made', async () => {
    const stage = await createStage();
    const { nowMs } = stage.clock;
    const now = () => stage.clock.nowMs;
    const home = temporaryFolder();
    const files = createFileStore(home, now);
    const film = await fill(files, nowMs);
    const database = await stage.open();
    const copied = await copyIn(database, home, now);
    expect(copied).toEqual({ tasks: 8, productions: 1, uploads: 1, drafts: 1, known: 0 });
    // What was open in a process is in doubt for all others.
    for (const key of ['local-5', 'local-8']) {
      expect(await database.findTask(key)).toMatchObject({ state: 'uncertain' });
      await files.record({ ...uncertain(key, nowMs), error: (await database.findTask(key))!.error! } as ReturnType<
        typeof uncertain
      >);
    }
    expect(await readAll(database, film, nowMs)).toEqual(await readAll(files, film, nowMs));

    await files.record(accepted('local-5'));
    expect(await copyIn(database, home, now)).toMatchObject({ tasks: 0, productions: 0, known: 9 });
    expect(await database.findTask('local-5')).toMatchObject({ state: 'accepted' });
    expect(await readAll(database, film, nowMs)).toEqual(await readAll(files, film, nowMs));

    const back = temporaryFolder();
    const { database: source, claimer } = database.parts();
    const copyOut = () => copyToFiles(source.read, claimer().host, back, now);
    expect(await copyOut()).toEqual({ tasks: 8, productions: 1, uploads: 1, drafts: 1, known: 0 });
    const again = createFileStore(back, now);
    expect(await readAll(again, film, nowMs)).toEqual(await readAll(database, film, nowMs));
    await database.record(accepted('local-8'));
    expect(await copyOut()).toEqual({ tasks: 0, productions: 0, uploads: 0, drafts: 0, known: 9 });
    expect(await readAll(again, film, nowMs)).toEqual(await readAll(database, film, nowMs));
  });

  it('keeps a block that no person has lifted, and no other', async () => {
    const stage = await createStage();
    const now = () => stage.clock.nowMs;
    const home = temporaryFolder();
    const files = createFileStore(home, now);
    await files.claim(intentOf('local-1', { at: now(), max_cost: 60 }), {});
    await files.record({
      ...accepted('local-1'),
      price: { amount: 200, unit: 'points', source: 'charged' },
    } as ReturnType<typeof accepted>);
    const database = await stage.open();
    await copyIn(database, home, now);
    expect(await database.findBlock(account)).toMatchObject({ key: 'local-1' });
    await database.record({ type: 'unblocked', at: now(), ...account });
    await copyIn(database, home, now);
    expect(await database.findBlock(account)).toBeUndefined();
    const back = temporaryFolder();
    await copyToFiles(database.parts().database.read, 'studio', back, now);
    expect(await createFileStore(back, now).findBlock(account)).toBeUndefined();
  });
});
