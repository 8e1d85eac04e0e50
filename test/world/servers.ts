import { createServer as createHttpServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

export type Running = AsyncDisposable & { port: number };

/** Listens on loopback, and ends with every socket that it took. */
export async function listen(server: Server): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type ProxyOptions = {
  /** Every host of the world, at this port of loopback. */
  port: number;
  /** `user:password` that it wants to hear. */
  login?: string;
  /** What it does in place of connecting: answers a status, hangs up, or keeps silent until it is told to go on. */
  instead?: number | 'hang up' | Promise<void>;
};

export type RunningProxy = Running & {
  url: string /** `host:port` of every CONNECT, the URL of every other request. */;
  asked: string[];
};

/** An HTTP proxy that tunnels and forwards, as Squid does. */
export async function startProxy({ port, login, instead }: ProxyOptions): Promise<RunningProxy> {
  const asked: string[] = [];
  const mayPass = ({ headers }: IncomingMessage): boolean =>
    !login || headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createHttpServer((request, response) => {
    asked.push(request.url ?? '');
    const status = mayPass(request) ? instead : 407;
    if (typeof status === 'number') return response.writeHead(status).end('<h1>No</h1>');
    const { pathname } = new URL(request.url ?? '');
    request.pipe(
      forward({ port, path: pathname, method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  server.on('connect', async (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => undefined);
    if (!mayPass(request)) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    if (instead === 'hang up') return socket.destroy();
    if (typeof instead === 'number') return socket.end(`HTTP/1.1 ${instead} No\r\n\r\n`);
    await instead;
    const origin = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    join(origin, socket);
  });
  const running = await listen(server);
  return { ...running, url: `http://${login ? `${login}@` : ''}127.0.0.1:${running.port}`, asked };
}

/** A SOCKS5 proxy (RFC 1928) that resolves names itself. */
export async function startSocks({ port, login }: ProxyOptions): Promise<RunningProxy> {
  const asked: string[] = [];
  const server = createServer(async (socket) => {
    const read = reader(socket);
    const [, methods = 0] = await read(2);
    await read(methods);
    socket.write(Buffer.from([5, login ? 2 : 0]));
    if (login) {
      const [, userLength = 0] = await read(2);
      const user = await read(userLength);
      const [passwordLength = 0] = await read(1);
      const isRight = `${user}:${await read(passwordLength)}` === login;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) return socket.end();
    }
    const [, , , kind, length = 0] = await read(5);
    const host = kind === 3 ? String(await read(length)) : '(an address)';
    asked.push(`${host}:${(await read(2)).readUInt16BE()}`);
    const origin = connect(port, '127.0.0.1', () => socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])));
    join(origin, socket);
  });
  const running = await listen(server);
  return { ...running, url: `socks5://${login ? `${login}@` : ''}127.0.0.1:${running.port}`, asked };
}

function join(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).on('close', () => other.destroy());
  other.on('close', () => one.destroy());
  one.pipe(other);
  other.pipe(one);
}

/** Reads so many bytes at a time and leaves the rest to whoever comes next. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    for (;;) {
      const chunk: Buffer | null = bytes === 0 ? Buffer.alloc(0) : socket.read(bytes);
      if (chunk) return chunk;
      await new Promise((resolve) => socket.once('readable', resolve));
    }
  };
}
