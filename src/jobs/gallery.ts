import type { Store } from '../store/store.ts';
import { taskIdOf } from '../store/task.ts';

/** Writes the gallery of a folder, with what the record says of the takes in use, and tells its path. Undefined when it cannot be written. */
export type WriteGallery = (directory: string) => Promise<string | undefined>;

/** One write at a time in a folder. All that ask while one is under way get the next one together. */
export function createGalleryWriter(store: Store): WriteGallery {
  const last = new Map<string, { isBegun: boolean; written: Promise<string | undefined> }>();
  return (directory) => {
    const known = last.get(directory);
    if (known && !known.isBegun) return known.written;
    const begin = (): Promise<string | undefined> => {
      write.isBegun = true;
      return writeGalleryOf(store, directory).catch(() => undefined);
    };
    const forget = (): void => {
      if (last.get(directory) === write) last.delete(directory);
    };
    const write = { isBegun: false, written: Promise.resolve(known?.written).then(begin).finally(forget) };
    last.set(directory, write);
    return write.written;
  };
}

async function writeGalleryOf(store: Store, directory: string): Promise<string | undefined> {
  const { writeGallery } = await import('../media/gallery.ts');
  const tasks = await store.summaries({ used: true, limit: Number.POSITIVE_INFINITY });
  const used = tasks.flatMap((task): [string, number][] => (task.usedAt ? [[taskIdOf(task), task.usedAt]] : []));
  return writeGallery(directory, { used: new Map(used) });
}
