import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPath } from './partial-file.ts';
import { readSidecars } from './sidecar.ts';

/** The second name is for folders that hold somebody's own index.html. */
const pageNames = ['index.html', 'seedance-gallery.html'];

/**
 * Writes the gallery of a folder from its sidecars, in one step, and tells its path.
 * Undefined when it cannot be written: a gallery never stands in the way of a save.
 */
export async function writeGallery(directory: string): Promise<string | undefined> {
  const { galleryMark, renderGallery } = await import('../pictures/gallery.ts');
  const temporary = temporaryPath(directory, 'gallery');
  try {
    const names = new Set(await readdir(directory));
    const sidecars = await readSidecars(directory);
    const entries = sidecars
      .map((sidecar) => ({ ...sidecar, files: sidecar.files.filter(({ name }) => names.has(name)) }))
      .filter(({ files }) => files.length > 0);
    const name = await findPageName(directory, names, galleryMark);
    if (!name) return undefined;
    await writeFile(temporary, renderGallery(entries), { flag: 'wx' });
    await rename(temporary, join(directory, name));
    return join(directory, name);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
    return undefined;
  }
}

async function findPageName(directory: string, names: Set<string>, mark: string): Promise<string | undefined> {
  for (const name of pageNames) {
    if (!names.has(name) || (await readFile(join(directory, name), 'utf8')).slice(0, 500).includes(mark)) return name;
  }
  return undefined;
}
