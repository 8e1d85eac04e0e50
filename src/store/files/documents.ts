import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  futimesSync,
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
import { machineNow } from '../../core/machine-clock.ts';
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
  names(): string[];
  /** Erases those that are meant, and what a process that ended left half-written. */
  eraseWhere(isMeant: (document: { name: string; usedAt: number }) => boolean): void;
};

const extension = '.json';
const partExtension = '.part';
/** Nobody writes a document for so long. */
const longestWriteMs = 60 * 60 * 1000;

export function createDocuments(directory: string): Documents {
  const pathOf = (name: string): string => join(directory, name + extension);
  const listFiles = (): string[] => unlessMissing(() => readdirSync(directory)) ?? [];

  return {
    keep: (name, text, nowMs) => {
      makeFolderSync(directory, 0o700);
      const part = join(directory, `${name}.${randomBytes(4).toString('hex')}${partExtension}`);
      try {
        writeWhole(part, text, nowMs);
        renameSync(part, pathOf(name));
      } catch (error) {
        rmSync(part, { force: true });
        throw error;
      }
    },
    find: (name) => unlessMissing(() => ({ text: readFileSync(pathOf(name), 'utf8'), usedAt: usedAt(pathOf(name)) })),
    touch: (name, nowMs) => utimesSync(pathOf(name), nowMs / 1000, nowMs / 1000),
    erase: (name) => erase(pathOf(name)),
    names: () => listFiles().flatMap((file) => nameOf(file) ?? []),
    eraseWhere: (isMeant) => {
      for (const file of listFiles()) {
        const path = join(directory, file);
        const at = unlessMissing(() => usedAt(path));
        if (at === undefined) continue;
        const name = nameOf(file);
        // What is being written has the disk's own time: erased too early, it would be renamed empty.
        const isLeft = file.endsWith(partExtension) && machineNow() - at > longestWriteMs;
        if (isLeft || (name !== undefined && isMeant({ name, usedAt: at }))) erase(path);
      }
    },
  };
}

function nameOf(file: string): string | undefined {
  return file.endsWith(extension) ? file.slice(0, -extension.length) : undefined;
}

function erase(path: string): void {
  unlessMissing(() => blank(path));
  rmSync(path, { force: true });
}

function usedAt(path: string): number {
  return statSync(path).mtimeMs;
}

function writeWhole(path: string, text: string, nowMs: number): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text);
    if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    fdatasyncSync(fd);
    futimesSync(fd, nowMs / 1000, nowMs / 1000);
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
