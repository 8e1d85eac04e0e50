import type { Config } from '../config/config.ts';
import type { Clock } from '../core/clock.ts';
import type { PostgresStore } from './postgres/postgres-store.ts';

/** The record that SEEDANCE_STORE names, where it names one. What only that needs is loaded with it. */
export async function openDatabase(
  { store: address, home, user: owner, dailyCap }: Config,
  { now }: Clock,
): Promise<PostgresStore | undefined> {
  if (address === undefined) return undefined;
  const { createPostgresStore } = await import('./postgres/postgres-store.ts');
  return createPostgresStore({ address, home, owner, dailyCap, now });
}
