import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolderSync } from '../../core/make-folder.ts';
import { endsInsideLine, flags, type Mark, readLine, readLines } from './read-lines.ts';

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

const perFile = 2 ** 40;

export function createJournal(directory: string, now: () => number): Journal {
  let marks: (Mark & { file: string })[] = [];
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
        return readLines(join(directory, file), mark, (text, offset) => onLine(text, n * perFile + offset));
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
