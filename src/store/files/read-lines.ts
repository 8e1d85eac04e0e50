import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** `offset`: the byte of the file where the line begins. */
type OnLine = (text: string, offset: number) => void;

/** How far a file was read. `tail` are the bytes before `end`: bytes put in or taken out anywhere before show there. */
export type Mark = { inode?: number; end: number; tail: Buffer };

const chunkBytes = 256 * 1024;
const tailBytes = 64;
const usualLineBytes = 4096;
/** No line of ours is as long. What is, is damage: its pieces are no lines either. */
const longestLineBytes = 64 * 1024 * 1024;
const newline = 0x0a;

/** Nothing waits for the other end of a pipe that stands in a file's place: it is refused when it is used. */
const { O_RDONLY, O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants;
export const flags = {
  read: O_RDONLY | O_NONBLOCK,
  change: O_RDWR | O_NONBLOCK,
  append: O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK,
};

/** Whether a process died in the middle of its write. */
export function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last[0] !== newline;
}

/** Reads on from the mark. False when the file is not what it was. */
export function readLines(path: string, mark: Mark, onLine: OnLine): boolean {
  const { ino, size } = statSync(path);
  mark.inode ??= ino;
  if (mark.inode !== ino) return false;
  if (mark.end === size) return true;
  const fd = openSync(path, flags.read);
  try {
    if (!readBytes(fd, mark.end - mark.tail.length, mark.tail.length).equals(mark.tail)) return false;
    readOn(fd, mark, size, onLine);
    return true;
  } finally {
    closeSync(fd);
  }
}

/** Whole lines from the mark on, and the mark moved behind them. The last line may still be in the middle of its write. */
function readOn(fd: number, mark: Mark, size: number, onLine: OnLine): void {
  let buffer = Buffer.allocUnsafe(Math.min(chunkBytes, size - mark.end));
  for (let kept = 0; mark.end + kept < size; ) {
    const read = readSync(fd, buffer, kept, buffer.length - kept, mark.end + kept);
    if (read === 0) return;
    const bytes = buffer.subarray(0, kept + read);
    const whole = splitLines(bytes, mark.end, onLine);
    const start = whole === 0 && bytes.length >= longestLineBytes ? bytes.length : whole;
    if (start > 0) mark.tail = Buffer.from(bytes.subarray(Math.max(0, start - tailBytes), start));
    mark.end += start;
    kept = bytes.length - start;
    if (kept === buffer.length)
      buffer = Buffer.concat([buffer, buffer]); // a line longer than the buffer
    else buffer.copyWithin(0, start, bytes.length);
  }
}

/** Where the last whole line ends. */
function splitLines(bytes: Buffer, base: number, onLine: OnLine): number {
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    if (end > start) onLine(bytes.toString('utf8', start, end), base + start);
    start = end + 1;
  }
  return start;
}

export function readLine(fd: number, offset: number): string {
  for (let length = usualLineBytes; ; length *= 4) {
    const bytes = readBytes(fd, offset, length);
    const end = bytes.indexOf(newline);
    if (end !== -1 || bytes.length < length) return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
  }
}

function readBytes(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(fd, bytes, done, length - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
