import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder } from './workshop.mjs';

/** A PostgreSQL of one's own, with fsync on, for as long as it is used. */
export function withServer({ createServerIn }, use) {
  return inTemporaryFolder(async (folder) => {
    await chmod(folder, 0o755); // PostgreSQL runs as another user than root
    const server = await createServerIn(join(folder, 'postgres'), { fsync: true });
    server.start();
    const result = await use({ server, folder });
    server.stop('fast');
    return result;
  });
}

/** The record in a new database there. */
export function withStore(source, use) {
  return withServer(source, async ({ server, folder }) => {
    const address = server.urlOf(await server.createDatabase());
    const store = source.createPostgresStore({ address, home: folder, now: Date.now });
    const result = await use({ store, address });
    await store.end();
    return result;
  });
}
