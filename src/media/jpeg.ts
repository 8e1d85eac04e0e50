import { type Frame, type HuffmanTable, isWholeScan, readFrame, readTables } from './jpeg-scan.ts';

/** Where a JPEG ends. One without an end mark may be whole all the same; undefined where that cannot be told. */
export type JpegEnd = { end: number } | { end?: undefined; isWhole: boolean | undefined };

const kinds = { end: 0xd9, tables: 0xc4, restartInterval: 0xdd, scan: 0xda, frame: 0xc0, extended: 0xc1, passes: 0xc2 };

/** Walks over the segments, so that neither a thumbnail inside nor a film behind the picture is taken for its end. */
export function findJpegEnd(bytes: Buffer): JpegEnd {
  const tables = new Map<number, HuffmanTable>();
  let frame: Frame | undefined;
  let isOfPasses = false;
  let [interval, scans, components] = [0, 0, 0];
  for (let at = 2; ; ) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    if (at + 1 < bytes.length && bytes[at] !== 0xff) return { isWhole: undefined };
    const kind = bytes[at + 1];
    if (kind === kinds.end) return { end: at + 2 };
    const next = at + 4 > bytes.length ? Number.POSITIVE_INFINITY : at + 2 + bytes.readUInt16BE(at + 2);
    if (next > bytes.length) return { isWhole: false };
    const body = bytes.subarray(at + 4, next);
    if (kind === kinds.tables) readTables(body, tables);
    if (kind === kinds.restartInterval) interval = body.readUInt16BE(0);
    if (kind === kinds.frame || kind === kinds.extended || kind === kinds.passes) frame = readFrame(body);
    if (kind === kinds.passes) isOfPasses = true;
    at = next;
    if (kind !== kinds.scan) continue;
    components += body[0] ?? 0;
    at = findMarker(bytes, next);
    if (at >= 0) scans++;
    // Each pass shows the whole picture, the later ones finer.
    else if (isOfPasses || !frame) return { isWhole: scans > 0 ? undefined : false };
    // Brightness and colours may have a scan each.
    else if (components < frame.components.length) return { isWhole: false };
    else return { isWhole: isWholeScan({ data: bytes.subarray(next), header: body, frame, tables, interval }) };
  }
}

/** The next marker behind the data of a scan, in which 0xff stands before a zero or a restart mark. */
export function findMarker(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const kind = bytes[at + 1] ?? 0;
    const isData = kind === 0 || kind === 0xff || (kind >= 0xd0 && kind <= 0xd7);
    if (!isData) return at;
  }
  return -1;
}
