const kinds = { extension: 0x21, picture: 0x2c, end: 0x3b };
const labels = { text: 0x01, control: 0xf9, application: 0xff };
/** How often a moving picture runs, and its colours. */
const applications = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

/** Blocks of GIF 89a: comments and what other applications left are taken out. */
export function stripGif(bytes: Buffer): Buffer | undefined {
  let at = 13 + tableBytes(bytes[10]);
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length && bytes[at] !== kinds.end) {
    const start = at;
    if (bytes[at] === 0) at++;
    else if (bytes[at] === kinds.extension) at = afterBlocks(bytes, at + 2);
    else if (bytes[at] === kinds.picture) at = afterBlocks(bytes, at + 11 + tableBytes(bytes[at + 9]));
    else return undefined;
    if (at > bytes.length) return undefined;
    if (isNeeded(bytes, start)) kept.push(bytes.subarray(start, at));
  }
  return Buffer.concat([...kept, Buffer.from([kinds.end])]);
}

function isNeeded(bytes: Buffer, at: number): boolean {
  if (bytes[at] === kinds.picture) return true;
  if (bytes[at] !== kinds.extension) return false;
  const label = bytes[at + 1];
  if (label === labels.application) return applications.includes(bytes.toString('latin1', at + 3, at + 14));
  return label === labels.control || label === labels.text;
}

/** Sizes of colour tables stand in three bits of a flag byte whose highest bit says that there is one. */
function tableBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Each block says its length; one of none is the last. */
function afterBlocks(bytes: Buffer, at: number): number {
  let place = at;
  while (place < bytes.length && bytes[place] !== 0) place += 1 + (bytes[place] ?? 0);
  return place + 1;
}
