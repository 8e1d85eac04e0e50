import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/** Opening or reading a pipe or a device may never end, and an endless file fills the memory: only regular files are opened. */

const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/** Opens a regular file for reading. Throws `ENOTFILE` for anything else. */
export async function openFile(path: string): Promise<FileHandle> {
  refuseOther(await stat(path), path); // looked at before opening, because opening a device already does something
  const file = await open(path, O_RDONLY | O_NONBLOCK);
  try {
    refuseOther(await file.stat(), path);
    return file;
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/** Lends a regular file for reading, and closes it afterwards. Throws `ENOTFILE` for anything else. */
export async function withFile<T>(path: string, use: (file: FileHandle, size: number) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

/** The bytes of an open file at a place: fewer where it ends before. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** A whole regular file. Throws `ENOTFILE` for anything else, and `EFBIG` for one of more bytes. */
export async function readFileOf(path: string, mostBytes: number): Promise<Buffer> {
  return withFile(path, async (file, size) => {
    if (size > mostBytes) throw refusal('EFBIG', path, `has more than ${mostBytes} bytes`);
    const bytes = Buffer.alloc(Math.min(mostBytes, size + spareBytes));
    let filled = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) return bytes.subarray(0, filled);
      filled += bytesRead;
    }
  });
}

/** The same at once, for what must be known before anything else happens. */
export function readFileOfSync(path: string, mostBytes: number): Buffer {
  refuseOther(statSync(path), path);
  const fd = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    refuseOther(stats, path);
    if (stats.size > mostBytes) throw refusal('EFBIG', path, `has more than ${mostBytes} bytes`);
    const bytes = Buffer.alloc(Math.min(mostBytes, stats.size + spareBytes));
    let filled = 0;
    for (;;) {
      const read = readSync(fd, bytes, filled, bytes.length - filled, filled);
      if (read === 0) return bytes.subarray(0, filled);
      filled += read;
    }
  } finally {
    closeSync(fd);
  }
}

/** Files of /proc say that they have no bytes. */
const spareBytes = 4096;

function refuseOther(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory()
    ? 'a folder'
    : stats.isFIFO()
      ? 'a pipe'
      : stats.isSocket()
        ? 'a socket'
        : 'a device';
  throw refusal('ENOTFILE', path, `is ${kind}, not a file`);
}

function refusal(code: string, path: string, what: string): Error {
  return Object.assign(new Error(`${path} ${what}`), { code, syscall: 'open', path });
}
