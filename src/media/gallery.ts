import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../core/regular-file.ts';
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
    if (!names.has(name) || (await readStart(join(directory, name))).includes(mark)) return name;
  }
  return undefined;
}

/** Nothing where it is no file at all. */
async function readStart(path: string): Promise<string> {
  const file = await openFile(path).catch(() => undefined);
  try {
    const { buffer, bytesRead } = (await file?.read(Buffer.alloc(500), 0, 500, 0)) ?? { buffer: '', bytesRead: 0 };
    return buffer.toString().slice(0, bytesRead);
  } finally {
    await file?.close();
  }
}
