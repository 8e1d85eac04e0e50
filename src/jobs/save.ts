import type { Clock } from '../clock.ts';
import type { Send } from '../http.ts';
import type { Saved } from '../media/save.ts';
import type { SaveOptions } from './jobs.ts';
import { type Task, taskIdOf, unknownModel } from './task.ts';

type Parts = { directory: string; send: Send; clock: Clock };

/** Saves a task's files into the caller's folder or the usual one, and brings the gallery there up to date. */
export async function saveTask(
  parts: Parts,
  task: Task,
  { directory, signal, refreshUrls }: SaveOptions,
): Promise<Saved> {
  const { saveOutputs } = await import('../media/save.ts');
  const { writeGallery } = await import('../media/gallery.ts');
  const folder = directory ?? parts.directory;
  const saved = await saveOutputs({
    urls: task.remote?.outputUrls ?? [],
    kind: task.model_id === unknownModel ? undefined : task.kind,
    directory: folder,
    taskId: taskIdOf(task),
    asked: task.asked,
    record: {
      model_id: task.model_id,
      parameters: task.parameters,
      price: task.price,
      rehearsal: task.rehearsal,
      submitted_at: new Date(task.submittedAt).toISOString(),
      completed_at: new Date(task.endedAt ?? task.submittedAt).toISOString(),
    },
    send: parts.send,
    clock: parts.clock,
    signal,
    refreshUrls,
  });
  const isNew = saved.files.some(({ path }) => !task.files.some((file) => file.path === path));
  if (isNew) await writeGallery(folder);
  return saved;
}
