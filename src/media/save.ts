import { join, parse, resolve } from 'node:path';
import type { Expected } from '../backends/backend.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { lazy } from '../core/lazy.ts';
import { makeFolder } from '../core/make-folder.ts';
import type { Mismatch, SavedFile } from '../core/saved-file.ts';
import type { Send } from '../net/http.ts';
import { describeDiskError } from './disk.ts';
import { download } from './download.ts';
import { largestOutputBytes } from './limits.ts';
import { mismatches } from './mismatch.ts';
import { fileStem } from './name.ts';
import { removeAbandoned, withTemporary } from './partial-file.ts';
import { probeFile } from './probe.ts';
import { hasContent, renameExclusive } from './rename-exclusive.ts';
import { findSidecars, type Sidecar, writeSidecar } from './sidecar.ts';
import { describeMediaType, extensionOf } from './signature.ts';

export type SaveOptions = {
  urls: readonly string[];
  /** What the files must be; left out where unknown. */
  kind?: 'image' | 'video';
  /** Made when it is missing. */
  directory: string;
  taskId: string;
  asked: Expected;
  /** What only the record knows, for the sidecar. `submitted_at` also dates the file name. */
  record: Pick<
    Sidecar,
    'model_id' | 'request' | 'parameters' | 'price' | 'rehearsal' | 'submitted_at' | 'completed_at'
  >;
  send: Send;
  clock: Clock;
  signal?: AbortSignal;
  /** Asks the service once for working links, when one is dead. */
  refreshUrls?: () => Promise<string[]>;
  /** `file` counts from 1. */
  onProgress?: (progress: { file: number; files: number; bytes: number; totalBytes?: number }) => void;
};

/** `isDead`: its link no longer works, and the service gave no other. */
export type Unsaved = { url: string; reason: string; isDead: boolean };

export type Saved = {
  files: SavedFile[];
  mismatches: Mismatch[];
  warnings: string[];
  /** What was offered and is on no disk now. */
  unsaved: Unsaved[];
  /** The links that were used last: refreshed ones where the first were dead. */
  urls: string[];
};

/**
 * Saves a finished task's files, each checked for what it is, with a sidecar beside them; files that are already there are not fetched again.
 * Never throws for a file that could not be saved; only a cancellation is thrown.
 */
export async function saveOutputs(options: SaveOptions): Promise<Saved> {
  const directory = resolve(options.directory);
  const saved: Saved = { files: [], mismatches: [], warnings: [], unsaved: [], urls: [...options.urls] };
  try {
    await makeFolder(directory);
    await removeAbandoned(directory);
    await saveFiles(saved, { ...options, directory });
  } catch (thrown) {
    const reason = explain(thrown, options, directory);
    saved.unsaved = saved.urls.map((url) => ({ url, reason, isDead: false }));
  }
  return saved;
}

async function saveFiles(saved: Saved, options: SaveOptions): Promise<void> {
  const { directory, taskId, asked } = options;
  const earlier = await findSidecars(directory, taskId);
  // New links are asked for at most once, however many are dead.
  const refresh = lazy(async () => {
    const urls = (await options.refreshUrls?.()) ?? [];
    if (urls.length > 0) saved.urls = urls;
    return urls.length > 0;
  });
  const outputs = new Map<number, SavedFile>();
  let isNew = false;
  for (const output of saved.urls.keys()) {
    const kept = await findKept(directory, earlier, output);
    const file = kept ?? (await saveFile(output, saved, options, refresh));
    if (file) outputs.set(output, file);
    isNew ||= file !== undefined && !kept;
  }
  saved.files = [...outputs.values()];
  saved.mismatches = withoutRepeats(saved.files.flatMap((file) => mismatches(asked, file)));
  if (isNew) await keepSidecar(saved, outputs, options);
}

async function keepSidecar(saved: Saved, outputs: Map<number, SavedFile>, options: SaveOptions): Promise<void> {
  const { directory, kind } = options;
  const [first] = saved.files;
  try {
    if (first) await writeSidecar(directory, parse(first.path).name, describeSaved(saved.mismatches, outputs, options));
  } catch (thrown) {
    const reason = explain(thrown, options, directory);
    saved.warnings.push(`The ${kind ?? 'file'} is saved, but the notes beside it (.json) are not: ${reason}.`);
  }
}

/** One file; undefined when it could not be saved. A dead link is renewed once. */
async function saveFile(
  index: number,
  saved: Saved,
  options: SaveOptions,
  refresh: () => Promise<boolean>,
): Promise<SavedFile | undefined> {
  try {
    return await fetchFile(index, saved.urls, options).catch(async (thrown) => {
      if (isDeadLink(thrown) && (await refresh())) return fetchFile(index, saved.urls, options);
      throw thrown;
    });
  } catch (thrown) {
    const reason = explain(thrown, options, options.directory);
    saved.unsaved.push({ url: saved.urls[index] ?? '', reason, isDead: isDeadLink(thrown) });
    return undefined;
  }
}

async function fetchFile(index: number, urls: readonly string[], options: SaveOptions): Promise<SavedFile> {
  const { directory, kind, onProgress, send, clock, signal } = options;
  const url = urls[index] ?? '';
  if (!/^https?:\/\//i.test(url)) throw unusable('The service gave something else than an http(s) link.');
  const { asked, record, taskId } = options;
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  const title = firstPicture(asked.prompt) || asked.prompt;
  const stem = fileStem({ at: Date.parse(record.submitted_at), title, taskId });
  const tell =
    onProgress &&
    ((done: { bytes: number; totalBytes?: number }) => onProgress({ file: index + 1, files: urls.length, ...done }));
  const largestBytes = largestOutputBytes(kind, asked.durationSeconds);
  return withTemporary(directory, stem, async (path) => {
    const content = await download({ url, path, send, clock, kind, largestBytes, signal, onProgress: tell });
    const facts = await probeFile(path);
    if (kind && !facts.media_type.startsWith(kind)) {
      const wanted = kind === 'video' ? 'a video' : 'an image';
      throw unusable(`The file is ${describeMediaType(facts.media_type)}, not ${wanted}.`);
    }
    const named = await renameExclusive(path, {
      directory,
      stem: urls.length > 1 ? `${stem}-${index + 1}` : stem,
      extension: extensionOf(facts.media_type),
      onTaken: async (taken) => ((await hasContent(taken, content)) ? 'keep' : 'next'),
    });
    return { path: named, url, ...facts, sha256: content.sha256 };
  });
}

async function findKept(directory: string, earlier: Sidecar[], output: number): Promise<SavedFile | undefined> {
  for (const file of earlier.flatMap(({ files }) => files)) {
    const { name, output: n, ...facts } = file;
    const path = join(directory, name);
    if (n === output + 1 && (await hasContent(path, file))) return { path, ...facts };
  }
  return undefined;
}

function describeSaved(found: Mismatch[], outputs: Map<number, SavedFile>, options: SaveOptions): Sidecar {
  const { taskId, asked, record, clock } = options;
  const [first] = outputs.values();
  const kind = options.kind ?? (first?.media_type.startsWith('image') ? 'image' : 'video');
  return {
    made_by: 'seedance-mcp',
    task_id: taskId,
    kind,
    prompt: asked.prompt,
    references: asked.references,
    ...record,
    saved_at: new Date(clock.now()).toISOString(),
    files: [...outputs].map(([output, { path, ...facts }]) => ({
      name: parse(path).base,
      output: output + 1,
      ...facts,
    })),
    mismatches: found,
  };
}

function explain(thrown: unknown, { signal }: SaveOptions, directory: string): string {
  signal?.throwIfAborted();
  const disk = describeDiskError(thrown, directory);
  if (disk) return disk;
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, '');
}

function unusable(message: string): AppError {
  return new AppError('bad_reply', message);
}

function isDeadLink(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'not_found';
}

function withoutRepeats(found: Mismatch[]): Mismatch[] {
  return [...new Map(found.map((mismatch) => [JSON.stringify(mismatch), mismatch])).values()];
}
