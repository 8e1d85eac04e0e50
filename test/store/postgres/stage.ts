import { createPostgresStore, type PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { temporaryFolder } from '../../folder.ts';
import type { StoreStage } from '../contract.ts';
import { newDatabase } from './shared-server.ts';

export type PostgresStage = Omit<StoreStage, 'open'> & {
  open(owner?: string): Promise<PostgresStore>;
  address: string;
  home: string;
  /** Lets the owners that are gone be gone for so long that they are lost. */
  lose(): Promise<void>;
};

/** A record in a database of its own. */
export async function createStage(): Promise<PostgresStage> {
  const address = await newDatabase();
  const home = temporaryFolder();
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12) };
  const opened: PostgresStore[] = [];
  const open = async (owner = 'anna@studio'): Promise<PostgresStore> => {
    const store = createPostgresStore({ address, home, owner, now: () => clock.nowMs });
    opened.push(store);
    return store;
  };
  const lose = async (): Promise<void> => {
    const store = await open();
    const { database } = store.parts();
    await database.read(
      `update seedance.sessions set gone_at = clock_timestamp() - interval '6 seconds' where pg_try_advisory_xact_lock_shared(7331, id)`,
    );
    await store.end();
  };
  return {
    address,
    home,
    clock,
    lose,
    open,
    claimAndDie: async (intent) => {
      const store = await open();
      if (intent.step) await store.claimStep(intent, 99);
      else await store.claim(intent, {});
      await store.end();
      await lose();
    },
    close: async () => {
      for (const store of opened) await store.end();
    },
    // A plan is reserved in one transaction: a process that ends before leaves nothing.
    planAndDie: async () => undefined,
  };
}
