import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { NetworkError, type Reply, type Send } from '../net/http.ts';
import { type Pace, watchPace } from './pace.ts';
import { createPartialFile, type PartialFile } from './partial-file.ts';
import { describeStart, findMediaType, startBytes, unknownKind } from './signature.ts';
import { createYoungCollector } from './young-collector.ts';

export type DownloadOptions = {
  url: string;
  /** A new file. It is deleted again when the download fails. */
  path: string;
  send: Send;
  clock: Clock;
  /** What the file must be, seen by its first bytes. */
  kind?: 'image' | 'video';
  /** More than this is not what was asked for. */
  largestBytes: number;
  signal?: AbortSignal;
  /** Called about once a megabyte. */
  onProgress?: (progress: { bytes: number; totalBytes?: number }) => void;
};

const mostBarrenAttempts = 4; // in a row, without one new byte or far too slow
const mostAttempts = 40;
/** A line or a server that is too slow now may be faster in a while. */
const slowPauseMs = 30_000;
const progressBytes = 1024 * 1024;

/** What the first reply said, by which a later one is known to be of the same file. One that comes encoded cannot be resumed. */
type Promised = { totalBytes?: number; validator?: string; isEncoded?: boolean };

/** What broke an attempt off, worth another one. */
type Trouble = { words: string; isSlow?: boolean };

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
    barren = part.bytes > before && !trouble.isSlow ? 0 : barren + 1;
    if (barren > mostBarrenAttempts || attempts >= mostAttempts) {
      throw new AppError('unavailable', `The download broke off after ${part.bytes} bytes: ${trouble.words}.`);
    }
    await options.clock.sleep(trouble.isSlow ? slowPauseMs : Math.min(500 * 2 ** barren, 8_000), options.signal);
  }
}

/** One request. Undefined when the file is whole. */
async function fetchSome(
  part: PartialFile,
  promised: Promised,
  options: DownloadOptions,
): Promise<Trouble | undefined> {
  const pace = watchPace(options.clock, options.signal);
  const before = part.bytes;
  try {
    const headers = { 'accept-encoding': 'identity', ...rangeHeaders(part, promised) };
    const { signal } = pace;
    const reply = await options.send(options.url, {
      method: 'GET',
      headers,
      signal,
      publicOnly: true,
      followRedirects: true,
    });
    pace.count(0);
    const trouble = await acceptReply(part, promised, reply);
    if (trouble) return { words: trouble };
    await readBody(part, promised, reply, pace, options);
    const short = promised.totalBytes !== undefined && part.bytes < promised.totalBytes;
    return short ? { words: `${part.bytes} of ${promised.totalBytes} bytes came` } : undefined;
  } catch (thrown) {
    options.signal?.throwIfAborted();
    if (pace.trouble() === 'stalled') return { words: 'nothing came for 30 s' };
    if (pace.trouble() === 'slow') return { words: `only ${part.bytes - before} bytes came in a minute`, isSlow: true };
    if (!(thrown instanceof NetworkError)) throw thrown;
    if (!thrown.nextStep) return { words: thrown.message };
    throw new AppError('unavailable', `The link cannot be opened: ${thrown.message}. ${thrown.nextStep}`);
  } finally {
    pace.stop();
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
  pace: Pace,
  { kind, largestBytes, onProgress }: DownloadOptions,
): Promise<void> {
  const mostBytes = Math.min(totalBytes ?? largestBytes, largestBytes);
  if ((totalBytes ?? 0) > largestBytes) throw tooLarge(largestBytes);
  const collectYoung = createYoungCollector();
  let start: Buffer | undefined = part.bytes === 0 ? Buffer.alloc(0) : undefined;
  let told = part.bytes;
  for await (const chunk of chunksOf(reply)) {
    start &&= lookAtStart(Buffer.concat([start, chunk.subarray(0, startBytes)]), kind);
    pace.count(chunk.byteLength);
    await part.write(chunk);
    collectYoung(chunk.byteLength);
    if (part.bytes > mostBytes) throw tooLarge(mostBytes);
    if (part.bytes - told < progressBytes) continue;
    told = part.bytes;
    onProgress?.({ bytes: told, totalBytes });
  }
  onProgress?.({ bytes: part.bytes, totalBytes });
}

function tooLarge(bytes: number): AppError {
  return new AppError('bad_reply', `The file is larger than ${bytes} bytes, the most it can be.`);
}

/** A page or a text is refused by its first bytes; an unknown format is read whole and judged then. Gives back what is still too short to tell. */
function lookAtStart(start: Buffer, kind: DownloadOptions['kind']): Buffer | undefined {
  if (start.byteLength < startBytes) return start;
  const what = describeStart(start);
  if (findMediaType(start)?.startsWith(kind ?? '') ?? what === unknownKind) return undefined;
  const wanted = kind === 'image' ? 'an image' : 'a video';
  throw new AppError('bad_reply', `The file is ${what}, not ${wanted}.`);
}

function rangeHeaders(part: PartialFile, { validator, isEncoded }: Promised): Record<string, string> {
  if (part.bytes === 0 || isEncoded) return {};
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
    isEncoded,
  };
}

function contentRange({ headers }: Reply): { start?: number; total?: number } {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  return { start: start ? Number(start) : undefined, total: total && total !== '*' ? Number(total) : undefined };
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
