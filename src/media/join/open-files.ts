import type { FileHandle } from 'node:fs/promises';
import type { Input } from 'mediabunny';
import { openFile } from '../../core/regular-file.ts';
import { openInput } from '../tracks.ts';

const readAheadBytes = 1024 * 1024;

type OpenFile = { file: FileHandle; input: Input };

/** Files that are read from front to back by more than one reader: a clip's picture and its sound share one file and what was read of it. */
export type OpenFiles = {
  /** Opens a file, or joins those who have it open. */
  acquire(path: string): Promise<Input>;
  /** Closes a file when nobody else has it open. */
  release(path: string): Promise<void>;
};

export function createOpenFiles(): OpenFiles {
  const shared = new Map<string, { opened: Promise<OpenFile>; readers: number }>();
  return {
    async acquire(path) {
      const one = shared.get(path) ?? { opened: openMedium(path), readers: 0 };
      shared.set(path, one);
      one.readers++;
      return (await one.opened).input;
    },
    async release(path) {
      const one = shared.get(path);
      if (!one || --one.readers > 0) return;
      shared.delete(path);
      const { file, input } = await one.opened;
      input.dispose();
      await file.close();
    },
  };
}

async function openMedium(path: string): Promise<OpenFile> {
  const file = await openFile(path);
  return { file, input: openInput(file, (await file.stat()).size, readAheadBytes) };
}
