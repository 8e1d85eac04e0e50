import { resolve } from 'node:path';
import { AppError } from '../core/errors.ts';
import { findLocalPath } from '../core/local-path.ts';
import { replaceStrings } from '../core/replace-strings.ts';
import { type Task, taskIdOf } from '../store/task.ts';
import { isLinkAlive } from './dead-uploads.ts';
import { isHere } from './find.ts';
import type { Jobs } from './jobs.ts';
import { refresh } from './refresh.ts';

/** Parameters with the addresses of clips that were saved from here in the place of their paths: no service takes a clip as an upload. */
export async function addressOwnClips(
  jobs: Jobs,
  parameters: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const addresses = new Map<string, string>();
  for (const value of Object.values(parameters).flat()) {
    const path = typeof value === 'string' && clipName.test(value) ? findLocalPath(value) : undefined;
    const task = path && (await jobs.store.findSavedTask(resolve(path)));
    const address = task && task.kind === 'video' && (await findAddress(jobs, task));
    if (address) addresses.set(String(value), address);
  }
  return addresses.size === 0 ? parameters : replaceStrings(parameters, addresses);
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
