import { AppError } from '../../core/errors.ts';
import type { Production } from '../../store/productions/production.ts';
import { clipsOf } from '../../store/productions/progress.ts';
import { type Task, taskIdOf } from '../../store/task.ts';
import { isDead } from '../dead-uploads.ts';
import { isHere } from '../find.ts';
import type { Jobs } from '../jobs.ts';
import { refresh } from '../refresh.ts';

/** What a step is made from: addresses by what stands for them in its parameters, and the keys of the tasks that made it. */
export type Needed = { addresses: ReadonlyMap<string, string>; from: string[] };

/** The results that are used now. Throws `not_found` for one that has no address. */
export async function readNeeds(jobs: Jobs, production: Production, number: number): Promise<Needed> {
  const { needs = [] } = production.plan.steps[number] ?? {};
  const addresses = new Map<string, string>();
  const from: string[] = [];
  if (needs.length === 0) return { addresses, from };
  const clips = clipsOf(production);
  for (const { clip, address, last_frame } of needs) {
    const used = clips.find((one) => one.clip === clip)?.used;
    const task = used && (await jobs.store.findTask(used.key));
    const url = task && (last_frame ? task.remote?.lastFrameUrl : await findAddress(jobs, task));
    if (!task || !url)
      throw new AppError('not_found', `There is no address of ${last_frame ? 'the last frame of ' : ''}clip ${clip}.`);
    addresses.set(address, url);
    from.push(task.key);
  }
  return { addresses, from };
}

/** An address that lives: the task's own, a new one from its service, or that of its saved picture, uploaded again. */
async function findAddress(jobs: Jobs, task: Task): Promise<string | undefined> {
  const { kind } = task;
  const isAlive = async (url: string): Promise<boolean> =>
    !isDead(await jobs.checkUrls([{ type: kind, url, field: 'url' }], {}));
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
  return new AppError('not_found', `The link of ${taskIdOf(task)} is dead, ${saved}: nothing can be made from it.`, {
    nextStep:
      'Compose the film with continuity "cut" or "keyframe", or make that clip again with allow_duplicate: true.',
  });
}
