import { resolve } from 'node:path';
import { AppError } from '../core/errors.ts';
import { findLocalPath } from '../core/local-path.ts';
import type { ReferenceType } from '../core/reference-file.ts';
import { replaceStrings } from '../core/replace-strings.ts';
import { type Task, taskIdOf } from '../store/task.ts';
import { isLinkAlive } from './dead-uploads.ts';
import { isHere } from './find.ts';
import type { Jobs } from './jobs.ts';
import { refresh } from './refresh.ts';

/** Parameters with the addresses of clips that were saved from here in the place of their paths, and with their lengths: no service takes a clip as an upload. */
export async function addressOwnClips(
  jobs: Jobs,
  parameters: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const clips = new Map<unknown, { address: string; seconds?: number }>();
  for (const value of Object.values(parameters).flat()) {
    const clip = typeof value === 'string' && (await findOwnClip(jobs, value));
    const address = clip && (await findAddress(jobs, clip.task));
    if (address) clips.set(value, { address, seconds: clip.seconds });
  }
  if (clips.size === 0) return parameters;
  const addresses = new Map([...clips].map(([path, { address }]) => [String(path), address]));
  const { video_files: videos, video_seconds: given } = parameters;
  const seconds = [videos].flat().map((video) => clips.get(video)?.seconds);
  const isKnown = Array.isArray(videos) && given === undefined && !seconds.includes(undefined);
  return { ...replaceStrings(parameters, addresses), ...(isKnown && { video_seconds: seconds }) };
}

export type OwnReference = { url: string; type?: ReferenceType; seconds?: number };

/** References with what the record knows of clips that were saved from here. Their paths stay: a submit gives the addresses, which die within a day. */
export function describeReferences<R extends OwnReference>(jobs: Jobs, references: readonly R[]): Promise<R[]> {
  return Promise.all(
    references.map(async (reference) => {
      const { path: url, seconds } = (await findOwnClip(jobs, reference.url)) ?? {};
      return url === undefined ? reference : { seconds, ...reference, url, type: 'video' };
    }),
  );
}

type OwnClip = { task: Task; path: string; seconds?: number };

/** The clip that was saved from here to a path. Asks the record alone. */
export async function findOwnClip({ store }: Jobs, given: string): Promise<OwnClip | undefined> {
  const local = clipName.test(given) ? findLocalPath(given) : undefined;
  if (!local) return undefined;
  const path = resolve(local);
  const task = await store.findSavedTask(path);
  if (task?.kind !== 'video') return undefined;
  const [{ duration_seconds: seconds } = {}] = task.files;
  // Files run some hundredths over what was asked for; limits count what was asked for.
  return { task, path, seconds: seconds && Math.round(seconds) };
}

const clipName = /\.(mp4|mov|webm)["']?$/i;

/** An address that works: the task's own, a new one from its service, or that of its saved picture, uploaded again. */
export async function findAddress(jobs: Jobs, task: Task): Promise<string | undefined> {
  const { kind } = task;
  const isAlive = (url: string): Promise<boolean> => isLinkAlive(jobs.checkUrls, kind, url);
  const known = task.remote?.outputUrls[0];
  if (known !== undefined && (await isAlive(known))) return known;
  const { service } = jobs.services.forTask(task);
  const asked = isHere(service, task) ? await refresh(jobs, service, task).catch(() => undefined) : undefined;
  const renewed = asked?.remote?.outputUrls[0];
  if (renewed !== undefined && renewed !== known && (await isAlive(renewed))) return renewed;
  const [file] = task.files;
  if (!file || kind === 'video') throw deadLink(task, file?.path);
  const image = await jobs.openImage(file.path, {}, { anyReadable: true });
  return (await jobs.upload({ image }, { backend: service.backend.id })).url;
}

function deadLink(task: Task, path: string | undefined): AppError {
  const saved =
    path === undefined ? 'and it was not saved' : `and no service takes a saved clip (${path}) as an upload`;
  return new AppError(
    'not_found',
    `The link of ${taskIdOf(task)} has expired, ${saved}: nothing can be made from it.`,
    {
      nextStep:
        'Put the file where anyone can open it and give that URL; of a film, make that clip again with allow_duplicate: true.',
    },
  );
}
