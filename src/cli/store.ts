import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { copyFromFiles } from '../store/postgres/copy-in.ts';
import { copyToFiles } from '../store/postgres/copy-out.ts';
import { lookCloser } from '../store/postgres/look-closer.ts';
import { migrate as bringUp } from '../store/postgres/migrate.ts';
import { createPostgresStore, type PostgresStore } from '../store/postgres/postgres-store.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { printError, printJson } from './terminal.ts';

export type StoreOptions = { to?: string; from?: string };

const actions = { migrate, check, copy };

/** Works on the database that SEEDANCE_STORE names, or the one that is given. */
export async function runStore(action: string | undefined, options: StoreOptions, shell: Shell): Promise<number> {
  const act = Object.entries(actions).find(([name]) => name === action)?.[1];
  if (!act || (options.to && options.from)) throw usage(`Say one of: ${Object.keys(actions).join(', ')}.`);
  const app = await shell.loadApp();
  const { config } = app.parts;
  const address = options.to ?? options.from ?? config.store;
  if (address === undefined) throw usage('There is no database: set SEEDANCE_STORE, or give its address with --to.');
  const { home, user: owner, dailyCap } = config;
  const store = createPostgresStore({ address, home, owner, dailyCap, now: app.now });
  try {
    return await act(store, { ...options, home, now: app.now }, shell);
  } finally {
    await store.end();
  }
}

type Given = StoreOptions & { home: string; now(): number };

function usage(message: string): AppError {
  return new AppError('invalid_input', message, { nextStep: `${installation.command} help store` });
}

/** Every first use does it too. */
async function migrate(store: PostgresStore, _: Given, { terminal }: Shell): Promise<number> {
  const { database } = store.parts();
  printJson(terminal, { store: database.address.name, ...(await bringUp(database)) });
  return exitCodes.done.code;
}

async function check(store: PostgresStore, _: Given, { terminal }: Shell): Promise<number> {
  const { database } = store.parts();
  const look = await lookCloser(database);
  printJson(terminal, { store: database.address.name, ...look });
  return look.problems.length > 0 ? exitCodes.failed.code : exitCodes.done.code;
}

async function copy(store: PostgresStore, { from, home, now }: Given, { terminal }: Shell): Promise<number> {
  const { database, claimer } = store.parts();
  const { name } = database.address;
  const copied = from
    ? await copyToFiles(database.read, claimer().host, home, now)
    : await copyFromFiles(home, (work) => database.change((query) => work(query, claimer())), now);
  printJson(terminal, { from: from ? name : home, to: from ? home : name, copied });
  printError(
    terminal,
    `What was open is uncertain there: ${installation.command} poll looks for it. Copy again when processes still wrote in between.`,
  );
  return exitCodes.done.code;
}
