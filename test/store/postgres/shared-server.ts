import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAddress } from '../../../src/store/postgres/address.ts';
import { createDatabase } from '../../../src/store/postgres/database.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { createServerIn, type PostgresServer, serverAt } from '../../postgres-server.ts';

const folder = join(tmpdir(), `seedance-postgres-${process.pid}`);
const told = join(folder, 'port');
const template = 'migrated';

/** One for all threads of this run: the first starts it, and it goes with the process. */
async function sharedServer(): Promise<PostgresServer> {
  if (isFirst()) await startServer();
  while (!existsSync(told)) await delay(20);
  return serverAt(folder, Number(readFileSync(told, 'utf8')));
}

/** The address of a new database, with its tables unless it is to be `empty`. */
export async function newDatabase(kind: 'migrated' | 'empty' = 'migrated'): Promise<string> {
  const server = await sharedServer();
  return server.urlOf(await server.createDatabase(kind === 'empty' ? undefined : template));
}

function isFirst(): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 });
    return true;
  } catch {
    return false;
  }
}

async function startServer(): Promise<void> {
  const server = await createServerIn(folder);
  server.start();
  await server.query(`create database ${template}`);
  const database = createDatabase(parseAddress(server.urlOf(template)), migrate);
  await database.read('select 1');
  await database.end();
  writeFileSync(`${told}.part`, String(server.port));
  renameSync(`${told}.part`, told);
}
