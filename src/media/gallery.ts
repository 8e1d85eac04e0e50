import { createHash } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readAt, withFile } from '../core/regular-file.ts';
import type { Gallery, GalleryFile, GalleryProduction, GalleryTask } from '../pictures/gallery/model.ts';
import { galleryMark } from '../pictures/marks.ts';
import { FilmSidecar } from './film-sidecar.ts';
import { readChecks, sheetPath } from './frames/sheet-file.ts';
import { withTemporary } from './partial-file.ts';
import { readSidecars, Sidecar } from './sidecar.ts';

/** The second name is for folders that hold somebody's own index.html. */
const pageNames = ['index.html', 'seedance-gallery.html'];

type Options = {
  /** When somebody chose a task among the takes of its request, in milliseconds since 1970. */
  used?: ReadonlyMap<string, number>;
};

/**
 * Writes the gallery of a folder from its sidecars, in one step, and tells its path.
 * Undefined when it cannot be written: a gallery never stands in the way of a save.
 */
export async function writeGallery(directory: string, { used }: Options = {}): Promise<string | undefined> {
  const { renderGallery } = await import('../pictures/gallery/index.ts');
  try {
    const names = new Set(await readdir(directory));
    const name = await findPageName(directory, names);
    if (!name) return undefined;
    const gallery = await readGallery(directory, names, used);
    return await withTemporary(directory, 'gallery', async (temporary) => {
      await writeFile(temporary, renderGallery(gallery), { flag: 'wx' });
      await rename(temporary, join(directory, name));
      return join(directory, name);
    });
  } catch {
    return undefined;
  }
}

/** The gallery of a folder, when it has one. */
export async function findGallery(directory: string): Promise<string | undefined> {
  const names = new Set(await readdir(directory).catch(() => []));
  const name = await findPageName(directory, names);
  return name && names.has(name) ? join(directory, name) : undefined;
}

const AnySidecar = z.discriminatedUnion('kind', [Sidecar, FilmSidecar]);

async function readGallery(directory: string, names: ReadonlySet<string>, used: Options['used']): Promise<Gallery> {
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  const tasks: GalleryTask[] = [];
  const productions: GalleryProduction[] = [];
  for (const sidecar of await readSidecars(directory, AnySidecar, names)) {
    if (sidecar.kind === 'film') {
      const { film, apart, ...production } = sidecar;
      productions.push({ ...production, film: film && names.has(film.name) ? film : undefined, apart: apart?.reason });
      continue;
    }
    const files: GalleryFile[] = [];
    for (const file of sidecar.files.filter(({ name }) => names.has(name)))
      files.push({ ...file, checks: await readChecks(sheetPath(join(directory, file.name))) });
    if (files.length === 0) continue;
    const title = firstPicture(sidecar.prompt) || sidecar.files[0]?.name || sidecar.task_id;
    const request = sidecar.request ?? digest(sidecar);
    tasks.push({ ...sidecar, files, title, request, usedAt: used?.get(sidecar.task_id) });
  }
  return { tasks, productions };
}

/** For sidecars of versions that did not keep the request's own. */
function digest({ model_id, prompt, parameters }: Sidecar): string {
  return createHash('sha256')
    .update(JSON.stringify([model_id, prompt, parameters]))
    .digest('hex');
}

async function findPageName(directory: string, names: ReadonlySet<string>): Promise<string | undefined> {
  for (const name of pageNames) {
    if (!names.has(name) || (await isOurs(join(directory, name)))) return name;
  }
  return undefined;
}

async function isOurs(page: string): Promise<boolean> {
  const start = await withFile(page, (file) => readAt(file, 0, 500)).catch(() => undefined);
  return start?.includes(galleryMark) ?? false;
}
