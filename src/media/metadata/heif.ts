import { blankXmp, cleanExif } from './tiff.ts';

/** The parts at the top of a HEIC or AVIF file that make the picture (ISO 14496-12, 23008-12). */
const needed = new Set([
  'ftyp',
  'meta',
  'mdat',
  'moov',
  'moof',
  'mfra',
  'sidx',
  'free',
  'skip',
  'wide',
  'pdin',
  'idat',
]);
const headers = [Buffer.from('II*\0', 'latin1'), Buffer.from('MM\0*', 'latin1')];

/** Places in the file are counted from its beginning, so what goes is blanked where it stands. The turn stands in a property of its own (irot). */
export function stripHeif(bytes: Buffer): Buffer | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const copy = Buffer.from(bytes.subarray(0, end));
  for (let at = 0; at < end; ) {
    const next = at + boxBytes(copy, at);
    if (!needed.has(copy.toString('latin1', at + 4, at + 8))) {
      copy.write('free', at + 4, 'latin1');
      copy.fill(0, at + 8, next);
    }
    at = next;
  }
  for (const header of headers) blankExif(copy, header);
  return blankXmp(copy);
}

/** Where the last whole box ends. */
function findEnd(bytes: Buffer): number | undefined {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const next = at + boxBytes(bytes, at);
    if (next < at + 8) break;
    // A part that is cut off, unless it is no part but bytes behind the end.
    if (next > bytes.length) return needed.has(bytes.toString('latin1', at + 4, at + 8)) ? undefined : at;
    at = next;
  }
  return at > 0 ? at : undefined;
}

function boxBytes(bytes: Buffer, at: number): number {
  const short = bytes.readUInt32BE(at);
  if (short === 1) return Number(bytes.readBigUInt64BE(at + 8));
  return short === 0 ? bytes.length - at : short;
}

function blankExif(bytes: Buffer, header: Buffer): void {
  for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 1)) {
    try {
      cleanExif(bytes.subarray(at));
    } catch {
      // Bytes of the picture that look like a header.
    }
  }
}
