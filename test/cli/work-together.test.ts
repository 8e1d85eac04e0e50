import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { withoutPostgres } from '../postgres-server.ts';
import { promptOf } from '../productions/stage.ts';
import { program } from '../stdio.ts';
import { newDatabase } from '../store/postgres/shared-server.ts';
import { type Session, shell, startShell } from './shell.ts';

const zero = Date.now();
const timeScale = 20;
/** BullMQ has timers of its own, so time moves by itself. */
const clock: Clock = {
  now: () => zero + (Date.now() - zero) * timeScale,
  sleep: async (ms, signal) => void (await delay(ms / timeScale, undefined, { signal })),
};

/** The window that plans is closed by then: workers do the rest. */
let leave = createLeave();
function createLeave() {
  const gone = new AbortController();
  const ending = { draining: gone.signal, stopping: gone.signal, cutOff: new AbortController().signal };
  return { now: () => gone.abort(), ending: { ...ending, hold: <T>(work: Promise<T>) => work } };
}

const fronts: Front[] = [];
const sessions: Session[] = [];
afterEach(async () => {
  leave = createLeave();
  for (const session of sessions) session.interrupt();
  await Promise.all(sessions.splice(0).map(({ ran }) => ran));
  await Promise.all(fronts.splice(0).map((front) => front.close()));
});

async function openMachine(store: string, name: string, env: Record<string, string> = keys): Promise<Front> {
  const services = fronts[0]?.services;
  const options = { clock, services, ending: name === 'window' ? leave.ending : undefined };
  const front = await openFront({ ...options, env: { ...env, SEEDANCE_STORE: store, SEEDANCE_USER: name } });
  fronts.push(front);
  return front;
}

function startWorker(front: Front, ...argv: string[]): Session {
  const session = startShell(front.app, ['work', ...argv]);
  sessions.push(session);
  return session;
}

const clipOf = (n: number, model_id = 'st-ai/super-seed2') => ({
  model_id,
  parameters: { prompt: `clip ${n} [rehearse: quick]`, duration: 4, ratio: '16:9' },
});

/** What the closing window has sent of it is sent; the rest is for workers. */
async function planAndLeave(front: Front, tasks: readonly object[]): Promise<string> {
  const { data, text, isError } = await front.call('submit_task', { tasks });
  expect(isError, text).toBe(false);
  leave.now();
  return data.task_id;
}

const rowsOf = async (front: Front, task_id: string) =>
  (await front.call('get_task', { task_id, wait_seconds: 0, save: false })).data;

/** A busy machine makes the queue's tables slowly. */
const patient = { timeout: 40_000 };

describe.skipIf(withoutPostgres)('work on a record in PostgreSQL', { timeout: 60_000 }, () => {
  it('shares the steps of a production over machines, each sent once and saved by one', async () => {
    const store = await newDatabase();
    const window = await openMachine(store, 'window');
    const [one, two] = [await openMachine(store, 'one'), await openMachine(store, 'two')];
    startWorker(one, '--concurrency', '2');
    startWorker(two, '--concurrency', '2');
    const workers = async () =>
      (await shell(window.app, ['doctor', '--json'])).json.checks.filter(
        ({ name }: { name: string }) => name === 'worker',
      );
    await expect.poll(workers, patient).toHaveLength(2);
    const task_id = await planAndLeave(
      window,
      Array.from({ length: 12 }, (_, n) => clipOf(n)),
    );
    await expect.poll(async () => (await rowsOf(window, task_id)).counts, patient).toMatchObject({ completed: 12 });
    const [own, ...others] = [window, one, two].map((front) => front.posts().length);
    expect(own! + others[0]! + others[1]!).toBe(12);
    // A place that is free again before the window is closed is taken once more there.
    expect(others[0]! + others[1]!, 'the workers did the rest').toBeGreaterThan(0);
  });

  it('makes what a chat waits for before the rest of a batch', async () => {
    const store = await newDatabase();
    const one = { ...keys, SEEDANCE_CONCURRENCY: '1' };
    await planAndLeave(
      await openMachine(store, 'window', one),
      Array.from({ length: 6 }, (_, n) => clipOf(n)),
    );
    leave = createLeave();
    const chat = await planAndLeave(await openMachine(store, 'window', one), [clipOf(100), clipOf(101)]);
    const worker = await openMachine(store, 'worker', one);
    startWorker(worker);
    await expect.poll(async () => (await rowsOf(worker, chat)).counts, patient).toMatchObject({ completed: 2 });
    // The windows may have sent some before they closed; one of the batch may be begun before the worker sees the chat's.
    const bySomebody = fronts.filter((front) => front !== worker).flatMap((front) => front.posts().map(promptOf));
    const left = [100, 101].map((n) => clipOf(n).parameters.prompt).filter((prompt) => !bySomebody.includes(prompt));
    expect(
      worker
        .posts()
        .slice(0, left.length + 1)
        .map(promptOf),
    ).toEqual(expect.arrayContaining(left));
  });

  it('makes a film whose clips continue each other, and joins it', async () => {
    const store = await newDatabase();
    const window = await openMachine(store, 'window');
    const shots = ['a lighthouse', 'a boat'].map((visual) => ({
      ...{ seconds: 10, camera: 'wide shot, static' },
      visual: `${visual} [rehearse: quick]`,
    }));
    const { data } = await window.call('compose_storyboard', { shots, continuity: 'extend', ratio: '16:9' });
    const answer = await window.call('submit_task', data.submit);
    leave.now();
    for (const name of ['one', 'two']) startWorker(await openMachine(store, name));
    const filmOf = async () => (await rowsOf(window, answer.data.task_id)).files;
    await expect.poll(filmOf, patient).toMatchObject([{ path: expect.stringMatching(/\.mp4$/) }]);
    expect(fronts.flatMap((front) => front.posts())).toHaveLength(2);
  });

  it('leaves the steps of a service alone that it has no key for', async () => {
    const store = await newDatabase();
    const both = { ...keys, SEEDANCE_CONCURRENCY: '1' };
    const window = await openMachine(store, 'window', both);
    const one = await openMachine(store, 'one', { XSKILL_API_KEY: 'sk-test', SEEDANCE_CONCURRENCY: '1' });
    startWorker(one);
    const pixazo = 'seedance-2-0-text-to-video';
    const task_id = await planAndLeave(window, [clipOf(1), clipOf(2), clipOf(3, pixazo), clipOf(4, pixazo)]);
    const countsOf = async () => (await rowsOf(window, task_id)).counts;
    await expect.poll(countsOf, patient).toMatchObject({ completed: 3 });
    expect(one.sent.filter(({ path }) => path.includes('text-to-video'))).toEqual([]);
    startWorker(await openMachine(store, 'two', both));
    await expect.poll(countsOf, patient).toMatchObject({ completed: 4 });
  });

  it('names the one command that installs what is missing', async () => {
    const folder = temporaryFolder();
    cpSync(join(program, '..'), join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(import.meta.dirname, '../../node_modules/pg'), join(folder, 'node_modules/pg'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'dist/main.js'), 'work'], {
      env: { PATH: process.env.PATH, HOME: folder, SEEDANCE_STORE: 'postgres://nobody@127.0.0.1:1/none' },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('npm install -g pg bullmq@6');
    expect(stderr).toContain('npx -y -p seedance-mcp -p pg -p bullmq@6 seedance-mcp work');
  });

  it('refuses --concurrency for a record in files', async () => {
    const front = await openFront();
    fronts.push(front);
    const { code, stderr } = await shell(front.app, ['work', '--concurrency', '3']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('SEEDANCE_STORE')]);
  });
});
