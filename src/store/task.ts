import { randomBytes } from 'node:crypto';
import type { ErrorCode } from '../core/errors.ts';
import type { Failure } from '../core/failure.ts';
import type { Price } from '../core/price.ts';
import { isEnded, type TaskStatus } from '../core/task-status.ts';
import type { Intent, TaskEvent } from './events.ts';

type EventOf<Type extends TaskEvent['type']> = Extract<TaskEvent, { type: Type }>;

export type TaskState = 'open' | 'accepted' | 'refused' | 'withdrawn' | 'uncertain' | 'settled';

/** The part of a task that decides about money, and by which it is found. Small: a store may keep it of every task. */
export type TaskSummary = Pick<
  Intent,
  'key' | 'backend' | 'model_id' | 'base_url' | 'rehearsal' | 'price' | 'max_cost' | 'payer' | 'step' | 'project'
> & {
  /** What was agreed; `price` becomes what was charged. */
  quoted: Intent['price'];
  submittedAt: number;
  state: TaskState;
  remoteId?: string;
  remoteStatus?: EventOf<'status'>['remote']['status'];
  /** What it failed with, or was refused with. */
  remoteError?: ErrorCode;
  /** When `completed`, `failed` or a refusal was first seen. */
  endedAt?: number;
  /** Somebody watched it, so that `endedAt` is when it ended. */
  watched?: true;
  /** When it became unclear whether the service accepted it. */
  doubtfulAt?: number;
  /** Its files are on a disk, and are what was asked for or not. */
  saved?: 'as_asked' | 'mismatched';
  /** When somebody chose it among the takes of its request. */
  usedAt?: number;
};

/** A task, folded from its intent and its events. */
export type Task = TaskSummary &
  Pick<Intent, 'fingerprint' | 'kind' | 'asked' | 'parameters' | 'again'> &
  Pick<EventOf<'saved'>, 'files' | 'mismatches'> & {
    remote?: EventOf<'status'>['remote'];
    error?: Failure;
    /** Whose it is, in a list of everybody's. */
    owner?: string;
  };

/** Names a new intent. */
export function createKey(nowMs: number): string {
  return `local-${nowMs.toString(36)}${randomBytes(4).toString('hex')}`;
}

export function foldTask(intent: Intent, events: readonly TaskEvent[]): Task {
  const { fingerprint, kind, asked, parameters, again } = intent;
  const details = { fingerprint, kind, asked, parameters, again, files: [], mismatches: [] };
  const task: Task = { ...summarize(intent), ...details };
  for (const event of events) advance(task, event);
  return task;
}

/** A task after more events, whether or not they could be recorded. */
export function withEvents(task: Task, ...events: TaskEvent[]): Task {
  const after = { ...task };
  for (const event of events) advance(after, event);
  return after;
}

export function summarize(intent: Omit<Intent, 'asked' | 'parameters'>): TaskSummary {
  const { key, at, backend, model_id, base_url, rehearsal, price, max_cost, payer, step, project } = intent;
  return {
    key,
    backend,
    model_id,
    base_url,
    rehearsal,
    price,
    quoted: price,
    max_cost,
    payer,
    step,
    project,
    submittedAt: at,
    state: 'open',
    remoteId: undefined,
    remoteStatus: undefined,
    remoteError: undefined,
    endedAt: undefined,
    watched: undefined,
    doubtfulAt: undefined,
    saved: undefined,
    usedAt: undefined,
  };
}

export function advanceSummary(summary: TaskSummary, event: TaskEvent): void {
  if (!comesTooLate(summary, event)) applyToSummary(summary, event);
}

function advance(task: Task, event: TaskEvent): void {
  if (comesTooLate(task, event)) return;
  applyToSummary(task, event);
  applyDetails(task, event);
}

/** What was completed stays so: later a service forgets it, or calls it expired. What was accepted is no longer in doubt. */
function comesTooLate(summary: TaskSummary, event: TaskEvent): boolean {
  if (event.type === 'status') return summary.remoteStatus === 'completed' && event.remote.status !== 'completed';
  const contradicts = event.type === 'refused' || event.type === 'uncertain' || event.type === 'settled';
  return contradicts && summary.state === 'accepted';
}

function applyToSummary(summary: TaskSummary, event: TaskEvent): void {
  switch (event.type) {
    case 'accepted':
      summary.state = 'accepted';
      summary.remoteId = event.remote_id;
      summary.price = chargedPrice(summary.price, event.price);
      return;
    case 'status':
      if (isEnded(event.remote.status) && !isEnded(summary.remoteStatus)) {
        summary.endedAt = event.at;
        summary.watched = event.watched;
      }
      summary.remoteStatus = event.remote.status;
      summary.remoteError = event.remote.error?.code;
      summary.price = chargedPrice(summary.price, event.remote.price);
      return;
    case 'saved':
      summary.saved = event.files.length === 0 ? undefined : event.mismatches.length > 0 ? 'mismatched' : 'as_asked';
      return;
    case 'used':
      summary.usedAt = event.at;
      return;
    case 'refused':
      summary.state = event.type;
      summary.remoteError = event.error.code;
      summary.endedAt = event.at;
      return;
    default:
      summary.state = event.type;
      if (event.type === 'uncertain') summary.doubtfulAt = event.at;
  }
}

/** A service that names no amount, or 0, does not make a priced task free. */
function chargedPrice(known: Price, told: Price | undefined): Price {
  const isNothing = told?.amount === undefined || (told.amount === 0 && (known.amount ?? 0) > 0);
  return told && !isNothing ? told : known;
}

function applyDetails(task: Task, event: TaskEvent): void {
  switch (event.type) {
    case 'accepted':
      task.error = undefined;
      return;
    case 'refused':
    case 'uncertain':
      task.error = event.error;
      return;
    case 'settled':
      task.error = notTaken;
      return;
    case 'status':
      task.remote = event.remote;
      return;
    case 'saved':
      task.files = event.files;
      task.mismatches = event.mismatches;
  }
}

const notTaken: Failure = {
  code: 'task_failed',
  message: 'A person found that the service never accepted it.',
  nextStep: 'Submit it again when it is wanted.',
};

/** The model of a task that was submitted elsewhere: it is unknown whether it makes a picture or a video. */
export const unknownModel = 'unknown';

/** A task's status in the words of the contract. */
export function statusOf({ state, remoteStatus }: TaskSummary): TaskStatus {
  if (state === 'uncertain') return 'uncertain';
  if (state === 'refused' || state === 'settled') return 'failed';
  return remoteStatus ?? 'pending';
}

/** The service calls it done and gave no file: it is asked again, and the request is not paid for again. */
export function lacksFile({ remoteStatus, remoteError }: TaskSummary): boolean {
  return remoteStatus === 'failed' && remoteError === 'bad_reply';
}

/** Whether a task has ended without anything to show for it. */
export function isInVain(task: TaskSummary): boolean {
  if (task.state === 'refused' || task.state === 'settled' || task.state === 'withdrawn') return true;
  return task.remoteStatus === 'failed' && !lacksFile(task);
}

/** What the service, or the submit itself, failed with. */
export function failureOf({ remote, error }: Task): Failure | undefined {
  return remote?.error ?? error;
}

/** The id that callers see: the service's own once it gave one, ours until then. */
export function taskIdOf(task: Pick<TaskSummary, 'backend' | 'key' | 'remoteId'>): string {
  return `${task.backend}:${task.remoteId ?? task.key}`;
}
