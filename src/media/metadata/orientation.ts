/** How a picture is turned, 1 to 8 (EXIF, tag 0x0112). */
const tag = 0x0112;

/** From TIFF data, with or without `Exif\0\0` before it. */
export function readOrientation(exif: Buffer): number {
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
  if (tiff.length < 14) return 1;
  const little = tiff[0] === 0x49;
  const u16 = (at: number): number =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let n = 0, at = directory + 2; n < u16(directory); n++, at += 12) {
    if (u16(at) === tag) return u16(at + 8) >= 1 && u16(at + 8) <= 8 ? u16(at + 8) : 1;
  }
  return 1;
}

/** TIFF data that says this and nothing else. */
export function renderOrientation(orientation: number): Buffer {
  return Buffer.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8], // big-endian, the directory stands at 8
    ...[0, 1, tag >> 8, tag & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], // one entry: a number of 16 bits
    ...[0, 0, 0, 0], // no other directory
  ]);
}
