import pg from 'pg';
import { withStore } from './database-server.mjs';
import { median, ratio } from './measure.mjs';
import { importSource } from './workshop.mjs';

const sizes = [100, 100_000, 1_000_000];
const rounds = 101;
const minuteMs = 60_000;

/** The record in PostgreSQL as it grows: a claim under a cap, a look at one task, the newest ten, a word that one prompt holds. */
export async function run() {
  const source = await importSource(
    'database-entry',
    `export { createServerIn, withoutPostgres } from './test/postgres-server.ts';
     export { createPostgresStore } from './src/store/postgres/postgres-store.ts';`,
  );
  const title = 'The record in PostgreSQL: 100, 100,000 and 1,000,000 tasks';
  if (source.withoutPostgres) return { title, goals: [], tables: [], notes: [source.withoutPostgres] };
  const records = await withStore(source, async ({ store, address }) => {
    const found = [];
    for (const tasks of sizes) {
      await fill(store, address, tasks);
      found.push(await measure(store, tasks));
    }
    return found;
  });
  return render(title, records);
}

/** The first task goes through the store; the others are its row with a number, one a quarter of an hour. */
async function fill(store, address, tasks) {
  if (tasks === sizes[0]) await finish(store, intentOf('bench-0', Date.now() - 60 * minuteMs));
  const database = new pg.Client(address);
  await database.connect();
  const { rows } = await database.query(
    "select count(*)::int as count from seedance.tasks where key ~ '^bench-[0-9]+$'",
  );
  const columns = await namesOf(database, 'tasks');
  const changed = {
    key: "'bench-' || n",
    place: "nextval('seedance.place')",
    fingerprint: "'bench-' || n",
    remote_id: "'remote-' || n",
    at: `at - ${15 * minuteMs}::float8 * n`,
    ended_at: `ended_at - ${15 * minuteMs}::float8 * n`,
    intent: "replace(intent::text, 'bench-0', 'bench-' || n)::json",
    events: "replace(events::text, 'bench-0', 'bench-' || n)::json",
  };
  const values = columns.map((column) => changed[column] ?? `"${column}"`).join(', ');
  const from = `generate_series(${rows[0].count}, ${tasks - 1}) n`;
  await database.query(
    `insert into seedance.tasks (${columns.map((name) => `"${name}"`).join(', ')})
     select ${values} from seedance.tasks, ${from} where key = 'bench-0'`,
  );
  await database.query(
    `insert into seedance.words (key, found_by, words)
     select 'bench-' || n, replace(found_by, 'bench-0', 'bench-' || n), words from seedance.words, ${from} where key = 'bench-0'`,
  );
  await database.query('analyze');
  await database.end();
}

async function namesOf(database, table) {
  const { rows } = await database.query(
    "select column_name from information_schema.columns where table_schema = 'seedance' and table_name = $1",
    [table],
  );
  return rows.map(({ column_name: name }) => name);
}

async function finish(store, intent) {
  const { key, at } = intent;
  await store.claim(intent, {});
  const price = { amount: 1, unit: 'points', source: 'charged' };
  await store.record({ type: 'accepted', key, at: at + 800, backend: 'xskill', remote_id: 'remote-0', price });
  const remote = { status: 'completed', upstreamStatus: 'completed', outputUrls: ['https://files.test/0.mp4'] };
  await store.record({ type: 'status', key, at: at + minuteMs, remote });
}

function intentOf(key, at) {
  return {
    ...{ key, at, fingerprint: key, backend: 'xskill', model_id: 'st-ai/super-seed2', kind: 'video' },
    ...{ base_url: 'https://api.xskill.ai', rehearsal: false, price: { amount: 1, unit: 'points', source: 'listed' } },
    asked: { prompt: `A lighthouse in the storm, ${key}`, references: [] },
    parameters: { prompt: key },
  };
}

const operations = [
  {
    name: 'claim under a daily cap',
    run: (store, _, n) => store.claim(intentOf(`claim-${Math.random()}-${n}`, Date.now()), { dailyCap: 1e9 }),
  },
  {
    name: 'find one by its id',
    run: (store, tasks, n) => store.findByRemoteId('xskill', `remote-${(n * 7919) % tasks}`),
  },
  { name: 'list the newest ten', run: (store) => store.list({ limit: 10, rehearsal: false }) },
  {
    name: 'search for a word of one',
    run: (store, tasks) => store.list({ limit: 10, rehearsal: false, search: `bench-${tasks - 1}` }),
  },
];

async function measure(store, tasks) {
  const times = new Map(operations.map(({ name }) => [name, []]));
  for (let n = 0; n < rounds; n++)
    for (const { name, run: operate } of operations) {
      const startedAt = performance.now();
      const answer = await operate(store, tasks, n);
      times.get(name).push(performance.now() - startedAt);
      if (!answer || answer.length === 0) throw new Error(`${name} found nothing at ${tasks} tasks`);
    }
  return { tasks, times };
}

function render(title, records) {
  const [smallest] = records;
  const largest = records.at(-1);
  const growth = operations.map(({ name }) => ({
    name,
    times: ratio(largest.times.get(name), smallest.times.get(name)),
  }));
  return {
    title,
    goals: growth
      .filter(({ name }) => !name.startsWith('search'))
      .map(({ name, times }) => ({
        goal: `PostgreSQL, ${name}: ≤ 2 × from 100 to 1,000,000 tasks`,
        measured: `${times.toFixed(2)} ×`,
        met: times <= 2,
      })),
    tables: [
      {
        head: ['', '1,000,000 to 100', ...records.map(({ tasks }) => `${tasks.toLocaleString('en')} tasks`)],
        rows: operations.map(({ name }, n) => [
          name,
          `${growth[n].times.toFixed(2)} ×`,
          ...records.map(({ times }) => `${median(times.get(name)).toFixed(2)} ms`),
        ]),
      },
    ],
    notes: [
      `Medians of ${rounds} rounds. PostgreSQL with fsync on the same machine; the rows are copies of one that the store wrote.`,
    ],
  };
}
