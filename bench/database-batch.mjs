import { withStore } from './database-server.mjs';
import { median } from './measure.mjs';
import { importSource } from './workshop.mjs';

const lines = 10_000;
/** So many of them are completed; the rest is still to be sent. */
const done = 9_000;
const rounds = 11;
const mostMs = 300;

/** One batch of 10,000 lines in PostgreSQL: what a worker and a chat beside it do while most of it is done. */
export async function run() {
  const source = await importSource(
    'database-batch-entry',
    `export { createServerIn, withoutPostgres } from './test/postgres-server.ts';
     export { createPostgresStore } from './src/store/postgres/postgres-store.ts';
     export { newPlan, planOf, stepOf, account } from './test/store/productions/plans.ts';
     export { accepted, ended, intentOf } from './test/store/intents.ts';`,
  );
  const title = `A batch of ${lines.toLocaleString('en')} lines in PostgreSQL`;
  if (source.withoutPostgres) return { title, goals: [], tables: [], notes: [source.withoutPostgres] };
  const rows = await withStore(source, ({ store }) => measure(store, source));
  return {
    title,
    goals: rows.slice(1).map(({ name, ms }) => ({
      goal: `${name}: ≤ ${mostMs} ms`,
      measured: `${ms.toFixed(0)} ms`,
      met: ms <= mostMs,
    })),
    tables: [{ head: ['', 'ms'], rows: rows.map(({ name, ms }) => [name, ms.toFixed(1)]) }],
    notes: [`${done.toLocaleString('en')} of its lines are completed. Medians of ${rounds}; the plan once.`],
  };
}

async function measure(store, { newPlan, planOf, stepOf, account, accepted, ended, intentOf }) {
  const startedAt = performance.now();
  const made = await store.reserve(newPlan(planOf('a batch', { clips: lines, at: Date.now() })), [{ account }]);
  const planned = { name: 'plan and reserve it', ms: performance.now() - startedAt };
  const { plan } = made.production;
  const stepAt = (number) => intentOf(`local-${number}`, { at: Date.now(), ...stepOf(plan, number) });
  await store.claimStep(stepAt(0), 4);
  await store.record(accepted('local-0'), ended('local-0', 'completed', Date.now()));
  await copyTask(store);
  const time = async (name, operate) => {
    const times = [];
    for (let round = 0; round < rounds; round++) {
      const begunAt = performance.now();
      await operate(round);
      times.push(performance.now() - begunAt);
    }
    return { name, ms: median(times) };
  };
  const owned = ({ outcome }) => {
    if (outcome !== 'owned') throw new Error(outcome);
  };
  return [
    planned,
    await time('claim the next line', async (n) => owned(await store.claimStep(stepAt(done + n), 99))),
    await time('read the arguments of a line', (n) => store.readPlan(plan.key, n + 1)),
    await time('claim a single clip under a cap', async (n) =>
      owned(await store.claim(intentOf(`single-${n}`, { at: Date.now() }), { dailyCap: 1e9 })),
    ),
    await time('look for what is to be done', () => store.findUnfinished(plan.key)),
  ];
}

/** The others are its row with a number. */
async function copyTask(store) {
  const { database } = store.parts();
  const columns = (
    await database.read(
      "select column_name as name from information_schema.columns where table_schema = 'seedance' and table_name = 'tasks'",
    )
  ).map(({ name }) => name);
  const changed = {
    key: "'local-' || n",
    place: "nextval('seedance.place')",
    fingerprint: "'line ' || n",
    remote_id: "'remote-' || n",
    step: 'n',
    intent: `replace(replace(intent::text, 'local-0', 'local-' || n), '"number":0', '"number":' || n)::json`,
    events: "replace(events::text, 'local-0', 'local-' || n)::json",
  };
  await database.read(
    `insert into seedance.tasks (${columns}) select ${columns.map((name) => changed[name] ?? name)}
     from seedance.tasks, generate_series(1, ${done - 1}) n where key = 'local-0'`,
  );
  await database.read('analyze');
}
