import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/store/postgres/address.ts';
import { createDatabase } from '../../../src/store/postgres/database.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { migrations } from '../../../src/store/postgres/migrations.ts';
import { createPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { temporaryFolder } from '../../folder.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { intentOf } from '../intents.ts';
import { newDatabase } from './shared-server.ts';

async function createEmpty() {
  const address = await newDatabase('empty');
  const database = createDatabase(parseAddress(address), async () => undefined);
  const open = () => createPostgresStore({ address, home: temporaryFolder(), now: () => 0 });
  return { database, open };
}

const newer = [...migrations, 'create table seedance.more (key text)'];

describe.skipIf(withoutPostgres)('migrations', () => {
  it.each(migrations.map((_, number) => number))('lead from number %i to this program’s own', async (number) => {
    const { database, open } = await createEmpty();
    expect(await migrate(database, migrations.slice(0, number))).toEqual({ from: 0, to: number });
    expect((await open().claim(intentOf('local-1'), {})).outcome).toBe('owned');
    expect(await migrate(database)).toEqual({ from: migrations.length, to: migrations.length });
  });

  it('take the arguments of clips along that number 1 kept with their plan', async () => {
    const { database, open } = await createEmpty();
    await migrate(database, migrations.slice(0, 1));
    const request = {
      model_id: 'm',
      kind: 'video',
      fingerprint: 'f',
      prompt: 'a fox',
      parameters: { prompt: 'a fox' },
    };
    await database.read('insert into seedance.plans (key, requests) values ($1, $2)', [
      'production:1',
      JSON.stringify([null, request]),
    ]);
    const store = open();
    expect(await store.readPlan('production:1')).toEqual([undefined, request]);
    expect(await store.readPlan('production:1', 2)).toEqual([undefined, request]);
    expect(await store.readFilm('production:1')).toBeUndefined();
  });

  it('are made once by many processes that begin at the same time', async () => {
    const { open } = await createEmpty();
    const stores = Array.from({ length: 5 }, open);
    const claims = await Promise.all(
      stores.map((store, n) => store.claim(intentOf(`local-${n}`, { fingerprint: 'x' }), {})),
    );
    expect(claims.filter(({ outcome }) => outcome === 'owned')).toHaveLength(1);
  });

  it('are whole or not there', async () => {
    const { database } = await createEmpty();
    const broken = [...migrations, 'create table seedance.half (key text); select 1 / 0'];
    await expect(migrate(database, broken)).rejects.toThrow('division by zero');
    expect(await migrate(database, newer)).toEqual({ from: migrations.length, to: newer.length });
    const [row] = await database.read<{ is: boolean }>(`select to_regclass('seedance.half') is null as is`);
    expect(row?.is).toBe(true);
  });

  it('of a newer program are refused by this one with a word, also while it runs', async () => {
    const { database, open } = await createEmpty();
    const running = open();
    await running.claim(intentOf('local-1'), {});
    await migrate(database, newer);
    const words = {
      code: 'internal',
      message: `The database of SEEDANCE_STORE was migrated to ${newer.length} by a newer seedance-mcp; this one knows ${migrations.length}.`,
      nextStep: 'Nothing was sent. Update seedance-mcp on this machine, then restart it.',
    };
    await expect(running.claim(intentOf('local-2'), {})).rejects.toMatchObject(words);
    await expect(open().claim(intentOf('local-3'), {})).rejects.toMatchObject(words);
  });
});
