import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolderSync } from '../../core/make-folder.ts';

/** Where a line begins: the number of its file and its byte, as one number that sorts in the order of the lines. */
export type Place = number;

type OnLine = (text: string, place: Place) => void;

/**
 * Append-only lines of text, one file a month, owner-only. Lines are on disk before `append` returns.
 * Several processes append at once: one O_APPEND write holds its lines together, and file order is everybody's order.
 */
export type Journal = {
  /** False when another process began a newer month in between: its readers may have read these lines too late. */
  append(lines: readonly string[]): boolean;
  /**
   * Hands over what was appended since the last look, by any process, to any month.
   * False when what was read before is no longer what stands there: then all of it is handed over once more after `restart`.
   */
  readNew(onLine: OnLine): boolean;
  restart(): void;
  readAt(places: readonly Place[]): string[];
  /** Overwrites a whole line with blanks, if it is still the one that is meant. */
  blank(place: Place, line: string): void;
};

/** How far a file was read. `tail` are the bytes before `end`: bytes put in or taken out anywhere before show there. */
type Mark = { file: string; inode?: number; end: number; tail: Buffer };

const chunkBytes = 256 * 1024;
const tailBytes = 64;
const usualLineBytes = 4096;
/** No line of ours is as long. What is, is damage: its pieces are no lines either. */
const longestLineBytes = 64 * 1024 * 1024;
const newline = 0x0a;
const perFile = 2 ** 40;

/** Nothing waits for the other end of a pipe that stands in a file's place: it is refused when it is used. */
const { O_RDONLY, O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants;
const flags = {
  read: O_RDONLY | O_NONBLOCK,
  change: O_RDWR | O_NONBLOCK,
  append: O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK,
};

export function createJournal(directory: string, now: () => number): Journal {
  let marks: Mark[] = [];
  /** The file that the folder is known to keep through a power cut. */
  let synced: string | undefined;
  const pathOf = (place: Place): string => join(directory, marks[Math.floor(place / perFile)]?.file ?? '');

  return {
    append: (lines) => {
      const newest = listFiles(directory).at(-1);
      const month = monthOf(now());
      // A clock that jumped back must not open an older file: order in the files is the order of events.
      const file = newest && newest > month ? newest : month;
      if (file !== synced) keepFile(directory, file);
      synced = file;
      append(join(directory, file), lines);
      return listFiles(directory).at(-1) === file;
    },
    readNew: (onLine) => {
      const files = listFiles(directory);
      if (marks.some(({ file }, n) => file !== files[n])) return false;
      return files.every((file, n) => {
        const mark = marks[n] ?? { file, end: 0, tail: Buffer.alloc(0) };
        marks[n] = mark;
        return readFile(join(directory, file), mark, (text, offset) => onLine(text, n * perFile + offset));
      });
    },
    restart: () => {
      marks = [];
    },
    readAt: (places) => {
      const open = new Map<string, number>();
      try {
        return places.map((place) => {
          const path = pathOf(place);
          const fd = open.get(path) ?? openSync(path, flags.read);
          open.set(path, fd);
          return readLine(fd, place % perFile);
        });
      } finally {
        for (const fd of open.values()) closeSync(fd);
      }
    },
    blank: (place, line) => {
      const fd = openSync(pathOf(place), flags.change);
      try {
        const offset = place % perFile;
        if (readLine(fd, offset) !== line) return;
        writeSync(fd, Buffer.alloc(Buffer.byteLength(line), ' '), 0, undefined, offset);
        fdatasyncSync(fd);
      } finally {
        closeSync(fd);
      }
    },
  };
}

function append(path: string, lines: readonly string[]): void {
  const fd = openSync(path, flags.append, 0o600);
  try {
    const heal = endsInsideLine(fd) ? '\n' : '';
    const bytes = Buffer.from(`${heal}${lines.join('\n')}\n`);
    const written = writeSync(fd, bytes);
    if (written < bytes.length) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the file where it is missing, and its entry in the folder durable; another process may have made it and ended before that. */
function keepFile(directory: string, file: string): void {
  makeFolderSync(directory, 0o700);
  closeSync(openSync(join(directory, file), flags.append, 0o600));
  if (process.platform === 'win32') return; // folders cannot be synced there
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last[0] !== newline;
}

/** Reads on from the mark. False when the file is not what it was. */
function readFile(path: string, mark: Mark, onLine: OnLine): boolean {
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

function readLine(fd: number, offset: number): string {
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

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /^\d{4}-\d{2}\.jsonl$/.test(name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return []; // appending will say what is wrong
    throw error;
  }
}

function monthOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 7)}.jsonl`;
}
