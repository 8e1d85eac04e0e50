import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withServer } from './database-server.mjs';
import { importSource, program } from './workshop.mjs';

const hands = 10;
/** So slow that it is what holds them up. */
const rate = 4;

/** Clips that end with their submit, so that what is measured is ours: queue, claim, POST, outcome, file. Each worker has made some before. */
export async function run() {
  const source = await importSource(
    'workers-entry',
    `export { createServerIn, withoutPostgres } from './test/postgres-server.ts';
     export { createPostgresStore } from './src/store/postgres/postgres-store.ts';
     export { serveSimulators } from './src/simulation/serve.ts';
     export { createSimulator } from './src/backends/xskill/simulator.ts';`,
  );
  const title = 'Workers of one database';
  if (source.withoutPostgres) return { title, goals: [], tables: [], notes: [source.withoutPostgres] };
  const rows = await withServer(source, async ({ server, folder }) => {
    const found = [];
    for (const workers of [1, 2, 4]) found.push(await measure({ source, server, folder }, { workers, clips: 300 }));
    found.push(await measure({ source, server, folder }, { workers: 4, clips: 60, limit: rate }));
    return found;
  });
  const limited = rows.at(-1);
  return {
    title,
    goals: [
      {
        goal: `SEEDANCE_RATE=xskill=${rate} over 4 workers: at most ${rate} requests a second`,
        measured: `${limited.perSecond.toFixed(1)} a second, ${limited.busiest} arrived in the busiest`,
        met: limited.perSecond <= rate * 1.02, // counted where they arrive, not where they leave
      },
    ],
    tables: [
      {
        head: ['workers', 'clips a second', 'requests a second, in the busiest', 'limit'],
        rows: rows.map(({ workers, clips, seconds, busiest, limit }) => [
          workers,
          (clips / seconds).toFixed(1),
          busiest,
          limit === undefined ? 'none' : `${limit} requests a second`,
        ]),
      },
    ],
    notes: [
      `300 clips (60 with a limit), ${hands} in hand at each worker, PostgreSQL with fsync on the same machine. The clips end with their submit: a service takes minutes, so one worker is enough for thousands of clips an hour.`,
    ],
  };
}

async function measure({ source, server, folder }, { workers, clips, limit }) {
  const leftAt = [];
  const served = await source.serveSimulators({
    simulators: [(options) => counting(source.createSimulator(options), leftAt)],
    port: 0,
    now: Date.now,
    balance: 1e9,
  });
  const address = server.urlOf(await server.createDatabase());
  const home = join(folder, `${workers}-${limit}`);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    SEEDANCE_HOME: home,
    SEEDANCE_OUTPUT_DIR: join(home, 'out'),
    SEEDANCE_STORE: address,
    SEEDANCE_CONCURRENCY: '100',
    XSKILL_API_KEY: 'sk-bench',
    XSKILL_BASE_URL: served.url,
    ...(limit && { SEEDANCE_RATE: `xskill=${limit}` }),
  };
  const store = source.createPostgresStore({ address, home, now: Date.now });
  const { database } = store.parts();
  await store.findProduction('none'); // makes the tables
  const started = Array.from({ length: workers }, () =>
    spawn(process.execPath, [program, 'work', '--concurrency', String(hands)], { env, stdio: 'ignore' }),
  );
  const ready = () => database.read('select id from seedance.workers');
  while ((await ready()).length < workers) await delay(50);
  const make = async (name, count) => {
    const { production } = await store.reserve(planOf(name, count, served.url), []);
    const made = `select count(*)::int as n from seedance.tasks where production = $1 and status = 'completed'`;
    while ((await database.read(made, [production.plan.key]))[0].n < count) await delay(50);
  };
  await make('first', 2 * hands * workers); // a process is slow until its code is compiled
  leftAt.length = 0;
  await make('batch', clips);
  const seconds = (Date.now() - leftAt.find(({ isSubmit }) => isSubmit).at) / 1000;
  for (const worker of started) worker.kill('SIGTERM');
  await Promise.all(started.map((worker) => worker.exitCode ?? once(worker, 'exit')));
  await store.end();
  await served.close();
  const spanMs = leftAt.at(-1).at - leftAt[0].at;
  return {
    workers,
    clips,
    seconds,
    limit,
    perSecond: (1000 * (leftAt.length - 1)) / spanMs,
    busiest: busiestSecond(leftAt),
  };
}

/** As a window leaves it that is closed at once: all of it is for workers. */
function planOf(name, clips, base_url) {
  const account = { backend: 'xskill', base_url, rehearsal: false };
  const offer = { account, model_id: 'st-ai/super-seed2', price: { amount: 40, unit: 'points', source: 'listed' } };
  const requests = Array.from({ length: clips }, (_, n) => {
    const prompt = `${name} ${n} [rehearse: inline]`;
    const parameters = { prompt, duration: 4, ratio: '16:9' };
    return { model_id: offer.model_id, kind: 'video', fingerprint: prompt, prompt, parameters };
  });
  const plan = {
    ...{ type: 'planned', key: '', at: Date.now(), fingerprint: name, kind: 'batch', rehearsal: false },
    offers: [{ ...offer, held: 40, refunds: true }],
    steps: requests.map((_, n) => ({ clip: n + 1, offer: 0 })),
  };
  return { plan, requests, links: [] };
}

function counting(simulate, leftAt) {
  return (request) => {
    if (request.url.includes('/api/')) leftAt.push({ at: Date.now(), isSubmit: request.url.endsWith('/tasks/create') });
    return simulate(request);
  };
}

/** In any second, wherever it begins. */
function busiestSecond(leftAt) {
  return Math.max(...leftAt.map(({ at }, n) => leftAt.slice(n).filter((other) => other.at < at + 1000).length));
}
