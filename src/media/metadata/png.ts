import { crc32 } from 'node:zlib';
import { readOrientation, renderOrientation } from './orientation.ts';

const signatureBytes = 8;
/** What is needed to draw the picture, moving or not, and to get its colours right (PNG, third edition, section 11). */
const needed = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
);

export function stripPng(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, signatureBytes)];
  let orientation = 1;
  for (let at = signatureBytes; at < bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (next > bytes.length) return undefined;
    if (type === 'eXIf') orientation = readOrientation(bytes.subarray(at + 8, next - 4));
    if (needed.has(type)) kept.push(bytes.subarray(at, next));
    if (type === 'IEND') return Buffer.concat(orientation === 1 ? kept : turned(kept, orientation));
    at = next;
  }
  return undefined;
}

/** Behind the header, where every reader looks. */
function turned([signature, header, ...others]: Buffer[], orientation: number): Buffer[] {
  const exif = renderChunk('eXIf', renderOrientation(orientation));
  return [signature, header, exif, ...others].filter((part) => part !== undefined);
}

function renderChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
