/** Where TIFF data may begin, which is how JPEG, PNG, WebP and HEIC keep EXIF. */
const headers = [Buffer.from('II*\0', 'latin1'), Buffer.from('MM\0*', 'latin1')];
/** Random bytes may look like a header; real files have one or two. */
const mostHeaders = 16;

const tags = { gps: 0x8825, latitude: 2, longitude: 4 };

/** Whether a picture tells the place where it was taken: GPS in its EXIF data, or the same in XMP. */
export function holdsPlace(bytes: Buffer): boolean {
  return (
    bytes.includes('GPSLatitude') ||
    headers.some((header) => headersIn(bytes, header).some((at) => hasPosition(bytes, at)))
  );
}

function headersIn(bytes: Buffer, header: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(header); at >= 0 && found.length < mostHeaders; at = bytes.indexOf(header, at + 1))
    found.push(at);
  return found;
}

/** A camera without reception writes the fields and leaves them zero. */
function hasPosition(bytes: Buffer, start: number): boolean {
  const tiff = createReader(bytes.subarray(start));
  const directory = tiff.entries(tiff.long(4)).get(tags.gps);
  const position = directory === undefined ? new Map<number, number>() : tiff.entries(directory);
  return [tags.latitude, tags.longitude].some((tag) => {
    const at = position.get(tag);
    return at !== undefined && [0, 8, 16].some((place) => tiff.long(at + place) !== 0);
  });
}

type Reader = {
  long(at: number): number /** Tag → value or place of the value. */;
  entries(at: number): Map<number, number>;
};

/** Numbers in the byte order of the header. What stands behind the end reads as zero. */
function createReader(bytes: Buffer): Reader {
  const little = bytes[0] === 0x49;
  const number = (at: number, size: 2 | 4): number => {
    if (at < 0 || at + size > bytes.length) return 0;
    return little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  };
  const long = (at: number) => number(at, 4);
  return {
    long,
    entries: (at) => {
      const count = Math.min(number(at, 2), 200);
      const places = Array.from({ length: count }, (_, n) => at + 2 + n * 12);
      return new Map(places.map((place) => [number(place, 2), long(place + 8)]));
    },
  };
}
