import type { RemoteRow, RemoteTask } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { toAppError } from '../core/errors.ts';
import { longestSubmitMs } from '../store/claim-rules.ts';
import type { Store } from '../store/store.ts';
import { type Task, type TaskSummary, withEvents } from '../store/task.ts';
import { foldBlanks } from './fingerprint.ts';
import type { Jobs } from './jobs.ts';

type Options = { once?: boolean; deadlineMs?: number; signal?: AbortSignal };

/** Asks the service for a task's status and records what changed. An uncertain task is looked for first. */
export async function refresh(jobs: Jobs, service: Service, task: Task, options: Options = {}): Promise<Task> {
  const known = task.remoteId ? task : await reconcile(jobs, service, task);
  if (!known.remoteId) return known;
  const remote = await service.client
    .get(known.remoteId, options)
    .catch((error) => unlessNotFound(jobs, service, known, error));
  if (!remote || sameAs(known.remote, remote)) return remote ? { ...known, remote } : known;
  const event = { type: 'status' as const, key: known.key, at: jobs.clock.now(), remote };
  await jobs.store.tryRecord(event);
  return withEvents(known, event);
}

/** A service may not know its own new task yet: it counts as pending. */
const notFoundGraceMs = 90_000;
/** A service does not keep tasks for ever: after a day an unknown one counts as gone. */
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
 * Looks for a task whose submit got no readable answer in the service's own list. Only a single possible match
 * is adopted: same model, same minute, not known as another task of ours, and no other uncertain task could be it.
 */
async function reconcile({ store, clock }: Jobs, service: Service, task: Task): Promise<Task> {
  if (task.state !== 'uncertain' || !service.client.recent) return task;
  const rows = await service.client.recent().catch(() => []);
  const alike = rows.filter(
    (row) => row.modelId === task.model_id && isNear(task, row.createdAt) && hasSameWords(row, task),
  );
  const known = await Promise.all(alike.map((row) => store.findByRemoteId(task.backend, row.remoteId)));
  const [match, ...others] = alike.filter((_, n) => !known[n]);
  if (!match || others.length > 0 || (await hasRival(store, task, match.createdAt))) return task;
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

/** Whether the service may have made a task at that time out of this submit: from its intent to a minute after its POST. */
function isNear({ submittedAt, doubtfulAt = submittedAt }: TaskSummary, createdAt: number | undefined): boolean {
  const lastAt = Math.min(doubtfulAt, submittedAt + longestSubmitMs);
  return createdAt !== undefined && createdAt >= submittedAt - clockSkewMs && createdAt <= lastAt + reconcileWindowMs;
}

/** Whether the row could be another task whose outcome is unclear. */
async function hasRival(store: Store, task: Task, createdAt: number | undefined): Promise<boolean> {
  const since = task.submittedAt - longestSubmitMs - reconcileWindowMs;
  const recent = await store.summaries({ since, limit: Number.POSITIVE_INFINITY });
  return recent.some((other) => {
    const isDoubtful = other.state === 'uncertain' || other.state === 'open';
    return isDoubtful && other.key !== task.key && other.model_id === task.model_id && isNear(other, createdAt);
  });
}

/** A row with another prompt is another task. A prompt whose references were rewritten differs too, and stays uncertain. */
function hasSameWords({ prompt }: RemoteRow, { asked }: Task): boolean {
  return prompt === undefined || foldBlanks(prompt) === foldBlanks(asked.prompt);
}

function sameAs(a: RemoteTask | undefined, b: RemoteTask): boolean {
  return (
    a !== undefined &&
    JSON.stringify({ ...a, progress: 0, message: '' }) === JSON.stringify({ ...b, progress: 0, message: '' })
  );
}
