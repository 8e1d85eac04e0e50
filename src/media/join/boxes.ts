/** A box of an MP4 index (ISO 14496-12, 4.2), as offsets into the bytes. */
type Box = { type: string; start: number; body: number; end: number };

/** One entry of an edit list. Times are in units of the whole film and of the track. */
type Edit = { duration: number; mediaTime: number; rate: number };

export type TrackEdits = {
  kind: 'picture' | 'sound';
  /** Seconds that the edits show; undefined when the list does not say. */
  shownSeconds?: number;
  /** More than one stretch, or another speed: what a plain copy cannot keep. */
  isCutUp: boolean;
};

/** The edit list of every track of an index (moov), where there is one. */
export function readEdits(moov: Buffer): TrackEdits[] {
  const [header] = findBoxes(moov, ['moov', 'mvhd']);
  const unitsPerSecond = header ? moov.readUInt32BE(header.body + (moov[header.body] === 1 ? 20 : 12)) : 0;
  return findBoxes(moov, ['moov', 'trak']).flatMap((track) => {
    const [list] = findBoxes(moov, ['edts', 'elst'], track);
    const kind = kindOf(moov, track);
    if (!list || !kind) return [];
    const shown = readEditList(moov, list).filter(({ mediaTime }) => mediaTime !== -1);
    const units = shown.reduce((sum, { duration }) => sum + duration, 0);
    return {
      kind,
      shownSeconds: units > 0 && unitsPerSecond > 0 ? units / unitsPerSecond : undefined,
      isCutUp: shown.length > 1 || shown.some(({ rate }) => rate !== 1),
    };
  });
}

/** Blanks the dates, so that the same clips always make the same bytes. */
export function blankDates(moov: Buffer): void {
  const dated = [
    ['moov', 'mvhd'],
    ['moov', 'trak', 'tkhd'],
    ['moov', 'trak', 'mdia', 'mdhd'],
  ];
  for (const { body } of dated.flatMap((path) => findBoxes(moov, path))) {
    const width = moov[body] === 1 ? 8 : 4;
    moov.fill(0, body + 4, body + 4 + 2 * width);
  }
}

/** Says that H.265 parameter sets also stand in the stream: hev1 instead of hvc1 (ISO 14496-15, 8.4.1). */
export function markInBand(moov: Buffer): void {
  for (const { body } of findBoxes(moov, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'])) {
    const entryType = body + 12; // version and flags, count of entries, size of the first
    if (moov.toString('latin1', entryType, entryType + 4) === 'hvc1') moov.write('hev1', entryType, 'latin1');
  }
}

function findBoxes(bytes: Buffer, [type, ...rest]: string[], within?: Box): Box[] {
  const found = boxesIn(bytes, within?.body ?? 0, within?.end ?? bytes.byteLength).filter((box) => box.type === type);
  return rest.length === 0 ? found : found.flatMap((box) => findBoxes(bytes, rest, box));
}

/** Stops at the first box that does not fit. */
function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let start = from; start + 8 <= to; ) {
    const short = bytes.readUInt32BE(start);
    const isLong = short === 1 && start + 16 <= to;
    const end = start + (isLong ? Number(bytes.readBigUInt64BE(start + 8)) : short);
    if (end < start + 8 || end > to) break;
    boxes.push({ type: bytes.toString('latin1', start + 4, start + 8), start, body: start + (isLong ? 16 : 8), end });
    start = end;
  }
  return boxes;
}

function kindOf(moov: Buffer, track: Box): TrackEdits['kind'] | undefined {
  const [handler] = findBoxes(moov, ['mdia', 'hdlr'], track);
  const name = handler && moov.toString('latin1', handler.body + 8, handler.body + 12);
  return name === 'vide' ? 'picture' : name === 'soun' ? 'sound' : undefined;
}

function readEditList(moov: Buffer, { body, end }: Box): Edit[] {
  const isLong = moov[body] === 1;
  const size = isLong ? 20 : 12;
  const count = Math.min(moov.readUInt32BE(body + 4), Math.floor((end - body - 8) / size));
  return Array.from({ length: count }, (_, n) => {
    const at = body + 8 + n * size;
    return {
      duration: isLong ? Number(moov.readBigUInt64BE(at)) : moov.readUInt32BE(at),
      mediaTime: isLong ? Number(moov.readBigInt64BE(at + 8)) : moov.readInt32BE(at + 4),
      rate: moov.readInt32BE(at + size - 4) / 65536,
    };
  });
}
