import { createHash } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../core/regular-file.ts';
import { galleryMark } from '../pictures/gallery/mark.ts';
import type { GalleryProduction, GalleryTask } from '../pictures/gallery/model.ts';
import { FilmSidecar } from './film-sidecar.ts';
import { readChecks, sheetPath } from './frames/sheet-file.ts';
import { temporaryPath } from './partial-file.ts';
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
  const temporary = temporaryPath(directory, 'gallery');
  try {
    const names = new Set(await readdir(directory));
    const name = await findPageName(directory, names);
    if (!name) return undefined;
    const tasks = (await readTasks(directory, names)).map((task) => ({ ...task, usedAt: used?.get(task.task_id) }));
    const productions = await readProductions(directory, names);
    await writeFile(temporary, renderGallery({ tasks, productions }), { flag: 'wx' });
    await rename(temporary, join(directory, name));
    return join(directory, name);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
    return undefined;
  }
}

/** The gallery of a folder, when it has one. */
export async function findGallery(directory: string): Promise<string | undefined> {
  const names = new Set(await readdir(directory).catch(() => []));
  const name = await findPageName(directory, names);
  return name && names.has(name) ? join(directory, name) : undefined;
}

async function readTasks(directory: string, names: ReadonlySet<string>): Promise<GalleryTask[]> {
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  const tasks: GalleryTask[] = [];
  for (const sidecar of await readSidecars(directory, Sidecar)) {
    const files: GalleryTask['files'][number][] = [];
    for (const file of sidecar.files.filter(({ name }) => names.has(name))) {
      const sheet = sheetPath(join(directory, file.name));
      files.push({ ...file, checks: await readChecks(sheet) });
    }
    if (files.length === 0) continue;
    const title = firstPicture(sidecar.prompt) || sidecar.files[0]?.name || sidecar.task_id;
    tasks.push({ ...sidecar, files, title, request: sidecar.request ?? digest(sidecar) });
  }
  return tasks;
}

async function readProductions(directory: string, names: ReadonlySet<string>): Promise<GalleryProduction[]> {
  const films = await readSidecars(directory, FilmSidecar);
  return films.map(({ film, apart, ...production }) => ({
    ...production,
    film: film && names.has(film.name) ? film : undefined,
    apart: apart?.reason,
  }));
}

/** For sidecars of versions that did not keep the request's own. */
function digest({ model_id, prompt, parameters }: Sidecar): string {
  return createHash('sha256')
    .update(JSON.stringify([model_id, prompt, parameters]))
    .digest('hex');
}

async function findPageName(directory: string, names: ReadonlySet<string>): Promise<string | undefined> {
  for (const name of pageNames) {
    if (!names.has(name) || (await readStart(join(directory, name))).includes(galleryMark)) return name;
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
