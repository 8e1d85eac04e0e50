import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import pg from 'pg';

/** Where Debian puts the programs of PostgreSQL, which are not on the PATH there. */
const debian = '/usr/lib/postgresql';
const nobody = 65_534;

const postgresFolder: string | undefined = (existsSync(debian) ? readdirSync(debian) : [])
  .map((version) => join(debian, version, 'bin'))
  .concat((process.env.PATH ?? '').split(':'))
  .find((folder) => existsSync(join(folder, 'initdb')));

/** A word for those who run the tests without it. */
export const withoutPostgres = postgresFolder
  ? undefined
  : 'skipped: no PostgreSQL on this machine (Debian: apt install postgresql)';

export type PostgresServer = {
  port: number;
  /** Its address with another database. */
  urlOf(database: string): string;
  createDatabase(template?: string): Promise<string>;
  query(text: string): Promise<Record<string, unknown>[]>;
  start(): void;
  /** `fast` takes leave of its clients, `immediate` is a crash. */
  stop(how: 'fast' | 'immediate'): void;
};

/** A server of one's own in a folder: started by an ordinary user, because it refuses root. */
export async function createServerIn(
  folder: string,
  { fsync = false, networks = [] as readonly string[], tls = false } = {},
): Promise<PostgresServer> {
  mkdirSync(folder, { recursive: true });
  if (asUser.uid) chownSync(folder, asUser.uid, asUser.gid);
  const port = await freePort();
  run(folder, 'initdb', '-D', join(folder, 'data'), '-U', 'seedance', '--auth=trust', '--no-sync', '--encoding=UTF8');
  const safety = fsync ? 'on' : 'off';
  const settings = {
    port,
    listen_addresses: networks.length > 0 ? "'*'" : "'127.0.0.1'",
    unix_socket_directories: "''",
    max_connections: 400,
    shared_buffers: '32MB',
    fsync: safety,
    full_page_writes: safety,
    wal_level: 'minimal',
    max_wal_senders: 0,
    autovacuum: 'off',
    ssl: tls ? 'on' : 'off',
    jit: 'off',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(folder, 'data', 'postgresql.auto.conf'), lines.join(''));
  const lets = networks.map((network) => `host all all ${network} trust\n`);
  appendFileSync(join(folder, 'data', 'pg_hba.conf'), lets.join(''));
  if (tls) requireTls(join(folder, 'data'));
  stopAfterThisProcess(folder);
  return serverAt(folder, port);
}

/** With a certificate that it made itself, as Debian does. */
function requireTls(data: string): void {
  const subject = ['-subj', '/CN=database', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', 'server.key', '-out', 'server.crt', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files], {
    ...asUser,
    cwd: data,
    stdio: 'ignore',
  });
  writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 trust\n');
}

/** However this process ends, kill -9 included. */
function stopAfterThisProcess(folder: string): void {
  const script = `while kill -0 ${process.pid} 2>/dev/null
    do server=$(head -1 "$1/data/postmaster.pid" 2>/dev/null || echo $server); sleep 1; done
    kill -QUIT $server; rm -rf "$1"`;
  spawn('sh', ['-c', script, 'sh', folder], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH },
  }).unref();
}

const asUser = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : { uid: undefined, gid: undefined };

function run(folder: string, program: string, ...args: string[]): void {
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };
  execFileSync(join(postgresFolder ?? '', program), args, {
    ...asUser,
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

let lastDatabase = 0;

export function serverAt(folder: string, port: number): PostgresServer {
  const urlOf = (database: string): string => `postgres://seedance@127.0.0.1:${port}/${database}`;
  const query = async (text: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client(urlOf('postgres'));
    await client.connect();
    const { rows } = await client.query(text).finally(() => client.end());
    return rows;
  };
  const control = (...args: string[]): void => run(folder, 'pg_ctl', '-D', join(folder, 'data'), '-w', ...args);
  return {
    port,
    urlOf,
    query,
    createDatabase: async (template = 'template1') => {
      const name = `test_${threadId}_${++lastDatabase}`;
      await query(`create database ${name} template ${template}`);
      return name;
    },
    start: () => control('-l', join(folder, 'log'), 'start'),
    stop: (how) => control('-m', how, 'stop'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
