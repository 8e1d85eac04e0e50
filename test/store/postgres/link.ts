import { connect, createServer, type Socket } from 'node:net';

/** A way to a database that a test can cut. */
export type Link = {
  address: string;
  /** Once, at the first statement with these words: before the database gets it, or when its answer is on the way back. */
  cutAt(words: string, when: 'asked' | 'answered', then?: 'close'): void;
  /** Takes no connections and drops those there are, until it is opened again. */
  close(): void;
  open(): void;
  /** How often something was cut. */
  readonly cuts: number;
};

export async function createLink(address: string): Promise<Link> {
  const url = new URL(address);
  const target = { host: url.hostname, port: Number(url.port) };
  const pairs = new Set<Socket>();
  let planned: { words: string; when: 'asked' | 'answered'; then?: 'close' } | undefined;
  let isClosed = false;
  let cuts = 0;

  const close = (): void => {
    isClosed = true;
    for (const socket of pairs) socket.destroy();
  };
  const server = createServer((client) => {
    if (isClosed) return void client.destroy();
    const database = connect(target);
    const drop = (): void => {
      client.destroy();
      database.destroy();
    };
    let doom: { then?: 'close' } | undefined;
    const cut = (by: { then?: 'close' } | undefined): void => {
      cuts++;
      drop();
      if (by?.then === 'close') close();
    };
    for (const socket of [client, database]) {
      pairs.add(socket);
      socket.on('error', drop);
      socket.on('close', () => {
        pairs.delete(socket);
        drop();
      });
    }
    client.on('data', (bytes) => {
      const meant = planned && bytes.includes(planned.words) ? planned : undefined;
      if (meant) planned = undefined;
      if (meant?.when === 'asked') return cut(meant);
      doom ??= meant;
      database.write(bytes);
    });
    database.on('data', (bytes) => (doom ? cut(doom) : void client.write(bytes)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const listening = server.address();
  url.port = String(typeof listening === 'object' ? listening?.port : '');
  return {
    address: url.href,
    cutAt: (words, when, then) => {
      planned = { words, when, then };
    },
    close,
    open: () => {
      isClosed = false;
    },
    get cuts() {
      return cuts;
    },
  };
}
