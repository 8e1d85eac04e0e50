import { AppError } from '../core/errors.ts';
import { shorten } from '../core/quote.ts';
import type { Frames } from '../media/frames/index.ts';
import type { Task } from '../store/task.ts';
import { locateTask } from './find.ts';
import type { Jobs } from './jobs.ts';

/** All takes of a task's request that the record knows, the oldest first; no service is asked. Throws `not_found`. */
export async function findTakes(jobs: Jobs, taskId: string): Promise<Task[]> {
  const { task } = await locateTask(jobs, taskId);
  if (!task) throw new AppError('not_found', `There is no task ${shorten(taskId)} in the record.`);
  const same = await jobs.store.findSame(task.fingerprint);
  const takes = same.filter(({ base_url, rehearsal }) => base_url === task.base_url && rehearsal === task.rehearsal);
  return takes.sort((a, b) => a.submittedAt - b.submittedAt);
}

/** `number` counts from 1, a part from 0; the poster is a contact sheet. */
export type FilePart = { taskId: string; number: number; part: number | 'poster' };

/** A part of a file that the record knows. Throws `not_found`. */
export async function readFilePart(
  jobs: Jobs,
  frames: Frames,
  { taskId, number, part }: FilePart,
  signal?: AbortSignal,
): Promise<{ mimeType: string; blob: string }> {
  const { task } = await locateTask(jobs, taskId);
  const file = task?.files[number - 1];
  if (!file) throw new AppError('not_found', `There is no saved file ${number} of ${shorten(taskId)}.`);
  const { readPart } = await import('../media/read-part.ts');
  if (part !== 'poster') return { mimeType: file.media_type, blob: await readPart(file, part, taskId) };
  const sheet = await frames.makeSheet([file.path], signal);
  return { mimeType: sheet.mediaType, blob: await readPart(sheet, 0, taskId) };
}
