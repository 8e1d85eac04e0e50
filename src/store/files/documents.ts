import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolderSync } from '../../core/make-folder.ts';

/** Texts by name in a folder, owner-only. Each is on disk, whole, before `keep` returns. */
export type Documents = {
  keep(name: string, text: string, nowMs: number): void;
  /** Undefined where there is none. */
  find(name: string): { text: string; usedAt: number } | undefined;
  /** The time of its last use is now. */
  touch(name: string, nowMs: number): void;
  /** Overwrites it with blanks, then removes it. */
  erase(name: string): void;
  list(): { name: string; usedAt: number }[];
};

const extension = '.json';

export function createDocuments(directory: string): Documents {
  const pathOf = (name: string): string => join(directory, name + extension);

  function touch(name: string, nowMs: number): void {
    utimesSync(pathOf(name), nowMs / 1000, nowMs / 1000);
  }

  return {
    keep: (name, text, nowMs) => {
      makeFolderSync(directory, 0o700);
      const part = join(directory, `${name}.${randomBytes(4).toString('hex')}.part`);
      try {
        writeWhole(part, text);
        renameSync(part, pathOf(name));
      } catch (error) {
        rmSync(part, { force: true });
        throw error;
      }
      touch(name, nowMs);
    },
    find: (name) => unlessMissing(() => ({ text: readFileSync(pathOf(name), 'utf8'), usedAt: usedAt(pathOf(name)) })),
    touch,
    erase: (name) => {
      unlessMissing(() => blank(pathOf(name)));
      rmSync(pathOf(name), { force: true });
    },
    list: () => {
      const files = unlessMissing(() => readdirSync(directory)) ?? [];
      const names = files.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length));
      return names.flatMap((name) => unlessMissing(() => ({ name, usedAt: usedAt(pathOf(name)) })) ?? []);
    },
  };
}

function usedAt(path: string): number {
  return statSync(path).mtimeMs;
}

function writeWhole(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text);
    if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function blank(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    writeSync(fd, Buffer.alloc(statSync(path).size, ' '), 0, undefined, 0);
    fdatasyncSync(fd);
    ftruncateSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Another process may remove a document at any moment. */
function unlessMissing<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
