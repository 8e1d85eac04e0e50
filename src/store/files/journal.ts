import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Where a line stands: the month's file and its bytes. */
export type Place = { file: string; offset: number; length: number };
export type Line = Place & { value: unknown };

/**
 * Append-only JSON lines, one file a month, owner-only. A line is on disk before `append` returns.
 * Several processes append at once: one O_APPEND write is one line, and file order is everybody's order.
 */
export type Journal = {
  append(value: unknown): void;
  /** Whole lines from a place on, oldest first, and the place after the last one. */
  readFrom(place: { file: string; offset: number } | undefined): {
    lines: Line[];
    end: { file: string; offset: number };
  };
  readAt(places: readonly Place[]): Line[];
  /** Writes a line anew in its place, exactly as long, so that whatever points at it or past it stays true. */
  rewrite(place: Place, edit: (line: string) => string): void;
  /** Whole lines, newest first. */
  backwards(): Generator<Line>;
};

const chunkBytes = 64 * 1024;
const newline = 0x0a;

export function createJournal(directory: string, now: () => number): Journal {
  const files = (): string[] => listFiles(directory);
  return {
    append: (value) => append(directory, files().at(-1), monthOf(now()), value),
    readFrom: (place) => readFrom(directory, files(), place),
    readAt: (places) => readAt(directory, places),
    rewrite: (place, edit) => rewrite(join(directory, place.file), place, edit),
    backwards: () => backwards(directory, files()),
  };
}

function append(directory: string, newest: string | undefined, month: string, value: unknown): void {
  // A clock that jumped back must not open an older file: order in the files is the order of events.
  const file = newest && newest > month ? newest : month;
  if (file !== newest) createFile(directory, file);
  const fd = openSync(join(directory, file), 'a+', 0o600);
  try {
    const heal = endsInsideLine(fd) ? '\n' : '';
    const bytes = Buffer.from(`${heal}${JSON.stringify(value)}\n`);
    const written = writeSync(fd, bytes);
    if (written < bytes.length) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function rewrite(path: string, { offset, length }: Place, edit: (line: string) => string): void {
  const fd = openSync(path, 'r+');
  try {
    const bytes = Buffer.from(edit(readFully(fd, offset, length).toString('utf8')));
    if (bytes.length !== length) throw new Error(`a line of ${length} bytes cannot take ${bytes.length}`);
    writeSync(fd, bytes, 0, length, offset);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function createFile(directory: string, file: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  closeSync(openSync(join(directory, file), 'a', 0o600));
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

function readFrom(
  directory: string,
  files: string[],
  place: { file: string; offset: number } | undefined,
): ReturnType<Journal['readFrom']> {
  const lines: Line[] = [];
  let end = place ?? { file: files[0] ?? '', offset: 0 };
  for (const file of files) {
    // A file that was put back from a backup may end before the place: then everything is read again.
    if (file === place?.file && statSync(join(directory, file)).size < place.offset)
      return readFrom(directory, files, undefined);
    if (place && file < place.file) continue;
    const offset = file === place?.file ? place.offset : 0;
    const bytes = readRest(join(directory, file), offset);
    const whole = bytes.lastIndexOf(newline) + 1;
    for (const line of splitLines(bytes.subarray(0, whole))) lines.push(toLine(file, offset, line));
    end = { file, offset: offset + whole };
  }
  return { lines, end };
}

/** Opens each file once. A file that somebody took away holds nothing. */
function readAt(directory: string, places: readonly Place[]): Line[] {
  const open = new Map<string, number>();
  const there = new Set(listFiles(directory));
  try {
    return places.map((place) => {
      if (!there.has(place.file)) return { ...place, value: undefined };
      const fd = open.get(place.file) ?? openSync(join(directory, place.file), 'r');
      open.set(place.file, fd);
      return { ...place, value: parse(readFully(fd, place.offset, place.length)) };
    });
  } finally {
    for (const fd of open.values()) closeSync(fd);
  }
}

function* backwards(directory: string, files: string[]): Generator<Line> {
  for (const file of [...files].reverse()) {
    const fd = openSync(join(directory, file), 'r');
    try {
      let end = fstatSync(fd).size;
      let tail: Buffer = Buffer.alloc(0);
      while (end > 0) {
        const start = Math.max(0, end - chunkBytes);
        const block = Buffer.concat([readFully(fd, start, end - start), tail]);
        const firstWhole = start === 0 ? 0 : block.indexOf(newline) + 1;
        tail = firstWhole === 0 && start > 0 ? block : block.subarray(0, firstWhole);
        if (firstWhole > 0 || start === 0) {
          const lines = splitLines(block.subarray(firstWhole));
          for (const line of lines.reverse()) yield toLine(file, start + firstWhole, line);
        }
        end = start;
      }
    } finally {
      closeSync(fd);
    }
  }
}

type Slice = { offset: number; bytes: Buffer };

function splitLines(bytes: Buffer): Slice[] {
  const lines: Slice[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const at = bytes.indexOf(newline, offset);
    const end = at === -1 ? bytes.length : at;
    if (end > offset) lines.push({ offset, bytes: bytes.subarray(offset, end) });
    offset = end + 1;
  }
  return lines;
}

function toLine(file: string, base: number, { offset, bytes }: Slice): Line {
  return { file, offset: base + offset, length: bytes.length, value: parse(bytes) };
}

/** A torn line is nobody's: undefined. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function readRest(path: string, offset: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    return readFully(fd, offset, Math.max(0, fstatSync(fd).size - offset));
  } finally {
    closeSync(fd);
  }
}

function readFully(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
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
