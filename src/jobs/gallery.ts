import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';
import { taskIdOf } from '../store/task.ts';

/**
 * Writes the gallery of a folder, with what the record says of the takes in use, and tells its path. Undefined when it cannot be
 * written. `soon`: nobody waits for it, and what comes in between is written with it.
 */
export type WriteGallery = (directory: string, when?: 'soon') => Promise<string | undefined>;

const shortestRestMs = 1_000;
/** A gallery is read and written whole: that takes at most a fifth of the time. */
const restPerWrite = 4;
/** The clock may have been set while one was written. */
const longestRestMs = 60_000;

/** One write at a time in a folder. All that ask while one is under way get the next one together. */
export function createGalleryWriter(store: Store, clock: Clock): WriteGallery {
  const last = new Map<string, { isBegun: boolean; written: Promise<string | undefined> }>();
  const tookMs = new Map<string, number>();
  const planned = new Set<string>();

  function write(directory: string): Promise<string | undefined> {
    const known = last.get(directory);
    if (known && !known.isBegun) return known.written;
    const begin = async (): Promise<string | undefined> => {
      next.isBegun = true;
      const begunAt = clock.now();
      const path = await writeGalleryOf(store, directory).catch(() => undefined);
      tookMs.set(directory, clock.now() - begunAt);
      return path;
    };
    const forget = (): void => {
      if (last.get(directory) === next) last.delete(directory);
    };
    const next = { isBegun: false, written: Promise.resolve(known?.written).then(begin).finally(forget) };
    last.set(directory, next);
    return next.written;
  }

  async function writeSoon(directory: string): Promise<void> {
    if (planned.has(directory)) return;
    planned.add(directory);
    const restMs = Math.min(restPerWrite * (tookMs.get(directory) ?? 0), longestRestMs);
    await clock.sleep(Math.max(shortestRestMs, restMs));
    planned.delete(directory);
    await write(directory);
  }

  return async (directory, when) => (when === 'soon' ? void writeSoon(directory) : write(directory));
}

async function writeGalleryOf(store: Store, directory: string): Promise<string | undefined> {
  const { writeGallery } = await import('../media/gallery.ts');
  const tasks = await store.summaries({ used: true, limit: Number.POSITIVE_INFINITY });
  const used = tasks.flatMap((task): [string, number][] => (task.usedAt ? [[taskIdOf(task), task.usedAt]] : []));
  return writeGallery(directory, { used: new Map(used) });
}
