/** The text of a file or a pipe. Windows writes many as UTF-16, mostly with a mark in front; without one, the zeros of plain letters tell. */
export function decodeText(bytes: Buffer): string {
  const [first = 1, second = 1] = bytes;
  if ((first === 0xff && second === 0xfe) || second === 0) return withoutMark(bytes.toString('utf16le'));
  if ((first === 0xfe && second === 0xff) || first === 0)
    return withoutMark(
      Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
    );
  return withoutMark(bytes.toString('utf8'));
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
