import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { machineNow } from '../core/machine-clock.ts';

/** A file being written front to back and hashed on the way. */
export type PartialFile = {
  readonly path: string;
  readonly bytes: number;
  /** Takes a chunk without copying it. Wait for the result: it holds the reader back while the disk is slower. */
  write(chunk: Uint8Array): Promise<void>;
  /** Forgets everything written so far. */
  restart(): Promise<void>;
  /** Writes what is left, closes, and tells the hash of the whole as hex. */
  finish(): Promise<{ bytes: number; sha256: string }>;
  /** Closes and deletes it. */
  discard(): Promise<void>;
};

const writeBytes = 256 * 1024; // larger ones are no faster
const mostChunks = 512; // below IOV_MAX
const abandonedMs = 24 * 60 * 60 * 1000;
const temporaryName = /^\..+\.[0-9a-f-]{36}\.part$/;

/** A hidden name that no other process takes. */
export function temporaryPath(directory: string, stem: string): string {
  return join(directory, `.${stem}.${randomUUID()}.part`);
}

/** Lends a hidden name to write under and to rename from. What stands there when that fails is deleted. */
export async function withTemporary<T>(
  directory: string,
  stem: string,
  make: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = temporaryPath(directory, stem);
  try {
    return await make(temporary);
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw thrown;
  }
}

/** Deletes what killed processes left half-written a day ago and earlier. */
export async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!temporaryName.test(name)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found && machineNow() - found.mtimeMs > abandonedMs) await rm(path, { force: true });
  }
}

/** Opens a new file; throws EEXIST where there is one. */
export async function createPartialFile(path: string): Promise<PartialFile> {
  const file = await open(path, 'wx');
  let hash = createHash('sha256');
  let bytes = 0;
  let queue: Uint8Array[] = [];
  let queued = 0;
  let writing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await writing;
    if (queued === 0) return;
    writing = writeAll(file, queue, bytes - queued);
    writing.catch(() => undefined); // told by the next flush
    queue = [];
    queued = 0;
  }

  async function settle(): Promise<void> {
    await flush();
    await writing;
  }

  return {
    path,
    get bytes() {
      return bytes;
    },
    async write(chunk) {
      hash.update(chunk);
      queue.push(chunk);
      queued += chunk.byteLength;
      bytes += chunk.byteLength;
      if (queued >= writeBytes || queue.length >= mostChunks) await flush();
    },
    async restart() {
      await settle();
      await file.truncate(0);
      hash = createHash('sha256');
      bytes = 0;
    },
    async finish() {
      await settle();
      await file.datasync(); // what was paid for survives a power cut
      await file.close();
      return { bytes, sha256: hash.digest('hex') };
    },
    async discard() {
      await writing.catch(() => undefined);
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

async function writeAll(file: FileHandle, chunks: Uint8Array[], position: number): Promise<void> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  let { bytesWritten: done } = await file.writev(chunks, position);
  if (done === total) return;
  const whole = Buffer.concat(chunks);
  while (done < total) done += (await file.write(whole, done, total - done, position + done)).bytesWritten;
}
