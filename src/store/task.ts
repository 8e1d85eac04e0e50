import type { Expected, RemoteTask } from '../backends/backend.ts';
import type { Failure } from '../core/errors.ts';
import type { Price } from '../core/price.ts';
import type { Mismatch, SavedFile } from '../core/saved-file.ts';
import { isEnded } from '../core/task-status.ts';

/** The process that has a submit in hand. */
export type Owner = { pid: number; started: string; host: string };

/** What is written before a request that spends money may leave. `key` names the submission for good. */
export type Intent = {
  type: 'intent';
  key: string;
  at: number;
  fingerprint: string;
  backend: string;
  model_id: string;
  kind: 'image' | 'video';
  base_url: string;
  rehearsal: boolean;
  parameters: Record<string, unknown>;
  asked: Expected;
  price: Price;
  /** The caller's own limit: what an unknown price is held as under a daily cap. */
  max_cost?: number;
  owner: Owner;
  /** Another take of the same request, asked for on purpose. */
  again?: true;
};

/** Everything that is ever written of a task, in the order it happened. */
export type TaskEvent =
  | Intent
  | { type: 'accepted'; key: string; at: number; backend: string; remote_id: string; price?: Price; healed?: true }
  | { type: 'refused'; key: string; at: number; error: Failure }
  | { type: 'withdrawn'; key: string; at: number; in_favour_of: string }
  | { type: 'uncertain'; key: string; at: number; error: Failure }
  | { type: 'status'; key: string; at: number; remote: RemoteTask }
  | { type: 'saved'; key: string; at: number; files: SavedFile[]; mismatches: Mismatch[] }
  /** A person found that the service never took it. */
  | { type: 'settled'; key: string; at: number }
  /** A person took its words out of the record. */
  | { type: 'forgotten'; key: string; at: number };

export type TaskState = 'open' | 'accepted' | 'refused' | 'withdrawn' | 'uncertain' | 'settled';

/** A task as its events tell it. */
export type Task = Omit<Intent, 'type' | 'at'> & {
  submittedAt: number;
  state: TaskState;
  remoteId?: string;
  remote?: RemoteTask;
  /** When `completed` or `failed` was first seen. */
  endedAt?: number;
  /** When nobody knew any more whether the service took it. */
  doubtfulAt?: number;
  error?: Failure;
  files: SavedFile[];
  mismatches: Mismatch[];
};

const notTaken: Failure = {
  code: 'task_failed',
  message: 'A person found that the service never took it.',
  nextStep: 'Submit it again when it is wanted.',
};

/** Folds a task's events. Undefined when the intent itself is missing. */
export function foldTask(events: readonly TaskEvent[]): Task | undefined {
  const intent = events.find((event) => event.type === 'intent');
  if (!intent) return undefined;
  const { type: _, at, ...described } = intent;
  const task: Task = { ...described, submittedAt: at, state: 'open', files: [], mismatches: [] };
  for (const event of events) applyEvent(task, event);
  return task;
}

/** A task after one more event, whether or not that could be recorded. */
export function withEvent(task: Task, event: TaskEvent): Task {
  const after = { ...task };
  applyEvent(after, event);
  return after;
}

function applyEvent(task: Task, event: TaskEvent): void {
  switch (event.type) {
    case 'accepted':
      task.state = 'accepted';
      task.remoteId = event.remote_id;
      task.error = undefined;
      if (event.price) task.price = event.price;
      return;
    case 'refused':
    case 'uncertain':
      if (task.state === 'accepted') return;
      task.state = event.type;
      task.error = event.error;
      if (event.type === 'uncertain') task.doubtfulAt = event.at;
      return;
    case 'withdrawn':
      task.state = 'withdrawn';
      return;
    case 'status':
      // What was completed stays so: later on a service forgets it, or calls it expired.
      if (task.remote?.status === 'completed' && event.remote.status !== 'completed') return;
      if (isEnded(event.remote.status) && !isEnded(task.remote?.status)) task.endedAt = event.at;
      task.remote = event.remote;
      if (event.remote.price) task.price = event.remote.price;
      return;
    case 'saved':
      task.files = event.files;
      task.mismatches = event.mismatches;
      return;
    case 'settled':
      if (task.state === 'accepted') return;
      task.state = 'settled';
      task.error = notTaken;
      return;
    case 'forgotten':
      task.parameters = {};
      task.asked = { ...task.asked, prompt: '', references: [] };
  }
}

/** The model of a task that somebody else submitted: nobody here knows whether it makes a picture or a video. */
export const unknownModel = 'unknown';

/** The service calls it done and paid for, and gave no file: worth another question, and no reason to pay again. */
export function lacksFile({ remote }: Task): boolean {
  return remote?.status === 'failed' && remote.error?.code === 'bad_reply';
}

/** The id that callers see: the service's own once it gave one, ours until then. */
export function taskIdOf(task: { backend: string; key: string; remoteId?: string }): string {
  return `${task.backend}:${task.remoteId ?? task.key}`;
}
