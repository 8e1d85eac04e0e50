/** Fields that say how to draw the picture (TIFF 6.0; TIFF technical notes 1 and 2; 34675 is the ICC profile). */
const drawing = [
  ...[254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 288],
  ...[289, 290, 291, 292, 293, 296, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330, 332, 334, 336, 338, 339],
  ...[340, 341, 342, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675],
];
const orientation = 274;
const subdirectories = [330, 34665, 34853, 40965];
/** Bytes of each type of value, by its number. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const mostEntries = 500;
const mostDirectories = 64;

/** The same file, of the same length, with all other fields and what they point at blanked. */
export function stripTiff(bytes: Buffer): Buffer | undefined {
  const copy = Buffer.from(bytes);
  const tiff = createTiff(copy);
  return tiff.isPlausible() && tiff.clean(drawing) ? blankXmp(copy) : undefined;
}

/** EXIF data inside another file: only the orientation stays. False where it is no such data. */
export function cleanExif(tiffInPlace: Buffer): boolean {
  const tiff = createTiff(tiffInPlace);
  return tiff.isPlausible() && tiff.clean([orientation]);
}

/** XMP is found by its text wherever it stands; blanks keep every offset. */
export function blankXmp(bytes: Buffer): Buffer {
  for (let at = bytes.indexOf('<x:xmpmeta'); at >= 0; at = bytes.indexOf('<x:xmpmeta', at + 1)) {
    const end = bytes.indexOf('</x:xmpmeta>', at);
    bytes.fill(' ', at, end < 0 ? Math.min(bytes.length, at + 65_536) : end + '</x:xmpmeta>'.length);
  }
  return bytes;
}

type Entry = { at: number; tag: number; bytes: number; value: number };

function createTiff(bytes: Buffer) {
  const little = bytes[0] === 0x49;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const write16 = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  let seen = 0;

  function entriesAt(directory: number): Entry[] {
    if (++seen > mostDirectories || u16(directory) > mostEntries) throw new RangeError('no directory');
    return Array.from({ length: u16(directory) }, (_, n) => {
      const at = directory + 2 + n * 12;
      return { at, tag: u16(at), bytes: (typeBytes[u16(at + 2)] ?? 0) * u32(at + 4), value: u32(at + 8) };
    });
  }

  function blank({ tag, bytes: length, value }: Entry): void {
    if (subdirectories.includes(tag)) clean(value, []);
    else if (length > 4) bytes.fill(0, value, value + length);
  }

  /** Entries that stay move together; what is behind them is blanked. Gives the place of the next directory. */
  function clean(directory: number, kept: readonly number[]): number {
    const entries = entriesAt(directory);
    const next = u32(directory + 2 + entries.length * 12);
    const staying = entries.filter(({ tag }) => kept.includes(tag));
    for (const entry of entries) if (!staying.includes(entry)) blank(entry);
    const copies = staying.map(({ at }) => Buffer.from(bytes.subarray(at, at + 12)));
    bytes.fill(0, directory, directory + 6 + entries.length * 12);
    write16(staying.length, directory);
    for (const [n, copy] of copies.entries()) copy.copy(bytes, directory + 2 + n * 12);
    return next;
  }

  return {
    /** Whether this is TIFF data at all: random bytes may look like its header. */
    isPlausible: (): boolean => {
      if (u16(2) !== 42 || u32(4) < 8 || u32(4) + 2 > bytes.length) return false;
      const entries = entriesAt(u32(4));
      return entries.length > 0 && entries.every(({ at }) => u16(at + 2) >= 1 && u16(at + 2) < typeBytes.length);
    },
    /** The directories behind the first are pages of the picture, or, in EXIF, a thumbnail of it. */
    clean: (kept: readonly number[]): boolean => {
      for (let directory = u32(4); directory !== 0; ) {
        const isPage = kept === drawing;
        const next = clean(directory, directory === u32(4) || isPage ? kept : []);
        if (isPage) writeNext(directory, next);
        directory = next;
      }
      return true;
    },
  };

  function writeNext(directory: number, next: number): void {
    const at = directory + 2 + u16(directory) * 12;
    if (little) bytes.writeUInt32LE(next, at);
    else bytes.writeUInt32BE(next, at);
  }
}
