import { readOrientation, renderOrientation } from './orientation.ts';

const headerBytes = 12;
const needed = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** In the first byte of VP8X (RFC 9649, 2.7.1.1). */
const says = { exif: 0x08, xmp: 0x04 };

export function stripWebp(bytes: Buffer): Buffer | undefined {
  const end = bytes.readUInt32LE(4) + 8;
  const kept: Buffer[] = [];
  let header: Buffer | undefined;
  let orientation = 1;
  for (let at = headerBytes; at + 8 <= end; ) {
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > end) return undefined;
    if (type === 'EXIF') orientation = readOrientation(bytes.subarray(at + 8, at + 8 + length));
    if (needed.has(type)) kept.push(Buffer.from(bytes.subarray(at, Math.min(next, end))));
    if (type === 'VP8X') header = kept.at(-1);
    at = next;
  }
  const isTurned = header !== undefined && orientation !== 1;
  if (header) header[8] = ((header[8] ?? 0) & ~(says.exif | says.xmp)) | (isTurned ? says.exif : 0);
  if (isTurned) kept.push(renderChunk('EXIF', renderOrientation(orientation)));
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...kept]);
  return renderChunk('RIFF', body);
}

function renderChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
