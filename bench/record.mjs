import { createHash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { median, ratio } from './measure.mjs';
import { importSource, inTemporaryFolder } from './workshop.mjs';

const sizes = [100, 10_000, 100_000];
const rounds = 101;
const minuteMs = 60_000;

/** The record as it grows: a whole submit against a service that answers at once, a look at one task, a list of ten. */
export async function run() {
  const { createApp, createConfig, systemClock } = await importSource(
    'record-entry',
    `export { createApp } from './src/app.ts';
     export { createConfig } from './src/config/config.ts';
     export { systemClock } from './src/core/clock.ts';`,
  );
  return inTemporaryFolder(async (folder) => {
    const records = [];
    for (const tasks of sizes) {
      const home = join(folder, String(tasks));
      await fill(join(home, 'ledger'), tasks);
      const config = createConfig({ env: { SEEDANCE_HOME: home, XSKILL_API_KEY: 'sk-bench' }, userHome: home });
      const log = { debug: () => undefined };
      const app = createApp({ config, log, clock: systemClock, send: instantService() });
      const firstLookMs = await timed(() => look(app, 0));
      const searchMs = await timed(() => app.list({ limit: 1, search: 'shot 0.', save: false }));
      records.push({ tasks, app, firstLookMs, searchMs, times: new Map(operations.map(({ name }) => [name, []])) });
    }
    for (let round = 0; round < rounds; round++)
      for (const { name, run: operate } of operations)
        for (const { app, tasks, times } of records)
          times.get(name).push(await timed(() => operate(app, Math.floor((tasks * round) / rounds))));
    return render(records);
  });
}

const operations = [
  { name: 'submit', run: submit },
  { name: 'find one by its id', run: look },
  { name: 'list the newest ten', run: (app) => app.list({ limit: 10, save: false }) },
];

function submit(app) {
  const parameters = { prompt: `A cat walks on the beach, take ${Math.random()}`, duration: 4 };
  return app.submit({ modelId: 'st-ai/super-seed2', parameters });
}

function look(app, n) {
  return app.get({ taskId: `xskill:remote-${n}`, waitSeconds: 0, save: false }, {});
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Finished tasks, one every quarter of an hour until an hour ago, as src/jobs would have written them. */
async function fill(directory, tasks) {
  await mkdir(directory, { recursive: true });
  const months = new Map();
  for (let n = 0; n < tasks; n++) {
    const at = Date.now() - (60 + 15 * (tasks - n)) * minuteMs;
    const month = new Date(at).toISOString().slice(0, 7);
    if (!months.has(month)) months.set(month, []);
    months.get(month).push(...eventsOf(n, at).map((event) => `${JSON.stringify(event)}\n`));
  }
  for (const [month, lines] of months) await appendFile(join(directory, `${month}.jsonl`), lines.join(''));
}

function eventsOf(n, at) {
  const key = `local-${n}`;
  const prompt = `Shot ${n}. Live-action realistic, hopeful. 0-4s: wide shot, slow push-in, she stands on the pier at dawn. 4-8s: she turns.`;
  const url = `https://files.test/${n}.mp4`;
  const price = { amount: 80, unit: 'points', source: 'charged' };
  return [
    {
      type: 'intent',
      key,
      at,
      fingerprint: createHash('sha256').update(key).digest('hex'),
      backend: 'xskill',
      model_id: 'st-ai/super-seed2',
      kind: 'video',
      base_url: 'https://api.xskill.ai',
      rehearsal: false,
      parameters: { prompt, ratio: '16:9', duration: 8 },
      asked: { prompt, references: [], duration: 8, ratio: '16:9' },
      price,
      owner: { pid: 1, started: '1', host: 'bench' },
    },
    { type: 'accepted', key, at: at + 800, backend: 'xskill', remote_id: `remote-${n}`, price },
    {
      type: 'status',
      key,
      at: at + 9 * minuteMs,
      remote: { status: 'completed', upstreamStatus: 'completed', outputUrls: [url] },
    },
    {
      type: 'saved',
      key,
      at: at + 10 * minuteMs,
      files: [{ path: `/films/${n}.mp4`, url, sha256: 'none', media_type: 'video/mp4', bytes: 4_000_000 }],
      mismatches: [],
    },
  ];
}

function instantService() {
  let tasks = 0;
  return async (url) => {
    const isSubmit = url.endsWith('/api/v3/tasks/create');
    const answer = isSubmit
      ? { code: 200, data: { task_id: `new-${++tasks}`, price: 40 } }
      : { code: 404, detail: 'no' };
    return new Response(JSON.stringify(answer), { status: isSubmit ? 200 : 404 });
  };
}

function render(records) {
  const [smallest] = records;
  const largest = records.at(-1);
  const growth = operations.map(({ name }) => ({
    name,
    times: ratio(largest.times.get(name), smallest.times.get(name)),
  }));
  const ms = (value) => `${value.toFixed(2)} ms`;
  return {
    title: 'The record: 100, 10,000 and 100,000 tasks',
    goals: growth.map(({ name, times }) => ({
      goal: `record, ${name}: ≤ 2 × from 100 to 100,000 tasks`,
      measured: `${times.toFixed(2)} ×`,
      met: times <= 2,
    })),
    tables: [
      {
        head: ['', '100,000 to 100', ...records.map(({ tasks }) => `${tasks.toLocaleString('en')} tasks`)],
        rows: [
          ...operations.map(({ name }, n) => [
            name,
            `${growth[n].times.toFixed(2)} ×`,
            ...records.map(({ times }) => ms(median(times.get(name)))),
          ]),
          ['first look after a reboot', '', ...records.map(({ firstLookMs }) => ms(firstLookMs))],
          ['search for the words of the oldest', '', ...records.map(({ searchMs }) => ms(searchMs))],
        ],
      },
    ],
    notes: [
      `Medians of ${rounds} interleaved rounds. A submit syncs to disk twice. The last two read the whole record, once each.`,
    ],
  };
}
