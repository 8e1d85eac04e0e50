import { dirname, isAbsolute, resolve } from 'node:path';
import { type Config, expandHome } from '../config/config.ts';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';
import { lazy } from '../core/lazy.ts';
import { findLocalPath } from '../core/local-path.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import { quote } from '../core/quote.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { OpenOptions } from '../jobs/upload.ts';
import type { Send } from '../net/http.ts';
import type { TrustedOrigins } from '../net/trusted-origins.ts';
import type { Store } from '../store/store.ts';
import { describeDiskError } from './disk.ts';
import type { FilmOrder, LoadExports, WrittenFilm } from './film.ts';
import type { Frames } from './frames/index.ts';
import { defaultOutputDirectory, slug } from './name.ts';
import type { LocalImage } from './read-image.ts';

type Parts = { config: Config; send: Send; clock: Clock; trustedOrigins: TrustedOrigins; store: Store };

export type Media = {
  /** Where finished files go unless a call says otherwise. */
  directory: string;
  /**
   * A folder as a caller writes it: `~`, a file: URL, blank for the usual one. A person in a shell may name any, and
   * relative to where they are; over MCP it lies below a folder that is allowed. Throws `invalid_input`.
   */
  folderOf(
    text: string | undefined,
    options: { anywhere: boolean; roots?(): Promise<string[]> },
  ): Promise<string | undefined>;
  /** `limits` are those of the model that the picture is for. */
  openImage(path: string, limits: ModelLimits, options?: OpenOptions): Promise<LocalImage>;
  /** A sound file of this machine below the same folders as pictures, as a real path. It never leaves the machine. */
  findSound(path: string, options?: OpenOptions): Promise<string>;
  parseImageData(data: string, limits: ModelLimits): Promise<LocalImage>;
  checkUrls(references: ReferenceFile[], limits: ModelLimits): Promise<Diagnostic[]>;
  /** Joins the used takes of a film and writes what stands beside it. */
  writeFilm(order: FilmOrder, loadExports: LoadExports): Promise<WrittenFilm>;
  frames: Frames;
  /** The gallery of a folder, when it has one. */
  findGallery(directory: string): Promise<string | undefined>;
  /** A sheet beside the films, by its file name. Throws `not_found` for anything else. */
  readSheet(name: string): Promise<string>;
  /** A saved picture in at most so many bytes, made smaller when it must be, so that a model can judge it. */
  showPicture(path: string, mostBytes: number): Promise<{ data: string; mimeType: string } | undefined>;
  /** Writes a text beside the films, named after its title, or says why the disk does not take it. */
  saveText(
    title: string,
    extension: string,
    text: string,
  ): Promise<{ path: string; bytes: number } | { trouble: string }>;
};

/** The media folder, each part loaded when it is first needed: most calls need none. */
export function createMedia({ config, send, clock, trustedOrigins, store }: Parts): Media {
  const platform = process.platform;
  const directory = config.outputDirectory ?? defaultOutputDirectory({ home: config.userHome, platform });
  const withHome = (given: string): string => expandHome(findLocalPath(given) ?? given, config.userHome);
  const foldersOf = async ({ roots }: OpenOptions): Promise<string[]> => {
    const named = (await roots?.()) ?? [];
    // A client without roots tells nothing of its project: most start the server in it.
    return [...config.mediaRoots, ...(named.length > 0 ? named : [config.startFolder ?? [], directory].flat())];
  };
  const findFfmpeg = lazy(async () => (await import('./ffmpeg.ts')).createFfmpegFinder({ ...config.ffmpeg, clock }));
  const frames = lazy(async () =>
    (await import('./frames/index.ts')).createFrames({ findFfmpeg: async () => (await findFfmpeg())(), send, clock }),
  );
  /** The last frame of a video that was saved here, beside it. */
  const isOwnFrame = async (path: string): Promise<boolean> => {
    const { videosOfFrame } = await import('./frames/last-frame.ts');
    for (const video of videosOfFrame(path)) if (await store.findSavedTask(video)) return true;
    return false;
  };
  return {
    directory,
    frames: {
      makeSheet: async (videos, signal) => (await frames()).makeSheet(videos, signal),
      findProgram: async () => (await frames()).findProgram(),
      findChecks: async (video) => (await frames()).findChecks(video),
      saveLastFrame: async (video, signal) => (await frames()).saveLastFrame(video, signal),
    },
    openImage: async (given, limits, options = {}) => {
      const { createRoots } = await import('./roots.ts');
      const path = withHome(given);
      const directories = (): Promise<string[]> => foldersOf(options);
      try {
        return await createRoots({ directories, limits }).open(path, options);
      } catch (refusal) {
        // What we saved ourselves may go back, as long as it is still what we saved.
        const beside = createRoots({ directories: async () => [dirname(path)], limits });
        const whole = resolve(path);
        const task = await store.findSavedTask(whole);
        const saved = task?.files.find((file) => file.path === whole)?.sha256;
        const image = (saved || (await isOwnFrame(whole))) && (await beside.open(path));
        if (image && (!saved || image.sha256 === saved)) return image;
        throw refusal;
      }
    },
    findSound: async (given, options = {}) => {
      const { findBelow } = await import('./roots.ts');
      const path = await findBelow(withHome(given), await foldersOf(options), { ...options, kind: 'sound' });
      await (await import('./join/beside.ts')).checkSoundtrack(path);
      return path;
    },
    folderOf: async (text, { anywhere, roots }) => {
      const given = text?.trim();
      if (!given) return undefined;
      const path = findLocalPath(given);
      if (path === undefined) throw refusedFolder(given, 'is not a folder of this machine');
      const whole = expandHome(path, config.userHome);
      if (anywhere) return resolve(whole);
      if (!isAbsolute(whole))
        throw refusedFolder(given, 'is not a whole path; the folder in which a server runs is not the project');
      const { requireBelow } = await import('./save-folder.ts');
      await requireBelow(resolve(whole), [directory, ...config.outputRoots, ...((await roots?.()) ?? [])]);
      return resolve(whole);
    },
    parseImageData: async (data, limits) => (await import('./roots.ts')).parseImageData(data, limits),
    checkUrls: async (references, limits) =>
      (await import('./preflight.ts')).checkUrls(references, { limits, send, clock, trustedOrigins }),
    writeFilm: async (order, loadExports) => {
      const { writeFilm } = await import('./film.ts');
      return writeFilm({ send, clock, findFfmpeg: async () => (await findFfmpeg())(), loadExports }, order);
    },
    showPicture: async (path, mostBytes) => (await import('./picture.ts')).showPicture(path, mostBytes),
    findGallery: async (folder) => (await import('./gallery.ts')).findGallery(folder),
    readSheet: async (name) => (await import('./text.ts')).readSheet(directory, name),
    saveText: async (title, extension, text) => {
      const { saveText } = await import('./text.ts');
      try {
        return await saveText({ directory, stem: slug(title), extension, text });
      } catch (thrown) {
        const trouble = describeDiskError(thrown, directory);
        if (trouble === undefined) throw thrown;
        return { trouble };
      }
    },
  };
}

function refusedFolder(given: string, why: string): AppError {
  return new AppError('invalid_input', `save_dir ${quote(given)} ${why}.`, {
    nextStep: 'Give a path that begins with / or ~, or leave save_dir out.',
  });
}
