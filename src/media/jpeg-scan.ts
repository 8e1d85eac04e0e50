/** How many blocks of a baseline JPEG are really there: counted, not drawn. */

export type Frame = { width: number; height: number; components: readonly Component[] };
type Component = { id: number; across: number; down: number };

/** Canonical codes by their length: the largest code of that length, and where its symbols begin. */
export type HuffmanTable = { largest: number[]; offset: number[]; symbols: Uint8Array };

type Scan = {
  /** From the first byte of the data to the end of the file. */
  data: Buffer;
  header: Buffer;
  frame: Frame;
  tables: ReadonlyMap<number, HuffmanTable>;
  /** Units between two restart marks; 0 without them. */
  interval: number;
};

export function readFrame(body: Buffer): Frame {
  const components = Array.from({ length: body[5] ?? 0 }, (_, n) => {
    const [id = 0, sampling = 0] = body.subarray(6 + n * 3);
    return { id, across: Math.max(1, sampling >> 4), down: Math.max(1, sampling & 15) };
  });
  return { height: body.readUInt16BE(1), width: body.readUInt16BE(3), components };
}

/** A segment may define several tables; each is known by its class and number in one byte. */
export function readTables(body: Buffer, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at + 17 <= body.length; ) {
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const table: HuffmanTable = { largest: [], offset: [], symbols: body.subarray(at + 17, at + 17 + total) };
    for (let length = 1, code = 0, index = 0; length <= 16; length++, code <<= 1) {
      const count = counts[length - 1] ?? 0;
      table.offset[length] = index - code;
      table.largest[length] = count > 0 ? code + count - 1 : -1;
      code += count;
      index += count;
    }
    tables.set(body[at] ?? 0, table);
    at += 17 + total;
  }
}

/** Undefined where the scan cannot be read. */
export function isWholeScan({ data, header, frame, tables, interval }: Scan): boolean | undefined {
  const parts = Array.from({ length: header[0] ?? 0 }, (_, n) => {
    const [id, numbers = 0] = header.subarray(1 + n * 2);
    const component = frame.components.find((one) => one.id === id);
    return { component, dc: tables.get(numbers >> 4), ac: tables.get(0x10 | (numbers & 15)) };
  });
  const units = countUnits(
    frame,
    parts.map(({ component }) => component),
  );
  const bits = createBits(data);
  try {
    for (let unit = 0; unit < units; unit++) {
      if (interval > 0 && unit > 0 && unit % interval === 0) bits.restart();
      for (const { component, dc, ac } of parts) {
        if (!component || !dc || !ac) return undefined;
        const blocks = parts.length === 1 ? 1 : component.across * component.down;
        for (let block = 0; block < blocks; block++) skipBlock(bits, dc, ac);
      }
    }
    return units > 0 && parts.length > 0 ? true : undefined;
  } catch (thrown) {
    if (thrown instanceof EndOfData) return false;
    throw thrown;
  }
}

/** Interleaved units of all components, or the blocks of the one that has a scan of its own. */
function countUnits({ width, height, components }: Frame, scanned: readonly (Component | undefined)[]): number {
  const across = Math.max(...components.map((one) => one.across));
  const down = Math.max(...components.map((one) => one.down));
  const [only] = scanned.length === 1 ? scanned : [];
  const sides = only
    ? [(width * only.across) / across / 8, (height * only.down) / down / 8]
    : [width / across / 8, height / down / 8];
  return sides.reduce((product, side) => product * Math.ceil(side), 1);
}

type Bits = { read(): number; skip(count: number): void; restart(): void };

class EndOfData extends Error {}

function skipBlock(bits: Bits, dc: HuffmanTable, ac: HuffmanTable): void {
  bits.skip(readSymbol(bits, dc));
  for (let place = 1; place < 64; place++) {
    const symbol = readSymbol(bits, ac);
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && zeros < 15) return;
    place += zeros;
    bits.skip(size);
  }
}

function readSymbol(bits: Bits, { largest, offset, symbols }: HuffmanTable): number {
  for (let length = 1, code = bits.read(); length <= 16; length++, code = (code << 1) | bits.read()) {
    if (code <= (largest[length] ?? -1)) return symbols[code + (offset[length] ?? 0)] ?? 0;
  }
  throw new EndOfData();
}

/** The bits of a scan: behind 0xff a zero is stuffing, and anything else ends the data. */
function createBits(data: Buffer): Bits {
  let [at, byte, left] = [0, 0, 0];
  const read = (): number => {
    if (left === 0) {
      byte = data[at++] ?? -1;
      if (byte < 0 || (byte === 0xff && data[at++] !== 0)) throw new EndOfData();
      left = 8;
    }
    left--;
    return (byte >> left) & 1;
  };
  return {
    read,
    skip: (count) => {
      for (let n = 0; n < count; n++) read();
    },
    restart: () => {
      left = 0;
      while (at < data.length && !(data[at] === 0xff && (data[at + 1] ?? 0) >= 0xd0)) at++;
      at += 2;
    },
  };
}
