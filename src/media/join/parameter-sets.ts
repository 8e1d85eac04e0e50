/** How H.264 and H.265 keep their parameter sets beside the stream and in it (ISO 14496-15, 5.3.3 and 8.3.3). */
export type ParameterSets = {
  /** Bytes of the length before every unit of the stream. */
  lengthBytes: number;
  /** The sets as they stand in the stream: each with its length before it. */
  units: Uint8Array;
  isDelimiter(firstByte: number): boolean;
};

/** Reads the avcC or hvcC record of an H.264 or H.265 picture; throws for what is neither. */
export function parseParameterSets(codec: string, record: Buffer): ParameterSets {
  if (/^avc[13]/.test(codec)) return parseAvc(record);
  if (/^(hvc|hev)1/.test(codec)) return parseHevc(record);
  throw new RangeError(`${codec} has no parameter sets`);
}

/** A key frame with its clip's parameter sets before it; behind the delimiter, which must stay first. */
export function withParameterSets(frame: Uint8Array, { lengthBytes, units, isDelimiter }: ParameterSets): Uint8Array {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const opensWithDelimiter = bytes.byteLength > lengthBytes && isDelimiter(bytes.readUInt8(lengthBytes));
  const head = opensWithDelimiter ? lengthBytes + bytes.readUIntBE(0, lengthBytes) : 0;
  return Buffer.concat([bytes.subarray(0, head), units, bytes.subarray(head)]);
}

function parseAvc(record: Buffer): ParameterSets {
  const lengthBytes = (record.readUInt8(4) & 3) + 1;
  const sets: Buffer[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = record.readUInt8(at++) & mask;
    for (let n = 0; n < count; n++) at = takeSet(record, at, sets);
  }
  return { lengthBytes, units: withLengths(sets, lengthBytes), isDelimiter: (byte) => (byte & 0x1f) === 9 };
}

function parseHevc(record: Buffer): ParameterSets {
  const lengthBytes = (record.readUInt8(21) & 3) + 1;
  const sets: Buffer[] = [];
  let at = 23;
  for (let arrays = record.readUInt8(22); arrays > 0; arrays--) {
    const count = record.readUInt16BE(at + 1);
    at += 3;
    for (let n = 0; n < count; n++) at = takeSet(record, at, sets);
  }
  return { lengthBytes, units: withLengths(sets, lengthBytes), isDelimiter: (byte) => ((byte >> 1) & 0x3f) === 35 };
}

function takeSet(record: Buffer, at: number, sets: Buffer[]): number {
  const end = at + 2 + record.readUInt16BE(at);
  sets.push(record.subarray(at + 2, end));
  return end;
}

function withLengths(sets: Buffer[], lengthBytes: number): Buffer {
  return Buffer.concat(
    sets.flatMap((set) => {
      const length = Buffer.alloc(lengthBytes);
      length.writeUIntBE(set.byteLength, 0, lengthBytes);
      return [length, set];
    }),
  );
}
