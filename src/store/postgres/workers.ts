import { hostname } from 'node:os';
import type { Production } from '../productions/production.ts';
import type { Database, Query } from './database.ts';
import type { PostgresStore } from './postgres-store.ts';

const channel = 'seedance_productions';
/** By the clock of the database, as everything here. */
const goneAfter = '15 seconds';

/** Tells every worker, once this is on record, that there is something to do. */
export async function callWorkers(query: Query, key: string): Promise<void> {
  await query('select pg_notify($1, $2)', [channel, key]);
}

/** Calls back with the key of every production that workers are called for, until it is ended or `onLost`. */
export async function listenForCalls(
  database: Database,
  onCall: (key: string) => void,
  onLost: () => void,
): Promise<() => Promise<void>> {
  const client = await database.connect();
  client.on('notification', ({ payload }) => payload && onCall(payload));
  client.on('end', onLost);
  await client.query(`listen ${channel}`);
  return () => client.end();
}

export type Worker = { host: string; owner: string; since: Date; doing: string };

/** One row a worker, so that a person sees who is there. */
export type WorkerRow = {
  /** What it has in hand now, in a person's words. */
  beat(doing: string): Promise<void>;
  leave(): Promise<void>;
};

export function createWorkerRow({ parts }: PostgresStore): WorkerRow {
  const { database, claimer } = parts();
  let id: number | undefined;
  return {
    beat: async (doing) => {
      const [row] = await database.read<{ id: number }>(
        `insert into seedance.workers (id, owner, host, doing) values (coalesce($1::int, nextval('seedance.workers_id')), $2, $3, $4)
         on conflict (id) do update set doing = excluded.doing, seen_at = clock_timestamp() returning id`,
        [id ?? null, claimer().owner, `${hostname()} (process ${process.pid})`, doing],
      );
      id = row?.id;
    },
    leave: async () => {
      await database.read(
        `delete from seedance.workers where id = $1 or seen_at < clock_timestamp() - interval '1 day'`,
        [id ?? null],
      );
    },
  };
}

/** Those that are there now. */
export function listWorkers(database: Database): Promise<Worker[]> {
  return database.read<Worker>(
    `select host, owner, began_at as since, doing from seedance.workers where seen_at > clock_timestamp() - $1::interval order by id`,
    [goneAfter],
  );
}

/** Productions of a mode that somebody has something to do for. What is done is read again only after something became of it. */
export function createUnfinished(store: PostgresStore, rehearsal: boolean): () => Promise<Production[]> {
  const done = new Map<string, number>();
  return async () => {
    const rows = await store
      .parts()
      .database.read<{ key: string; version: number }>(
        'select key, version from seedance.productions where rehearsal = $1 order by place',
        [rehearsal],
      );
    const found: Production[] = [];
    for (const { key, version } of rows) {
      if (done.get(key) === version) continue;
      const production = await store.findUnfinished(key);
      if (production) found.push(production);
      else done.set(key, version);
    }
    return found;
  };
}
