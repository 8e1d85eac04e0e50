import { AppError } from '../core/errors.ts';
import { openFile, readAt } from '../core/regular-file.ts';
import type { SavedFile } from '../core/saved-file.ts';

/** Bytes of a part: base64 of parts can be laid end to end, and a host that takes messages of 1 MB takes each. */
const partBytes = 3 * 128 * 1024;

/** A part of a saved file, counted from 0, as base64. Throws `not_found` where the file is gone or another one. */
export async function readPart(
  { path, bytes }: Pick<SavedFile, 'path' | 'bytes'>,
  part: number,
  taskId: string,
): Promise<string> {
  const gone = new AppError('not_found', `${path} is no longer the file that was saved, or has no part ${part}.`, {
    nextStep: `get_task with task_id: "${taskId}" saves the file again while the link works.`,
  });
  const file = await openFile(path).catch(() => {
    throw gone;
  });
  try {
    const { size } = await file.stat();
    const start = part * partBytes;
    if (size !== bytes || !(start >= 0 && start < size)) throw gone;
    return (await readAt(file, start, Math.min(partBytes, size - start))).toString('base64');
  } finally {
    await file.close();
  }
}
