/** The text of a file or a pipe. Windows PowerShell writes `>` files as UTF-16 with a mark in front. */
export function decodeText(bytes: Buffer): string {
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');
  return text.replace(/^\uFEFF/, '');
}
