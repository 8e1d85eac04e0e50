import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { NetworkError, type Reply, type Send } from '../net/http.ts';
import { createPartialFile, type PartialFile } from './partial-file.ts';
import { createYoungCollector } from './young-collector.ts';

export type DownloadOptions = {
  url: string;
  /** A new file. It is deleted again when the download fails. */
  path: string;
  send: Send;
  clock: Clock;
  signal?: AbortSignal;
  /** Called about once a megabyte. */
  onProgress?: (progress: { bytes: number; totalBytes?: number }) => void;
};

const stallMs = 30_000;
const mostBarrenAttempts = 4; // in a row, without one new byte
const mostAttempts = 40;
const largestBytes = 8 * 1024 ** 3;
const progressBytes = 1024 * 1024;

/** What the first reply said, by which a later one is known to be of the same file. */
type Promised = { totalBytes?: number; validator?: string };

/**
 * Streams a URL into a new file in flat memory, resuming with Range where it broke off, and hashes it on the way.
 * Throws `not_found` for a dead link, `unavailable` when it cannot be fetched, and disk errors as they come.
 */
export async function download(options: DownloadOptions): Promise<{ bytes: number; sha256: string }> {
  const part = await createPartialFile(options.path);
  try {
    await fetchWhole(part, options);
    return await part.finish();
  } catch (thrown) {
    await part.discard();
    throw thrown;
  }
}

async function fetchWhole(part: PartialFile, options: DownloadOptions): Promise<void> {
  const promised: Promised = {};
  let barren = 0;
  for (let attempts = 1; ; attempts++) {
    const before = part.bytes;
    const trouble = await fetchSome(part, promised, options);
    if (!trouble) return;
    barren = part.bytes > before ? 0 : barren + 1;
    if (barren > mostBarrenAttempts || attempts >= mostAttempts) {
      throw new AppError('unavailable', `The download broke off after ${part.bytes} bytes: ${trouble}.`);
    }
    await options.clock.sleep(Math.min(500 * 2 ** barren, 8_000), options.signal);
  }
}

/** One request. Undefined when the file is whole, otherwise what broke it off, worth another attempt. */
async function fetchSome(part: PartialFile, promised: Promised, options: DownloadOptions): Promise<string | undefined> {
  const stall = watchForStall(options.clock, options.signal);
  try {
    const headers = { 'accept-encoding': 'identity', ...rangeHeaders(part, promised) };
    const { signal } = stall;
    const reply = await options.send(options.url, {
      method: 'GET',
      headers,
      signal,
      publicOnly: true,
      followRedirects: true,
    });
    stall.touch();
    const trouble = await acceptReply(part, promised, reply);
    if (trouble) return trouble;
    await readBody(part, promised, reply, stall.touch, options.onProgress);
    const short = promised.totalBytes !== undefined && part.bytes < promised.totalBytes;
    return short ? `${part.bytes} of ${promised.totalBytes} bytes came` : undefined;
  } catch (thrown) {
    options.signal?.throwIfAborted();
    if (stall.stalled()) return `nothing came for ${stallMs / 1000} s`;
    if (!(thrown instanceof NetworkError)) throw thrown;
    if (thrown.reason === 'private_address')
      throw new AppError('unavailable', `The link leads to a private address (${thrown.message}).`);
    return thrown.message;
  } finally {
    stall.stop();
  }
}

/** Makes the part ready for the reply's body. Says why when the body is not wanted. */
async function acceptReply(part: PartialFile, promised: Promised, reply: Reply): Promise<string | undefined> {
  if (reply.status === 206 && part.bytes > 0) {
    const { start, total } = contentRange(reply);
    if (start === part.bytes && (total === undefined || total === (promised.totalBytes ?? total))) return undefined;
  }
  const isWhole = reply.status === 200;
  if (!isWhole) await cancel(reply);
  if (part.bytes > 0 && (isWhole || reply.status === 206 || reply.status === 416)) await part.restart();
  if (isWhole) {
    Object.assign(promised, readPromise(reply));
    return undefined;
  }
  return refuseStatus(reply.status);
}

function refuseStatus(status: number): string {
  // 400 and 401 are how some stores say that a signed link has run out.
  if ([400, 401, 403, 404, 410].includes(status)) throw new AppError('not_found', `The link is dead (HTTP ${status}).`);
  if (status >= 400 && status < 500 && ![408, 416, 425, 429].includes(status)) {
    throw new AppError('unavailable', `The link was refused (HTTP ${status}).`);
  }
  return `the server answered HTTP ${status}`;
}

async function readBody(
  part: PartialFile,
  { totalBytes }: Promised,
  reply: Reply,
  touch: () => void,
  onProgress: DownloadOptions['onProgress'],
): Promise<void> {
  const collectYoung = createYoungCollector();
  let told = part.bytes;
  for await (const chunk of chunksOf(reply)) {
    await part.write(chunk);
    touch();
    collectYoung(chunk.byteLength);
    if (part.bytes > (totalBytes ?? largestBytes)) {
      throw new AppError('bad_reply', `The file is larger than the ${totalBytes ?? largestBytes} bytes expected.`);
    }
    if (part.bytes - told < progressBytes) continue;
    told = part.bytes;
    onProgress?.({ bytes: told, totalBytes });
  }
  onProgress?.({ bytes: part.bytes, totalBytes });
}

function rangeHeaders(part: PartialFile, { validator }: Promised): Record<string, string> {
  if (part.bytes === 0) return {};
  return { range: `bytes=${part.bytes}-`, ...(validator ? { 'if-range': validator } : {}) };
}

function readPromise({ headers }: Reply): Promised {
  const length = headers.get('content-length');
  const etag = headers.get('etag');
  const isEncoded = !['identity', null].includes(headers.get('content-encoding'));
  return {
    totalBytes: length !== null && /^\d+$/.test(length) && !isEncoded ? Number(length) : undefined,
    // RFC 9110, 13.1.5: a weak ETag must not be sent in If-Range.
    validator: (etag?.startsWith('"') ? etag : headers.get('last-modified')) ?? undefined,
  };
}

function contentRange({ headers }: Reply): { start?: number; total?: number } {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  return { start: start ? Number(start) : undefined, total: total && total !== '*' ? Number(total) : undefined };
}

/** Aborts its signal when nobody touched it for a while. One timer at a time, however many chunks come. */
function watchForStall(clock: Clock, caller: AbortSignal | undefined) {
  const stopped = new AbortController();
  const stalled = new AbortController();
  let touchedAt = clock.now();
  async function watch(): Promise<void> {
    for (let left = stallMs; left > 0; left = touchedAt + stallMs - clock.now())
      await clock.sleep(left, stopped.signal);
    stalled.abort(new NetworkError('stalled', 'broken'));
  }
  watch().catch(() => undefined); // stopped
  return {
    signal: caller ? AbortSignal.any([caller, stalled.signal]) : stalled.signal,
    touch: () => {
      touchedAt = clock.now();
    },
    stalled: () => stalled.signal.aborted,
    stop: () => stopped.abort(),
  };
}

/** Tells trouble of the network from trouble of the disk, which the loop around it may throw. */
async function* chunksOf({ body }: Reply): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (cause) {
    throw new NetworkError(cause instanceof Error ? cause.message : String(cause), 'broken', cause);
  }
}

/** Lets go of a body that nobody will read: leaving the loop closes it. */
async function cancel({ body }: Reply): Promise<void> {
  for await (const _ of body ?? []) break;
}
