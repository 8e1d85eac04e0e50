import { followAbort, untilAborted } from '../core/abort.ts';
import type { Clock } from '../core/clock.ts';
import type { Saved } from '../media/save.ts';
import type { Send } from '../net/http.ts';
import type { Store } from '../store/store.ts';
import { type Task, taskIdOf, unknownModel } from '../store/task.ts';
import type { WriteGallery } from './gallery.ts';
import type { SaveOptions } from './jobs.ts';

type Parts = { directory: string; send: Send; clock: Clock; store: Store; writeGallery: WriteGallery };

type Save = (task: Task, options: SaveOptions) => Promise<Saved | undefined>;

/** Saves into the caller's folder or the usual one. A task's files are downloaded once, however many callers wait for them; a caller that gives up does not stop the others. */
export function createSaver(parts: Parts): Save {
  const running = new Map<string, Promise<Saved>>();
  return async (task, { directory = parts.directory, waitMs, signal, refreshUrls, gallery }) => {
    signal?.throwIfAborted();
    const key = `${task.key} ${directory}`;
    const saving =
      running.get(key) ?? saveTask(parts, task, directory, { refreshUrls, gallery }).finally(() => running.delete(key));
    running.set(key, saving);
    return whilePatient(saving, parts.clock, waitMs, signal);
  };
}

/** Undefined when the caller left or had no more time: what was begun goes on. */
async function whilePatient<T>(
  work: Promise<T>,
  clock: Clock,
  waitMs?: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const patience = followAbort(signal);
  if (waitMs !== undefined) clock.sleep(waitMs, patience.signal).then(patience.abort, () => undefined);
  try {
    return await untilAborted(work, patience.signal);
  } catch (thrown) {
    if (patience.signal.aborted) return undefined;
    throw thrown;
  } finally {
    patience.abort();
    patience.release();
  }
}

/** Adds new files to the record and to the folder's gallery, once. */
async function saveTask(
  parts: Parts,
  task: Task,
  directory: string,
  { refreshUrls, gallery }: Pick<SaveOptions, 'refreshUrls' | 'gallery'>,
): Promise<Saved> {
  const { saveOutputs } = await import('../media/save.ts');
  const saved = await saveOutputs({
    urls: task.remote?.outputUrls ?? [],
    kind: task.model_id === unknownModel ? undefined : task.kind,
    directory,
    taskId: taskIdOf(task),
    asked: task.asked,
    record: {
      model_id: task.model_id,
      request: task.fingerprint,
      parameters: task.parameters,
      price: task.price,
      rehearsal: task.rehearsal,
      submitted_at: new Date(task.submittedAt).toISOString(),
      completed_at: new Date(task.endedAt ?? task.submittedAt).toISOString(),
    },
    send: parts.send,
    clock: parts.clock,
    refreshUrls,
  });
  const isNew = saved.files.some(({ path }) => !task.files.some((file) => file.path === path));
  if (!isNew) return saved;
  const { files, mismatches } = saved;
  await parts.store.tryRecord({ type: 'saved', key: task.key, at: parts.clock.now(), files, mismatches });
  await parts.writeGallery(directory, gallery);
  return saved;
}
