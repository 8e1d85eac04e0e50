import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** Undoes gzip, deflate and br as the body comes, so that its reader decides how much there may be of it. What is not known stays as it is. */
export function decodeBody(body: Readable, encoding: string | null): AsyncIterable<Uint8Array> {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return through(body, createGunzip());
    case 'br':
      return through(body, createBrotliDecompress());
    case 'deflate':
      return inflate(body);
    default:
      return body;
  }
}

function through(body: Readable, decoder: Transform): AsyncIterable<Uint8Array> {
  return pipeline(body, decoder, () => undefined); // the reader of the decoder sees the error
}

/** Some servers send deflate without its head (RFC 9110, 8.4.1.2): the low four bits of the first byte tell. */
async function* inflate(body: Readable): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const decoder = ((first.value[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  yield* through(Readable.from(chained(first.value, chunks)), decoder);
}

async function* chained(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
