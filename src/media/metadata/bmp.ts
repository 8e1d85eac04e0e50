/** A BMP has no words; bytes may stand behind its end. Some writers give no length of the file, so that of the rows counts too. */
export function stripBmp(bytes: Buffer): Buffer {
  const [offset, width, height] = [bytes.readUInt32LE(10), bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))];
  const rowBytes = Math.ceil((width * bytes.readUInt16LE(28)) / 32) * 4;
  return bytes.subarray(0, Math.max(bytes.readUInt32LE(2), offset + rowBytes * height));
}
