import type { FileHandle } from 'node:fs/promises';
import { readAt } from '../core/regular-file.ts';

/** What a container's outline says: whether everything it promises is in the file, and where an MP4 keeps its index (moov). */
export type Outline = { cut?: string; index?: { position: number; length: number } };

/**
 * Walks the top-level boxes of an MP4 or MOV, which all carry their length (ISO 14496-12, 4.2).
 * A reader that trusts the index alone would call a file whole whose pictures are missing.
 */
export async function outlineMp4(file: FileHandle, size: number): Promise<Outline> {
  let index: Outline['index'];
  for (let at = 0; at + 8 <= size; ) {
    const header = await readAt(file, at, 16);
    const type = header.toString('latin1', 4, 8);
    const short = header.readUInt32BE(0);
    if (short === 1 && header.byteLength < 16) return { cut: missing(size) };
    const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    if (length < 8) break; // padding after the last box
    if (at + length > size) return { cut: missing(size, at + length) };
    if (type === 'moov') index ??= { position: at, length };
    at += length;
  }
  return index ? { index } : { cut: 'its index (moov) is missing' };
}

/** Compares a Matroska segment's promised length with the file (RFC 9559). A live recording promises none. */
export async function outlineMatroska(file: FileHandle, size: number): Promise<Outline> {
  const start = await readAt(file, 0, 4096);
  const header = readLength(start, 4);
  if (!header) return { cut: missing(size) };
  const segment = header.end + header.length;
  const body = start.byteLength >= segment + 4 ? readLength(start, segment + 4) : undefined;
  if (!body) return { cut: missing(size) };
  const end = body.end + body.length;
  return end > size ? { cut: missing(size, end) } : {};
}

/** EBML variable-length integer. A length of all ones means "unknown" and is told as 0. */
function readLength(bytes: Buffer, at: number): { length: number; end: number } | undefined {
  const first = bytes[at];
  if (!first) return undefined;
  const width = Math.clz32(first) - 23;
  if (at + width > bytes.byteLength) return undefined;
  let length = first & (0xff >> width);
  let ones = length === 0xff >> width;
  for (const byte of bytes.subarray(at + 1, at + width)) {
    length = length * 256 + byte;
    ones &&= byte === 0xff;
  }
  return { length: ones ? 0 : length, end: at + width };
}

function missing(size: number, expected?: number): string {
  return expected ? `${size} of ${expected} bytes are there` : `it ends after ${size} bytes`;
}
