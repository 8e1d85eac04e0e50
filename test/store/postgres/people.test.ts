import { describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { type Front, openFront } from '../../harness.ts';
import { withoutPostgres } from '../../postgres-server.ts';
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
    expect((await ben.call('get_task', { task_id: data.task_id, wait_seconds: 0 })).isError).toBe(false);
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
