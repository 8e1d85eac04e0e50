import { AppError } from '../../core/errors.ts';
import { type Database, type Query, queryOf } from './database.ts';
import { migrations, searchIndex } from './migrations.ts';

/** Of all advisory locks in the database. */
const migrationLock = 7_331_000;
const oldestServer = 140_000;

/** The number that the tables have; 0 where there are none. */
async function readNumber(query: Query): Promise<number> {
  const [made] = await query<{ is: boolean }>(`select to_regclass('seedance.migrations') is not null as is`);
  if (!made?.is) return 0;
  const [row] = await query<{ number: number | null }>('select max(number) as number from seedance.migrations');
  return row?.number ?? 0;
}

/** Brings the tables to the number of this program: one process after the other, each number whole or not at all. */
export async function migrate(database: Database, known = migrations): Promise<{ from: number; to: number }> {
  const client = await database.connect();
  const query = queryOf(client);
  try {
    const seen = await readNumber(query);
    if (seen === known.length) return { from: seen, to: seen };
    await query('select pg_advisory_lock($1)', [migrationLock]);
    const from = await readNumber(query);
    refuseNewer(from, known.length);
    if (from === 0) await checkServer(query);
    for (const [n, statements] of known.entries()) if (n >= from) await apply(query, n + 1, statements);
    if (from < known.length) await query(searchIndex).catch(() => undefined);
    return { from, to: known.length };
  } finally {
    await client.end();
  }
}

export function refuseNewer(number: number, known = migrations.length): void {
  if (number <= known) return;
  throw new AppError(
    'internal',
    `The database of SEEDANCE_STORE was migrated to ${number} by a newer seedance-mcp; this one knows ${known}.`,
    { nextStep: 'Nothing was sent. Update seedance-mcp on this machine, then restart it.' },
  );
}

async function apply(query: Query, number: number, statements: string): Promise<void> {
  await query('begin');
  if (number === 1)
    await query(
      'create schema if not exists seedance; create table seedance.migrations (number int primary key, at timestamptz not null default now())',
    );
  await query(statements);
  await query('insert into seedance.migrations (number) values ($1)', [number]);
  await query('commit');
}

async function checkServer(query: Query): Promise<void> {
  const [row] = await query<{ version: number; text: string; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as text, current_setting('server_encoding') as encoding`,
  );
  const { version = 0, text = '', encoding = '' } = row ?? {};
  const problem =
    version < oldestServer
      ? `PostgreSQL ${text} is older than 14`
      : encoding === 'UTF8'
        ? undefined
        : `the database is in ${encoding}, which does not hold every prompt; it must be in UTF8`;
  if (problem)
    throw new AppError('internal', `SEEDANCE_STORE cannot be used: ${problem}.`, {
      nextStep: 'Make another database, then call again.',
    });
}
