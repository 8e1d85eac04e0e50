import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Send } from './http.ts';
import type { OpenOptions } from './jobs/upload.ts';
import { defaultOutputDirectory, slug } from './media/name.ts';
import type { Reference } from './media/preflight.ts';
import type { LocalImage } from './media/roots.ts';
import type { Problem } from './prompt/problem.ts';

type Parts = { config: Config; send: Send; clock: Clock; trustedOrigins: ReadonlySet<string> };

export type LateMedia = {
  /** Where finished files go unless a call says otherwise. */
  directory: string;
  openImage(path: string, options?: OpenOptions): Promise<LocalImage>;
  parseImageData(data: string): Promise<LocalImage>;
  checkUrls(references: Reference[]): Promise<Problem[]>;
  /** A small picture, so that a model can judge it. */
  inlineImage(path: string): Promise<{ data: string; mimeType: string } | undefined>;
  /** Writes a text beside the films, named after its title. */
  saveText(title: string, extension: string, text: string): Promise<{ path: string; bytes: number }>;
};

/** The media folder, each part loaded when it is first needed: most calls need none. */
export function createLateMedia({ config, send, clock, trustedOrigins }: Parts): LateMedia {
  const platform = process.platform;
  const directory = config.outputDirectory ?? defaultOutputDirectory({ home: config.userHome, platform });
  return {
    directory,
    openImage: async (path, { anyReadable, roots } = {}) => {
      const { createRoots } = await import('./media/roots.ts');
      const directories = async (): Promise<string[]> => [...config.mediaRoots, ...((await roots?.()) ?? [])];
      return createRoots({ directories }).open(path, { anyReadable });
    },
    parseImageData: async (data) => (await import('./media/roots.ts')).parseImageData(data),
    checkUrls: async (references) =>
      (await import('./media/preflight.ts')).checkUrls(references, { send, clock, trustedOrigins }),
    inlineImage: async (path) => (await import('./media/picture.ts')).inlineImage(path),
    saveText: async (title, extension, text) =>
      (await import('./media/text.ts')).saveText({ directory, stem: slug(title), extension, text }),
  };
}
