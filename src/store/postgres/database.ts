import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { lazy } from '../../core/lazy.ts';
import type { Address } from './address.ts';
import { ConnectionLost, explain, fromDriver, kindOf, packageMissing } from './trouble.ts';

export type Query = <Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

export type Database = {
  address: Address;
  /** One statement; repeated where the connection broke. */
  read: Query;
  /** One transaction. It is repeated whole after a conflict or a broken connection, so it may have been done already. */
  change<Result>(work: (query: Query, isRepeat: boolean) => Promise<Result>): Promise<Result>;
  /** A connection of one's own, without a limit of time. */
  connect(): Promise<pg.Client>;
  end(): Promise<void>;
};

/** Nothing of ours takes as long. A process that stands still in a transaction must not hold up the others. */
const limits = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 12_000,
  statement_timeout: 10_000,
  lock_timeout: 8_000,
  idle_in_transaction_session_timeout: 5_000,
};
const mostConflicts = 50;
/** After so long, a broken connection is told and not tried again: a network that swallows everything answers late. */
const patienceMs = 10_000;
const usualPausesMs = [50, 100, 200, 400, 800, 1_600];

/** `prepare` is done before anything else, and again until it succeeded once. */
export function createDatabase(
  address: Address,
  prepare: (database: Database) => Promise<unknown>,
  pausesMs: readonly number[] = usualPausesMs,
): Database {
  const base = { connectionString: address.url, application_name: 'seedance-mcp', keepAlive: true };
  const loadPool = lazy(async () => {
    const { Pool } = await loadDriver();
    const pool = new Pool({ ...base, ...limits, allowExitOnIdle: true });
    // A connection that breaks while nobody uses it is no news.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  });

  async function repeat<Result>(work: (isRepeat: boolean) => Promise<Result>): Promise<Result> {
    const begunAt = performance.now();
    for (let conflicts = 0, losses = 0; ; ) {
      try {
        return await work(conflicts + losses > 0);
      } catch (error) {
        const kind = kindOf(error);
        const pauseMs = kind === 'lost' ? pausesMs[losses++] : Math.random() * 20 * ++conflicts;
        const isLate = kind === 'lost' && performance.now() - begunAt > patienceMs;
        const isLast = isLate || pauseMs === undefined || conflicts > mostConflicts;
        if (kind === 'other' || isLast) throw explain(error, address);
        await delay(pauseMs);
      }
    }
  }

  async function connect(): Promise<pg.Client> {
    const { Client } = await loadDriver();
    const client = new Client({ ...base, connectionTimeoutMillis: limits.connectionTimeoutMillis });
    client.on('error', () => undefined);
    await client.connect().catch((error) => {
      throw fromDriver(error);
    });
    return client;
  }

  async function withClient<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    const pool = await loadPool();
    const client = await pool.connect().catch((error) => {
      throw fromDriver(error);
    });
    let isBroken = false;
    try {
      return await work(queryOf(client));
    } catch (error) {
      isBroken = kindOf(error) === 'lost';
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  const database: Database = {
    address,
    read: async (text, values) => {
      await ready();
      return repeat(() => withClient((query) => query(text, values)));
    },
    change: async (work) => {
      await ready();
      return repeat((isRepeat) => withClient((query) => transact(query, () => work(query, isRepeat))));
    },
    connect: () => repeat(connect),
    end: async () => {
      const pool = await loadPool();
      if (!pool.ended) await pool.end();
    },
  };
  const ready = lazy(() => repeat(() => prepare(database)));
  return database;
}

async function loadDriver(): Promise<typeof pg> {
  try {
    return (await import('pg')).default;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') throw packageMissing('pg');
    throw error;
  }
}

export function queryOf(client: pg.ClientBase): Query {
  return async (text, values = []) => {
    try {
      return (await client.query(text, [...values])).rows;
    } catch (error) {
      throw fromDriver(error);
    }
  };
}

async function transact<Result>(query: Query, work: () => Promise<Result>): Promise<Result> {
  await query('begin isolation level read committed');
  try {
    const result = await work();
    await query('commit');
    return result;
  } catch (error) {
    if (!(error instanceof ConnectionLost)) await query('rollback');
    throw error;
  }
}
