import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore } from '../src/store/postgres/postgres-store.ts';
import { temporaryFolder } from '../test/folder.ts';
import { createServerIn, type PostgresServer, withoutPostgres } from '../test/postgres-server.ts';
import { serveCounting } from './service.ts';
import { report, times } from './size.ts';
import { type Machine, startMachine } from './workers/machine.ts';
import { createNamespace } from './workers/namespace.ts';
import { check, endStudio, planAndDie, pointsAClip, type Studio, until, untilOver } from './workers/studio.ts';

const clips = times(300, 1_000);
const lostReplies = 20;

if (withoutPostgres) console.warn(withoutPostgres);

describe.skipIf(withoutPostgres)('workers of one database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await createServerIn(temporaryFolder(), { fsync: true, networks: ['10.231.7.0/24'] });
    server.start();
  });
  afterAll(() => server.stop('fast'));
  const studios: Studio[] = [];
  afterEach(async () => void (await Promise.all(studios.splice(0).map(endStudio))));

  /** A database, a service, and what a machine is started with. */
  async function createStudio(
    places: number,
    trouble: Parameters<typeof serveCounting>[2] = {},
    delayMs = 5,
  ): Promise<Studio> {
    const service = await serveCounting(delayMs, Date.now, trouble);
    const address = server.urlOf(await server.createDatabase());
    const env = {
      ...service.env,
      SEEDANCE_ALLOW_HTTP: '1',
      SEEDANCE_STORE: address,
      SEEDANCE_CONCURRENCY: String(places),
      SEEDANCE_DAILY_CAP: `xskill=${clips * pointsAClip}`,
    };
    const store = createPostgresStore({ address, home: temporaryFolder(), now: Date.now });
    const studio: Studio = { service, env, store, machines: [] };
    studios.push(studio);
    return studio;
  }

  it(`${clips} clips by 4 workers: every 20th reply lost, five kills -9, the database stopped and crashed`, async () => {
    const studio = await createStudio(60, { everyLost: lostReplies });
    const { service, env, store } = studio;
    const start = (name: string): Machine => {
      const machine = startMachine({ name, env }, 'work', '--concurrency', '20');
      studio.machines.push(machine);
      return machine;
    };
    const key = await planAndDie(studio, clips);
    const startedAt = performance.now();
    const workers = ['a', 'b', 'c'].map(start);
    const sent = (share: number) => until(() => service.posts.length >= share * clips, `${share} of the clips`);

    let born = 3;
    const killOne = async (): Promise<void> => {
      await workers.splice(Math.floor(Math.random() * workers.length), 1)[0]?.kill();
      workers.push(start(`worker ${++born}`));
    };
    await sent(0.1);
    await killOne();
    await sent(0.2);
    server.stop('fast');
    workers.push(start('started while the database was away'));
    await delay(3_000);
    server.start();
    await sent(0.35);
    await killOne();
    await killOne();
    await sent(0.5);
    server.stop('immediate');
    await delay(2_000);
    server.start();
    await sent(0.7);
    await killOne();
    await sent(0.85);
    await killOne();
    const late = workers.find(({ name }) => name.startsWith('started'));

    await untilOver(store, key, studio);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const outcome = await check(studio, key);
    const hosts = await store.parts().database.read('select owner from seedance.tasks where owner = $1', [late?.name]);
    if (workers.includes(late!)) expect(hosts.length, 'the late worker works').toBeGreaterThan(0);
    report(
      `${clips} clips by 4 workers in ${seconds} s, 5 kills -9, 2 losses of the database, ${outcome.cut} replies lost: ` +
        `${outcome.completed} done, ${outcome.uncertain} uncertain, 0 lost, 0 paid twice, ${outcome.spent} of ${clips * pointsAClip} points`,
    );
  });

  it('clocks of two workers an hour apart: the one ahead dies, and its steps are taken over at once', async () => {
    const studio = await createStudio(10);
    const { service, env, store, machines } = studio;
    const key = await planAndDie(studio, 40);
    const ahead = ['--import', 'data:text/javascript,const now = Date.now; Date.now = () => now() + 3600000'];
    const [one, two] = [
      startMachine({ name: 'ahead', env, node: ahead }, 'work', '--concurrency', '5'),
      startMachine({ name: 'right', env }, 'work', '--concurrency', '5'),
    ];
    machines.push(one, two);
    const ofAhead = `select key from seedance.tasks where owner = 'ahead' and at_work`;
    const hasSome = async () => (await store.parts().database.read(ofAhead)).length > 1;
    await until(async () => service.posts.length > 10 && (await hasSome()), 'steps at both', 60);
    await one.kill();
    const startedAt = performance.now();
    await untilOver(store, key, studio);
    const { uncertain, completed } = await check(studio, key);
    report(
      `clocks an hour apart, the worker ahead killed: ${completed} done, ${uncertain} uncertain ${Math.round((performance.now() - startedAt) / 1000)} s later`,
    );
    expect(one.stderr()).toContain('The clock of this machine is not that of the database');
  });

  it('SIGTERM while requests are in flight: they are answered and on record, and the other worker does the rest', async () => {
    const studio = await createStudio(4, {}, 2_000);
    const { service, env, store, machines } = studio;
    const key = await planAndDie(studio, 12);
    const before = service.posts.length;
    const [one, two] = ['one', 'two'].map((name) => startMachine({ name, env }, 'work', '--concurrency', '4'));
    machines.push(one!, two!);
    const { database } = store.parts();
    const inFlight = `select key from seedance.tasks where owner = 'one' and state = 'open'`;
    await until(
      async () => service.posts.length > before && (await database.read(inFlight)).length > 0,
      'a POST of one',
    );
    const startedAt = performance.now();
    one!.process.kill('SIGTERM');
    expect(await one!.exited, one!.stderr()).toEqual([0, null]);
    const seconds = (performance.now() - startedAt) / 1000;
    expect(seconds).toBeLessThan(20);
    const sent = await database.read<{ state: string }>(`select state from seedance.tasks where owner = 'one'`);
    expect(new Set(sent.map(({ state }) => state))).toEqual(new Set(['accepted']));
    expect(await database.read(`select id from seedance.workers where owner = 'one'`), 'its row is gone').toEqual([]);
    await untilOver(store, key, studio);
    const { completed } = await check(studio, key);
    report(
      `SIGTERM with requests in flight: gone after ${seconds.toFixed(1)} s, all of them on record, ${completed} done`,
    );
    two!.process.kill('SIGTERM');
    expect(await two!.exited, 'one that waits ends at once').toEqual([0, null]);
  });

  it('a worker is cut off from the database while its POST is in flight', async ({ skip }) => {
    const namespace = createNamespace();
    if (!namespace) return skip('skipped: no right to make a network namespace here');
    const postMs = 4_000;
    const studio = await createStudio(4, { host: namespace.service }, postMs);
    const { service, env, store, machines } = studio;
    try {
      const key = await planAndDie(studio, 12);
      const before = service.posts.length;
      const cutOff = { ...env, SEEDANCE_STORE: env.SEEDANCE_STORE!.replace('127.0.0.1', namespace.database) };
      const worker = startMachine({ name: 'cut off', env: cutOff, through: namespace.through }, 'work');
      machines.push(worker);
      await until(() => service.posts.length > before, 'a POST of the worker that is cut off');
      namespace.connectDatabase(false);
      machines.push(startMachine({ name: 'other', env }, 'work'));
      const sent = service.posts.length;
      await until(() => service.posts.length > sent, 'the other worker');
      await delay(20_000);
      namespace.connectDatabase(true);
      // The service answered all of its requests: what it was told settles every doubt that others had by then.
      const doubts = `select key from seedance.tasks where owner = 'cut off' and state in ('open', 'uncertain')`;
      await until(async () => (await store.parts().database.read(doubts)).length === 0, 'late outcomes', 120);
      await untilOver(store, key, studio);
      await check(studio, key);
    } finally {
      namespace.remove();
    }
  });
});
