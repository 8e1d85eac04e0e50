import type { Store } from '../store/store.ts';
import { taskIdOf } from '../store/task.ts';

/** Writes the gallery of a folder, with what the record says of the takes in use. Undefined when it cannot be written. */
export async function writeGalleryOf(store: Store, directory: string): Promise<string | undefined> {
  const { writeGallery } = await import('../media/gallery.ts');
  const tasks = await store.summaries({ used: true, limit: Number.POSITIVE_INFINITY });
  const used = tasks.flatMap((task): [string, number][] => (task.usedAt ? [[taskIdOf(task), task.usedAt]] : []));
  return writeGallery(directory, { used: new Map(used) });
}
