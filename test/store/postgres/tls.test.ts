import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
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

  it('is what sslmode=require asks for, whoever made the certificate, and nothing is told on stderr', async () => {
    const warnings = vi.spyOn(process, 'emitWarning');
    expect(await lookWith('?sslmode=require')).toBe('encrypted');
    expect(warnings).not.toHaveBeenCalled();
  });

  it('checks the certificate where sslmode=verify-full asks for it', async () => {
    expect(await lookWith(`?sslmode=verify-full&sslrootcert=${certificate}`)).toBe('encrypted');
    expect(await lookWith('?sslmode=verify-full')).toContain('sslrootcert=');
  });

  it('is asked for where the database lets nobody in without', async () => {
    expect(await lookWith('')).toContain('Add sslmode=require to SEEDANCE_STORE');
  });
});
