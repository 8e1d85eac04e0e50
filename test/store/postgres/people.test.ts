import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { createPostgresStore, type PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { shell } from '../../cli/shell.ts';
import { temporaryFolder } from '../../folder.ts';
import { type Front, openFront } from '../../harness.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { accepted, ended, intentOf, saved } from '../intents.ts';
import { newDatabase } from './shared-server.ts';

const fox = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A red fox runs', duration: 5, ratio: '16:9' } };
const heron = { ...fox, parameters: { ...fox.parameters, prompt: 'A heron stands' } };

/** Two people at two machines with one database. */
async function createPeople(): Promise<[Front, Front]> {
  const SEEDANCE_STORE = await newDatabase();
  const env = { XSKILL_API_KEY: 'sk-test', SEEDANCE_STORE };
  const anna = await openFront({ clock, env: { ...env, SEEDANCE_USER: 'anna' } });
  const ben = await openFront({ clock, services: anna.services, env: { ...env, SEEDANCE_USER: 'ben' } });
  return [anna, ben];
}

/** A task whose file was saved by another machine. */
async function createElsewhere(): Promise<{ store: PostgresStore; key: string }> {
  const key = 'local-1';
  const store = createPostgresStore({ address: await newDatabase(), home: temporaryFolder(), now: () => clock.now() });
  await store.claim(intentOf(key), {});
  await store.record(accepted(key), ended(key, 'completed'), saved(key, '/films/1.mp4'));
  await store
    .parts()
    .database.read(`update seedance.tasks set events = replace(events::text, $1, '"host":"studio-2"')::json`, [
      `"host":"${hostname()}"`,
    ]);
  return { store, key };
}

const idsOf = ({ data }: Awaited<ReturnType<Front['call']>>): string[] =>
  data.tasks.map(({ task_id }: { task_id: string }) => task_id);

describe.skipIf(withoutPostgres)('two people with one database', () => {
  it('who ask for the same clip at once get one task, and both list it', async () => {
    const [anna, ben] = await createPeople();
    const [one, two] = await Promise.all([anna, ben].map((front) => front.call('submit_task', fox)));
    expect(one?.data.task_id).toBe(two?.data.task_id);
    expect(anna.posts().length + ben.posts().length).toBe(1);
    for (const front of [anna, ben]) expect(idsOf(await front.call('get_task', {}))).toEqual([one?.data.task_id]);
  });

  it('list their own, unless they ask for all', async () => {
    const [anna, ben] = await createPeople();
    const { data } = await anna.call('submit_task', fox);
    const { data: other } = await ben.call('submit_task', heron);
    expect(idsOf(await anna.call('get_task', {}))).toEqual([data.task_id]);
    expect(idsOf(await ben.call('get_task', {}))).toEqual([other.task_id]);
    const all = idsOf(await anna.call('get_task', { owner: 'all' }));
    expect(all.toSorted()).toEqual([data.task_id, other.task_id].toSorted());
    const { tasks } = (await anna.call('get_task', { owner: 'all' })).data;
    expect(tasks).toMatchObject([{ owner: 'ben' }, { owner: 'anna' }]);
    expect((await anna.call('get_task', {})).data.tasks[0]).not.toHaveProperty('owner');
    expect((await shell(anna.app, ['list', '--owner', 'all'])).json.tasks).toEqual(tasks);
    expect((await ben.call('get_task', { task_id: data.task_id, wait_seconds: 0 })).isError).toBe(false);
  });

  it('see whose a production is, and on which machine a file', async () => {
    const [anna, ben] = await createPeople();
    await anna.call('submit_task', { ...fox, takes: 2 });
    const { tasks } = (await ben.call('get_task', { owner: 'all' })).data;
    expect(tasks).toMatchObject([{ owner: 'anna', done: expect.any(String) }]);

    const { store, key } = await createElsewhere();
    expect((await store.findTask(key))?.files).toMatchObject([{ host: 'studio-2', path: 'studio-2:/films/1.mp4' }]);
    await store.record(saved(key, join(temporaryFolder(), '2.mp4')));
    expect((await store.findTask(key))?.files).toMatchObject([{ path: expect.stringMatching(/^\/.*2\.mp4$/) }]);
    await store.end();
  });

  it('spend one budget', async () => {
    const SEEDANCE_STORE = await newDatabase();
    const env = { XSKILL_API_KEY: 'sk-test', SEEDANCE_STORE, SEEDANCE_DAILY_CAP: 'xskill=1000' };
    const anna = await openFront({ env: { ...env, SEEDANCE_USER: 'anna' } });
    const price = (await anna.call('submit_task', { ...fox, dry_run: true })).data.price.amount;
    const cap = `xskill=${price + 1}`;
    const ben = await openFront({ env: { ...env, SEEDANCE_DAILY_CAP: cap, SEEDANCE_USER: 'ben' } });
    expect((await anna.call('submit_task', fox)).isError).toBe(false);
    expect((await ben.call('submit_task', heron)).text).toMatch(/^over_budget: /);
    expect(ben.posts()).toEqual([]);
  });
});
