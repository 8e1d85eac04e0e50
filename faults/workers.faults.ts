import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore, type PostgresStore } from '../src/store/postgres/postgres-store.ts';
import { clipsOf, statusOfProduction } from '../src/store/productions/progress.ts';
import { standsOf } from '../src/store/productions/stand.ts';
import { temporaryFolder } from '../test/folder.ts';
import { createServerIn, type PostgresServer, withoutPostgres } from '../test/postgres-server.ts';
import { type Service, serveCounting } from './service.ts';
import { report, times } from './size.ts';
import { type Machine, startMachine } from './workers/workers.ts';

const clips = times(300, 1_000);
const pointsAClip = 40;
const lostReplies = 20;

if (withoutPostgres) console.warn(withoutPostgres);

describe.skipIf(withoutPostgres)('workers of one database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await createServerIn(temporaryFolder(), { fsync: true });
    server.start();
  });
  afterAll(() => server.stop('fast'));

  /** A database, a service, and what a machine is started with. */
  async function createStudio(places: number, everyLost?: number): Promise<Studio> {
    const service = await serveCounting(5, Date.now, everyLost);
    const address = server.urlOf(await server.createDatabase());
    const env = {
      ...service.env,
      SEEDANCE_STORE: address,
      SEEDANCE_CONCURRENCY: String(places),
      SEEDANCE_DAILY_CAP: `xskill=${clips * pointsAClip}`,
    };
    const store = createPostgresStore({ address, home: temporaryFolder(), now: Date.now });
    return { service, env, store, machines: [] };
  }

  it(`${clips} clips by 4 workers: every 20th reply lost, five kills -9, the database stopped and crashed`, async () => {
    const studio = await createStudio(60, lostReplies);
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
    await end(studio);
  });
});

type Studio = { service: Service; env: Record<string, string>; store: PostgresStore; machines: Machine[] };

/** The process that submits is killed as soon as its plan is on record. */
async function planAndDie({ env, store, machines }: Studio, count: number): Promise<string> {
  const file = join(temporaryFolder(), 'batch.jsonl');
  const lines = Array.from({ length: count }, (_, n) => ({
    model_id: 'st-ai/super-seed2',
    parameters: { prompt: `clip ${n} [rehearse: quick]`, duration: 4, ratio: '16:9' },
  }));
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  await store.findProduction('none'); // makes the tables
  const submitter = startMachine({ name: 'submitter', env }, 'batch', file);
  machines.push(submitter);
  const planned = () => store.parts().database.read<{ key: string }>('select key from seedance.productions');
  await until(async () => (await planned()).length > 0 || submitter.process.exitCode !== null, 'the plan');
  await submitter.kill();
  const [row] = await planned();
  expect(row, submitter.stderr()).toBeDefined();
  return row!.key;
}

async function until(isSo: () => boolean | Promise<boolean>, what: string, seconds = 300): Promise<void> {
  for (const startedAt = performance.now(); !(await isSo()); await delay(100))
    if (performance.now() - startedAt > seconds * 1000) throw new Error(`waited ${seconds} s for ${what}`);
}

/** Until nothing more comes of it by itself. */
async function untilOver(store: PostgresStore, key: string, { machines }: Studio): Promise<void> {
  const isOver = async (): Promise<boolean> => {
    const production = await store.findProduction(key);
    return production !== undefined && statusOfProduction(production) !== 'processing';
  };
  await until(isOver, 'the end').catch(async (error) => {
    const production = await store.findProduction(key);
    const stands = production ? standsOf(production).map(({ is }) => is) : [];
    const told = machines.map(({ name, stderr }) => `${name}: ${stderr().slice(-500)}`);
    throw new Error(`${error.message}: ${stands.join(' ')}\n${told.join('\n')}`);
  });
}

type Checked = { completed: number; uncertain: number; cut: number; spent: number };

/** What the service took against what the record says. */
async function check({ service, store }: Studio, key: string): Promise<Checked> {
  const production = await store.findProduction(key);
  expect(production).toBeDefined();
  const takes = clipsOf(production!).flatMap(({ takes: all }) => all);
  const known = new Map(takes.flatMap(({ task }) => (task?.remoteId ? [[task.remoteId, task] as const] : [])));
  const uncertain = takes.filter(({ stand }) => stand.is === 'uncertain').length;
  const completed = takes.filter(({ stand }) => stand.is === 'completed').length;
  expect(completed + uncertain, 'all the rest is done').toBe(takes.length);
  let unknown = 0;
  for (const [prompt, ids] of service.accepted) {
    expect(ids.length, `${prompt} was paid for`).toBe(1);
    if (!known.has(ids[0]!)) unknown++;
  }
  expect(unknown, 'what the record does not know is uncertain there').toBeLessThanOrEqual(uncertain);
  const { account } = production!.plan.offers[0]!;
  const spent = await store.spentSince(account, 0);
  expect(spent).toBe((completed + uncertain) * pointsAClip);
  return { completed, uncertain, cut: service.cut.length, spent };
}

async function end({ service, store, machines }: Studio): Promise<void> {
  await Promise.all(
    machines.map(({ kill, process: { exitCode, signalCode } }) =>
      exitCode === null && signalCode === null ? kill() : undefined,
    ),
  );
  await store.end();
  await service.close();
}
