import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/core/clock.ts';
import type { Send } from '../../src/net/http.ts';
import { createNetwork } from '../../src/net/network.ts';
import { createTestClock, type TestClock } from '../clock.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

/** A real server on loopback, with the real network that trusts it. */
export async function startServer(handler: Handler) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send: Send = createNetwork({ trustedOrigins: new Set([origin]) });
  return {
    origin,
    send,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Pauses between attempts pass at once; time-outs wait until a test moves the clock. */
export function createDownloadClock(): TestClock {
  const clock = createTestClock();
  const sleep: Clock['sleep'] = (ms, signal) => (ms < 10_000 ? Promise.resolve() : clock.sleep(ms, signal));
  return { ...clock, sleep };
}

/** Answers like a file server that knows Range and If-Range. */
export function serveFile(request: IncomingMessage, response: ServerResponse, content: Buffer, etag = '"one"'): void {
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isSame = (request.headers['if-range'] ?? etag) === etag;
  if (start === 0 || !isSame) {
    response.writeHead(200, { 'content-length': content.byteLength, etag }).end(content);
    return;
  }
  const range = `bytes ${start}-${content.byteLength - 1}/${content.byteLength}`;
  response
    .writeHead(206, { 'content-length': content.byteLength - start, 'content-range': range, etag })
    .end(content.subarray(start));
}
