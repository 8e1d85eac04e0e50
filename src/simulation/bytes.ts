import { createHash } from 'node:crypto';

/** Answers a GET or HEAD with bytes as a file host does: length, ETag, ranges. `cut` lets a download from the start die half-way. */
export function serveBytes(request: Request, bytes: Uint8Array, mediaType: string, cut = false): Response {
  const etag = `"${createHash('sha1').update(bytes).digest('hex').slice(0, 16)}"`;
  const headers = new Headers({ 'content-type': mediaType, etag, 'accept-ranges': 'bytes' });
  const condition = request.headers.get('if-range');
  const range =
    condition === null || condition === etag ? parseRange(request.headers.get('range'), bytes.length) : undefined;
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${bytes.length}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: bytes.length };
  if (range) headers.set('content-range', `bytes ${start}-${end - 1}/${bytes.length}`);
  headers.set('content-length', String(end - start));
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const part = bytes.subarray(start, end);
  return new Response(cut && start === 0 ? halfOf(part) : Buffer.from(part), { status, headers });
}

/** Half-open. Undefined for the whole file, also when the header is not understood. */
function parseRange(header: string | null, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  return start < end ? { start, end } : 'unsatisfiable';
}

function halfOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new Error('terminated'));
      sent = true;
      controller.enqueue(bytes.slice(0, Math.floor(bytes.length / 2)));
    },
  });
}
