import { findJson } from '../../core/find-json.ts';

const mark = 'seedance-mcp ';
const comment = 0xfe;
const startOfScan = 0xda;
const applicationData = 0xe0;

/** Bytes. A comment could hold 65 kB, but a sheet has to stay small. */
export const longestNote = 20_000;

/** Bytes. Before a note stands nothing but a JFIF header, which holds no thumbnail. */
export const noteEndsBefore = longestNote + 4096;

/** Puts a value into a JPEG as a comment, where no viewer shows it. A value too long for it is left out. */
export function addNote(jpeg: Buffer, value: unknown): Buffer {
  const text = Buffer.from(mark + JSON.stringify(value));
  if (text.byteLength > longestNote) return jpeg;
  // A JFIF header must come first.
  const at = jpeg[3] === applicationData ? 4 + jpeg.readUInt16BE(4) : 2;
  const header = Buffer.from([0xff, comment, 0, 0]);
  header.writeUInt16BE(text.byteLength + 2, 2);
  return Buffer.concat([jpeg.subarray(0, at), header, text, jpeg.subarray(at)]);
}

/** What addNote put into a JPEG, which may end at `noteEndsBefore`. Undefined in any other file. */
export function findNote(jpeg: Buffer): unknown {
  for (let at = 2; at + 4 <= jpeg.byteLength && jpeg[at] === 0xff && jpeg[at + 1] !== startOfScan; ) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const text = jpeg.toString('utf8', at + 4, end);
    if (jpeg[at + 1] === comment && text.startsWith(mark)) return findJson(text.slice(mark.length));
    at = end;
  }
  return undefined;
}
