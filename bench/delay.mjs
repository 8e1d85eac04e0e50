import { createFastClock } from './fast-clock.mjs';
import { median } from './measure.mjs';
import { importSource, inTemporaryFolder } from './workshop.mjs';

const timeScale = 60;
const tasks = 24;
/** When the service is done, spread over what videos take. Seconds. */
const endings = Array.from({ length: tasks }, (_, n) => 300 + (n * 600) / tasks + n / 7);

/** From "done" at the service to the answer in the client, and what it takes of the service's patience. */
export async function run() {
  const source = await importSource(
    'delay-entry',
    `export { createApp } from './src/app.ts';
     export { createConfig } from './src/config/config.ts';`,
  );
  const waits = [
    { name: 'get_task, Claude Code (600 s a call)', waitSeconds: 600 },
    { name: 'get_task, other clients (45 s a call)', waitSeconds: 45 },
  ];
  const ours = await inTemporaryFolder((home) =>
    Promise.all(
      waits.map(async ({ name, waitSeconds }) => ({
        name,
        results: await Promise.all(endings.map((seconds) => waitFor(source, home, seconds, waitSeconds))),
      })),
    ),
  );
  const seeds = [
    { name: "the seed's skill: after 60 s, then every 90 s", first: 60, every: 90 },
    { name: "the seed's script: every 30 s", first: 30, every: 30 },
  ].map(({ name, first, every }) => ({ name, results: endings.map((done) => pollBlindly(done, first, every)) }));
  return {
    title: 'From "done" at the service to the answer in the client',
    goals: [],
    tables: [
      {
        head: ['', 'delay, median', 'longest', 'queries, median', 'calls, median'],
        rows: [...ours, ...seeds].map(({ name, results }) => [
          name,
          `${median(results.map(({ delay }) => delay)).toFixed(1)} s`,
          `${Math.max(...results.map(({ delay }) => delay)).toFixed(1)} s`,
          median(results.map(({ queries }) => queries)),
          median(results.map(({ calls }) => calls)),
        ]),
      },
    ],
    notes: [
      `${tasks} videos that end between 5 and 15 minutes, played ${timeScale} times as fast; the seed's rows are worked out from its rules. Its script gives up after 10 minutes.`,
    ],
  };
}

async function waitFor({ createApp, createConfig }, home, seconds, waitSeconds) {
  const clock = createFastClock(timeScale);
  const endsAt = clock.now() + seconds * 1000;
  let queries = 0;
  const send = async (url) => {
    if (url.endsWith('/tasks/create')) return reply({ task_id: `${seconds}-${waitSeconds}`, price: 40 });
    if (!url.endsWith('/tasks/query')) return new Response('{"code":404}', { status: 404 });
    queries++;
    const done = clock.now() >= endsAt;
    return reply({
      status: done ? 'completed' : 'processing',
      output: { images: done ? ['https://files.test/a.mp4'] : [] },
    });
  };
  const env = { SEEDANCE_HOME: `${home}/${seconds}-${waitSeconds}`, XSKILL_API_KEY: 'sk-bench' };
  const config = createConfig({ env, userHome: home });
  const app = createApp({ config, log: { debug: () => undefined }, clock, send });
  const parameters = { prompt: 'A cat walks on the beach', duration: 4 };
  const { task } = await app.submit({ modelId: 'st-ai/super-seed2', parameters });
  for (let calls = 1; ; calls++) {
    const found = await app.get({ taskId: `xskill:${task.remoteId}`, waitSeconds, save: false }, {});
    if (found.task.remote?.status === 'completed') return { delay: (clock.now() - endsAt) / 1000, queries, calls };
  }
}

function pollBlindly(done, first, every) {
  const queries = 1 + Math.max(0, Math.ceil((done - first) / every));
  return { delay: first + (queries - 1) * every - done, queries, calls: queries };
}

function reply(data) {
  return new Response(JSON.stringify({ code: 200, data }));
}
