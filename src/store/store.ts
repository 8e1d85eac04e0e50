import type { TaskStatus } from '../core/task-status.ts';
import type { Account, Intent, Payer, RecordEvent, TaskEvent, Upload } from './events.ts';
import type { Task, TaskSummary } from './task.ts';

export type Budget = {
  /** The most that the account may spend in 24 hours, this intent included. */
  dailyCap?: number;
};

export type Claim =
  /** Its key may be another than the intent's. */
  | { outcome: 'owned'; task: Task }
  /** `task` does the same for the same account, is not failed, and was first: this intent is taken back. */
  | { outcome: 'duplicate'; task: Task }
  /** `task` was charged far above what was agreed, and no person has looked yet: this intent is taken back. */
  | { outcome: 'blocked'; task: Task }
  /** `spent` without this intent, which is taken back. */
  | { outcome: 'over_budget'; spent: number };

export type TaskQuery = {
  limit: number;
  rehearsal?: boolean;
  /** Only tasks of these services. */
  backends?: readonly string[];
  status?: TaskStatus;
  /** Words of the prompt, in any case. */
  search?: string;
  /** Only tasks submitted at this time or later, in milliseconds since 1970. */
  since?: number;
};

/**
 * The record of everything that was submitted, shared by every process that opens it. What a method was given is durable
 * before its promise resolves. A task whose process ended before it knew the outcome is `uncertain` in every answer.
 */
export type Store = {
  /**
   * The one operation that decides about money, atomic over all processes: of all that claim the same request exactly
   * one owns it, and what is owned never passes the cap together. Only an owner may send.
   */
  claim(intent: Intent, budget: Budget): Promise<Claim>;
  /** A task that was submitted elsewhere joins the record. */
  adopt(intent: Intent, events: readonly TaskEvent[]): Promise<Task>;
  /** All or none. Throws when the record does not take them; this process knows them all the same, and writes them later. */
  record(...events: readonly RecordEvent[]): Promise<void>;
  /** Records what the service can be asked for again: a record that takes nothing is no reason to withhold the answer. */
  tryRecord(...events: readonly RecordEvent[]): Promise<void>;
  /** The last words of a process that ends now: done when it returns, with all that was refused before. */
  recordLast(...events: readonly RecordEvent[]): void;

  findTask(key: string): Promise<Task | undefined>;
  findByRemoteId(backend: string, remoteId: string): Promise<Task | undefined>;
  /** The task that the same request, made now by the same payer, is answered with. */
  findDuplicate(fingerprint: string, payer?: Payer): Promise<Task | undefined>;
  /** Every task of the same request, from any account, however long ago. */
  findSame(fingerprint: string): Promise<Task[]>;
  /** Newest first, without what was never sent. */
  list(query: TaskQuery): Promise<Task[]>;
  /** The same, cheaper. `search` needs the words and is not taken. */
  summaries(query: Omit<TaskQuery, 'search'>): Promise<TaskSummary[]>;
  /** What stands against a cap since a time in milliseconds since 1970. */
  spentSince(account: Account, since: number): Promise<number>;
  /** The task whose charge keeps this account from being sent to, until an `unblocked` event. */
  findBlock(account: Account): Promise<Task | undefined>;
  /** What keys are hashed with in this record; undefined before the first hash. */
  findSalt(): Promise<string | undefined>;
  /** The service's own id of the account, where it was ever told for this key. */
  findPayerId(payer: Payer): Promise<string | undefined>;

  findUpload(sha256: string, baseUrl: string): Promise<Upload | undefined>;
  /** SHA-256 of the picture that an upload turned into this URL. */
  findUploadedBytes(url: string): Promise<string | undefined>;
  /** SHA-256 of a file that was saved at this path. */
  findSavedBytes(path: string): Promise<string | undefined>;

  /** Takes prompts and parameters out of the record for good. Returns the tasks as they are now. */
  forget(tasks: { key: string } | { before: number }): Promise<Task[]>;
};
