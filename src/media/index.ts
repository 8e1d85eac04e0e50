import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, expandHome } from '../config/config.ts';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { OpenOptions } from '../jobs/upload.ts';
import type { Send } from '../net/http.ts';
import type { TrustedOrigins } from '../net/trusted-origins.ts';
import type { Store } from '../store/store.ts';
import { defaultOutputDirectory, slug } from './name.ts';
import type { Reference } from './preflight.ts';
import type { LocalImage } from './roots.ts';

type Parts = { config: Config; send: Send; clock: Clock; trustedOrigins: TrustedOrigins; store: Store };

export type Media = {
  /** Where finished files go unless a call says otherwise. */
  directory: string;
  /** A folder as a caller writes it: `~`, a file: URL, blank for the usual one. Relative only for a person in a shell. */
  folderOf(text: string | undefined, relativeToHere: boolean): string | undefined;
  /** `limits` are those of the model that the picture is for. */
  openImage(path: string, limits: ModelLimits, options?: OpenOptions): Promise<LocalImage>;
  parseImageData(data: string, limits: ModelLimits): Promise<LocalImage>;
  checkUrls(references: Reference[], limits: ModelLimits): Promise<Diagnostic[]>;
  /** A small picture, so that a model can judge it. */
  inlineImage(path: string): Promise<{ data: string; mimeType: string } | undefined>;
  /** Writes a text beside the films, named after its title. */
  saveText(title: string, extension: string, text: string): Promise<{ path: string; bytes: number }>;
};

/** The media folder, each part loaded when it is first needed: most calls need none. */
export function createMedia({ config, send, clock, trustedOrigins, store }: Parts): Media {
  const platform = process.platform;
  const directory = config.outputDirectory ?? defaultOutputDirectory({ home: config.userHome, platform });
  return {
    directory,
    openImage: async (given, limits, { anyReadable, roots } = {}) => {
      const { createRoots } = await import('./roots.ts');
      const path = expandHome(given, config.userHome);
      const directories = async (): Promise<string[]> => [...config.mediaRoots, ...((await roots?.()) ?? [])];
      try {
        return await createRoots({ directories, limits }).open(path, { anyReadable });
      } catch (refusal) {
        // What we saved ourselves may go back, as long as it is still what we saved.
        const saved = await store.findSavedBytes(path);
        const image = saved && (await createRoots({ directories: async () => [dirname(path)], limits }).open(path));
        if (image && image.sha256 === saved) return image;
        throw refusal;
      }
    },
    folderOf: (text, relativeToHere) => {
      const given = text?.trim();
      if (!given) return undefined;
      const path = expandHome(/^file:/i.test(given) ? fileURLToPath(given) : given, config.userHome);
      if (isAbsolute(path) || relativeToHere) return resolve(path);
      throw new AppError(
        'invalid_input',
        `save_dir "${given}" is not a whole path, and a server's own folder is anybody's guess.`,
        {
          nextStep: 'Give it from the root or from ~, or leave it out.',
        },
      );
    },
    parseImageData: async (data, limits) => (await import('./roots.ts')).parseImageData(data, limits),
    checkUrls: async (references, limits) =>
      (await import('./preflight.ts')).checkUrls(references, { limits, send, clock, trustedOrigins }),
    inlineImage: async (path) => (await import('./picture.ts')).inlineImage(path),
    saveText: async (title, extension, text) =>
      (await import('./text.ts')).saveText({ directory, stem: slug(title), extension, text }),
  };
}
