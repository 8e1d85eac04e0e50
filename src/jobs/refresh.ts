import type { RemoteRow, RemoteTask } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { toAppError } from '../core/errors.ts';
import { isEnded } from '../core/task-status.ts';
import { comparePayers, longestSubmitMs } from '../store/claim-rules.ts';
import type { Store } from '../store/store.ts';
import { type Task, type TaskSummary, withEvents } from '../store/task.ts';
import { foldText } from './fingerprint.ts';
import type { Jobs } from './jobs.ts';

type Options = {
  once?: boolean;
  deadlineMs?: number;
  signal?: AbortSignal;
  /** When it was last seen unfinished. */
  seenAt?: number;
};

/** A task that was seen unfinished so shortly before it ended was watched. */
const watchedMs = 60_000;

/** Asks the service for a task's status and records what changed. An uncertain task is looked for first. */
export async function refresh(jobs: Jobs, service: Service, task: Task, options: Options = {}): Promise<Task> {
  const known = task.remoteId ? task : await reconcile(jobs, service, task);
  if (!known.remoteId) return known;
  const remote = await service.client
    .get(known.remoteId, options)
    .catch((error) => unlessNotFound(jobs, service, known, error));
  if (!remote || sameAs(known.remote, remote)) return remote ? { ...known, remote } : known;
  const at = jobs.clock.now();
  const seenAt = Math.max(options.seenAt ?? 0, known.submittedAt);
  const isWatched = isEnded(remote.status) && at - seenAt <= watchedMs / jobs.timeScale;
  const event = { type: 'status' as const, key: known.key, at, remote, ...(isWatched && { watched: true as const }) };
  await jobs.store.tryRecord(event);
  return withEvents(known, event);
}

/** A service may not know its own new task yet: it counts as pending. */
const notFoundGraceMs = 90_000;
/** A service does not keep tasks forever: after a day an unknown one counts as gone. */
const forgottenMs = 24 * 60 * 60 * 1000;

function unlessNotFound({ clock }: Jobs, { backend }: Service, task: Task, error: unknown): RemoteTask | undefined {
  const ageMs = clock.now() - task.submittedAt;
  if (toAppError(error).code !== 'not_found' || task.remoteStatus === 'completed') throw error;
  if (ageMs <= notFoundGraceMs) return undefined;
  if (ageMs <= forgottenMs) throw error;
  const message = `${backend.title} no longer knows this task.`;
  const gone = { code: 'not_found' as const, message, nextStep: `See ${backend.dashboardUrl}, or submit it again.` };
  return { status: 'failed', upstreamStatus: 'not found', outputUrls: [], error: gone };
}

const reconcileWindowMs = 60_000;
/** A service's clock may be a little behind ours. */
const clockSkewMs = 10_000;

/**
 * Looks for a task whose submit got no readable answer in the service's own list. Only a single possible row is adopted:
 * same model, same minute, same words, not known as another task of ours, and no other doubtful task could be it.
 */
async function reconcile(jobs: Jobs, service: Service, task: Task): Promise<Task> {
  const { store, clock } = jobs;
  if (task.state !== 'uncertain' || !service.client.recent) return task;
  if (comparePayers(task.payer, await jobs.payers.identify(service)) === 'other') return task;
  const rows = await service.client.recent().catch(() => []);
  const possible = rows.filter((row) => mayBe(row, task) && mayTell(row, task));
  const known = await Promise.all(possible.map((row) => store.findByRemoteId(task.backend, row.remoteId)));
  const [match, ...others] = possible.filter((_, n) => !known[n]);
  if (!match || others.length > 0 || (await hasRival(store, task, match))) return task;
  const { key, backend } = task;
  const event = {
    type: 'accepted' as const,
    key,
    at: clock.now(),
    backend,
    remote_id: match.remoteId,
    healed: true as const,
  };
  await store.tryRecord(event);
  return withEvents(task, event);
}

/** Whether the service may have made a row out of this submit: from its intent to a minute after its POST. */
function mayBe({ modelId, createdAt }: RemoteRow, task: TaskSummary): boolean {
  const { submittedAt, doubtfulAt = submittedAt } = task;
  const lastAt = Math.min(doubtfulAt, submittedAt + longestSubmitMs) + reconcileWindowMs;
  const isNear = createdAt !== undefined && createdAt >= submittedAt - clockSkewMs && createdAt <= lastAt;
  return isNear && modelId === task.model_id;
}

/** A row with other words is another task; one that tells none may be any. A prompt whose references were rewritten stays uncertain. */
function mayTell({ prompt = '' }: RemoteRow, { asked }: Task): boolean {
  const [told, ours] = [foldText(prompt), foldText(asked.prompt)];
  const [, beginning] = /^(.+?) ?(?:…|\.{3})$/.exec(told) ?? [];
  return told === '' || ours === '' || told === ours || (beginning !== undefined && ours.startsWith(beginning));
}

/** Whether the row could be another task whose outcome is unclear. */
async function hasRival(store: Store, task: Task, row: RemoteRow): Promise<boolean> {
  const { backend, base_url, rehearsal } = task;
  const since = task.submittedAt - longestSubmitMs - reconcileWindowMs;
  const recent = await store.summaries({ backends: [backend], rehearsal, since, limit: Number.POSITIVE_INFINITY });
  const rivals = recent.filter((other) => {
    const isDoubtful = other.state === 'uncertain' || other.state === 'open';
    return isDoubtful && other.key !== task.key && other.base_url === base_url && mayBe(row, other);
  });
  const tasks = await Promise.all(rivals.map(({ key }) => store.findTask(key)));
  return tasks.some((other) => other && mayTell(row, other));
}

function sameAs(a: RemoteTask | undefined, b: RemoteTask): boolean {
  return (
    a !== undefined &&
    JSON.stringify({ ...a, progress: 0, message: '' }) === JSON.stringify({ ...b, progress: 0, message: '' })
  );
}
