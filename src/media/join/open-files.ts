import { type FileHandle, open } from 'node:fs/promises';
import type { Input } from 'mediabunny';
import { openInput } from '../tracks.ts';

const readAheadBytes = 1024 * 1024;

type OpenFile = { file: FileHandle; input: Input };
type SharedFile = { opened: Promise<OpenFile>; readers: number };

/** Files read from front to back by several readers at once: a clip's picture and its sound share one file and what was read of it. */
export type OpenFiles = { use<T>(path: string, read: (input: Input) => AsyncGenerator<T>): AsyncGenerator<T> };

/** A file is closed as soon as its last reader ends. */
export function createOpenFiles(): OpenFiles {
  const shared = new Map<string, SharedFile>();
  return {
    async *use(path, read) {
      const one = shared.get(path) ?? { opened: openFile(path), readers: 0 };
      shared.set(path, one);
      one.readers++;
      try {
        yield* read((await one.opened).input);
      } finally {
        if (--one.readers === 0) {
          shared.delete(path);
          await closeFile(one.opened);
        }
      }
    },
  };
}

async function openFile(path: string): Promise<OpenFile> {
  const file = await open(path);
  return { file, input: openInput(file, (await file.stat()).size, readAheadBytes) };
}

async function closeFile(opened: Promise<OpenFile>): Promise<void> {
  const { file, input } = await opened;
  input.dispose();
  await file.close();
}
