import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseAddress } from '../../../src/store/postgres/address.ts';
import { createPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { explain } from '../../../src/store/postgres/trouble.ts';
import { temporaryFolder } from '../../folder.ts';
import { createServerIn, type PostgresServer, withoutPostgres } from '../../postgres-server.ts';

describe.skipIf(withoutPostgres)('an encrypted connection', () => {
  let server: PostgresServer;
  let certificate = '';
  beforeAll(async () => {
    const folder = temporaryFolder();
    server = await createServerIn(folder, { tls: true });
    server.start();
    certificate = join(folder, 'data', 'server.crt');
  }, 60_000);
  afterAll(() => server.stop('fast'));

  const lookWith = async (query: string): Promise<unknown> => {
    const address = `${server.urlOf('postgres')}${query}`;
    const store = createPostgresStore({ address, home: temporaryFolder(), now: Date.now, pausesMs: [] });
    const looked = await store.findTask('none').then(
      () => 'encrypted',
      ({ nextStep }) => nextStep,
    );
    await store.end().catch(() => undefined);
    return looked;
  };

  it.each(['require', 'prefer'])(
    'is what sslmode=%s asks for, whoever made the certificate, and nothing is told on stderr',
    async (mode) => {
      const warnings = vi.spyOn(process, 'emitWarning');
      expect(await lookWith(`?sslmode=${mode}`)).toBe('encrypted');
      expect(warnings).not.toHaveBeenCalled();
    },
  );

  it('checks the certificate where sslmode=verify-full asks for it', async () => {
    expect(await lookWith(`?sslmode=verify-full&sslrootcert=${certificate}`)).toBe('encrypted');
    expect(await lookWith('?sslmode=verify-full')).toContain('sslrootcert=');
  });

  it('is asked for where the database lets nobody in without', async () => {
    expect(await lookWith('')).toMatch(
      /Add sslmode=require to SEEDANCE_STORE .* or let this user in without TLS \(pg_hba\.conf\)/,
    );
  });
});

it('a database that wants a certificate of its user is not told to have a bad one', () => {
  const refusal = Object.assign(new Error('connection requires a valid client certificate'), {
    severity: 'FATAL',
    code: '28000',
  });
  const told = explain(refusal, parseAddress('postgres://db.test/clips?sslmode=require'));
  expect(told).toMatchObject({ nextStep: expect.stringContaining('Let this user in (pg_hba.conf)') });
});
