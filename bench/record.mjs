import { join } from 'node:path';
import { median, ratio } from './measure.mjs';
import { fillRecord } from './record-fill.mjs';
import { folder as built, execute, importSource, inTemporaryFolder } from './workshop.mjs';

const sizes = [100, 20_000, 100_000];
const rounds = 101;
const firstLooks = 5;

/** The record as it grows: a whole submit against a service that answers at once, a claim, a look at one task, a list of ten. */
export async function run() {
  const source = await importSource(
    'record-entry',
    `export { createApp } from './src/app.ts';
     export { createConfig } from './src/config/config.ts';
     export { systemClock } from './src/core/clock.ts';
     export { createFileStore } from './src/store/files/file-store.ts';`,
  );
  return inTemporaryFolder(async (folder) => {
    const records = [];
    for (const tasks of sizes) records.push(await openRecord(source, join(folder, String(tasks)), tasks));
    for (let round = 0; round < rounds; round++)
      for (const { name, run: operate } of operations)
        for (const record of records)
          record.times.get(name).push(await timed(() => operate(record, Math.floor((record.tasks * round) / rounds))));
    return render(records);
  });
}

async function openRecord({ createApp, createConfig, systemClock, createFileStore }, home, tasks) {
  await fillRecord(home, tasks);
  const first = [];
  for (let n = 0; n < firstLooks; n++) first.push(await lookInNewProcess(home));
  const config = createConfig({ env: { SEEDANCE_HOME: home, XSKILL_API_KEY: 'sk-bench' }, userHome: home });
  const app = createApp({ config, log: { debug: () => undefined }, clock: systemClock, send: instantService() });
  const store = createFileStore(home, Date.now);
  const record = { tasks, app, store, times: new Map(operations.map(({ name }) => [name, []])) };
  await look(record, 0);
  const searchMs = await timed(() => app.list({ limit: 1, search: 'nowhere', save: false }));
  return {
    ...record,
    searchMs,
    firstMs: median(first.map(({ ms }) => ms)),
    rssBytes: median(first.map(({ rssBytes }) => rssBytes)),
  };
}

async function lookInNewProcess(home) {
  const entry = join(built, 'record-entry/record-entry.js');
  const { stdout } = await execute(process.execPath, [join(import.meta.dirname, 'record-first.mjs'), entry, home]);
  return JSON.parse(stdout);
}

const operations = [
  { name: 'submit', run: submit },
  { name: 'claim under a daily cap', run: claim },
  { name: 'find one by its id', run: look },
  { name: 'list the newest ten', run: ({ app }) => app.list({ limit: 10, save: false }) },
];

function submit({ app }) {
  const parameters = { prompt: `A cat walks on the beach, take ${Math.random()}`, duration: 4 };
  return app.submit({ modelId: 'st-ai/super-seed2', parameters });
}

function claim({ store }) {
  const key = `bench-${Math.random()}`;
  const intent = {
    key,
    at: Date.now(),
    fingerprint: key,
    backend: 'xskill',
    model_id: 'st-ai/super-seed2',
    kind: 'video',
    base_url: 'https://api.xskill.ai',
    rehearsal: false,
    price: { amount: 1, unit: 'points', source: 'listed' },
    asked: { prompt: key, references: [] },
    parameters: { prompt: key },
  };
  return store.claim(intent, { dailyCap: 1e9 });
}

function look({ app }, n) {
  return app.get({ taskId: `xskill:remote-${n}`, waitSeconds: 0, save: false }, {});
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
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

const firstLookGoals = new Map([
  [20_000, 500],
  [100_000, 2_500],
]);

function render(records) {
  const [smallest] = records;
  const largest = records.at(-1);
  const growth = operations.map(({ name }) => ({
    name,
    times: ratio(largest.times.get(name), smallest.times.get(name)),
  }));
  const ms = (value) => `${value.toFixed(2)} ms`;
  const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  return {
    title: 'The record: 100, 20,000 and 100,000 tasks',
    goals: [
      ...growth.map(({ name, times }) => ({
        goal: `record, ${name}: ≤ 2 × from 100 to 100,000 tasks`,
        measured: `${times.toFixed(2)} ×`,
        met: times <= 2,
      })),
      ...records
        .filter(({ tasks }) => firstLookGoals.has(tasks))
        .map(({ tasks, firstMs }) => ({
          goal: `record, first look of a process at ${tasks.toLocaleString('en')} tasks: ≤ ${firstLookGoals.get(tasks)} ms`,
          measured: `${Math.round(firstMs)} ms`,
          met: firstMs <= firstLookGoals.get(tasks),
        })),
    ],
    tables: [
      {
        head: ['', '100,000 to 100', ...records.map(({ tasks }) => `${tasks.toLocaleString('en')} tasks`)],
        rows: [
          ...operations.map(({ name }, n) => [
            name,
            `${growth[n].times.toFixed(2)} ×`,
            ...records.map(({ times }) => ms(median(times.get(name)))),
          ]),
          ['first look of a process', '', ...records.map(({ firstMs }) => ms(firstMs))],
          ['memory it takes', '', ...records.map(({ rssBytes }) => megabytes(rssBytes))],
          ['search for a word that no prompt holds', '', ...records.map(({ searchMs }) => ms(searchMs))],
        ],
      },
    ],
    notes: [
      `Medians of ${rounds} interleaved rounds, and of ${firstLooks} first looks. A submit syncs to disk twice, a claim once. A search reads every prompt.`,
    ],
  };
}
