import type { FilmOutline } from '../core/film-plan.ts';
import type { TaskStatus } from '../core/task-status.ts';
import type { Draft } from './draft.ts';
import type { Account, Intent, Payer, RecordEvent, TaskEvent, Upload } from './events.ts';
import type { Offer, Plan, PlannedRequest } from './productions/plan.ts';
import type { Production } from './productions/production.ts';
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

/** As `Claim`. `not_wanted`: the step is done, under way, not due, or its production does not go on. */
export type StepClaim = Extract<Claim, { task: Task }> | { outcome: 'no_place' } | { outcome: 'not_wanted' };

export type Cap = Budget & { account: Account };

/** A plan before it has a key, with the arguments of its clips in their order, and the tasks that are there already. */
export type NewPlan = {
  plan: Plan;
  requests: readonly (PlannedRequest | undefined)[];
  film?: FilmOutline;
  links: readonly { clip: number; step: number; task: string }[];
};

/** What makes two plans the same. */
export type SamePlan = Pick<Plan, 'fingerprint' | 'again'> & { offers: readonly Pick<Offer, 'account' | 'payer'>[] };

export type Reservation =
  | { outcome: 'reserved'; production: Production }
  /** The same plan is this production, or it goes on already: nothing was reserved. */
  | { outcome: 'duplicate'; production: Production }
  | { outcome: 'blocked'; task: Task }
  /** `spent` without what was `asked` for, which is taken back. */
  | { outcome: 'over_budget'; account: Account; spent: number; asked: number };

export type TaskQuery = {
  limit: number;
  rehearsal?: boolean;
  /** Only tasks of these services. */
  backends?: readonly string[];
  status?: TaskStatus;
  /** Words of the prompt or of a file's name, in any order and case: what holds the most of them. */
  search?: string;
  /** Without the tasks of productions. */
  singles?: boolean;
  /** Only tasks that somebody chose among the takes of their request. */
  used?: boolean;
  /** Only those of the caller, and what the caller was given as a duplicate. In files everything is. */
  mine?: boolean;
  /** Only tasks submitted at this time or later, in milliseconds since 1970. */
  since?: number;
  /** Only tasks submitted before this time. */
  until?: number;
};

export type ProductionQuery = Pick<TaskQuery, 'rehearsal' | 'since' | 'until' | 'limit' | 'mine'>;

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
  /**
   * Plans a production and reserves its money, atomic over all processes: all of it in every account, or none. Its steps may
   * be sent by anybody from then on, until it is stopped.
   */
  reserve(plan: NewPlan, caps: readonly Cap[]): Promise<Reservation>;
  /** Reserves what is missing of a production that failed or was stopped. Failures so far count no more. */
  resume(key: string, caps: readonly Cap[]): Promise<Reservation>;
  /** Whether this process may send the step that the intent names; its service is given so many steps at once. */
  claimStep(intent: Intent, concurrency: number): Promise<StepClaim>;
  /** `step`: the tasks of other steps may be left out, where this one depends on none of them. */
  findProduction(key: string, step?: number): Promise<Production | undefined>;
  /** The production that the same plan, made now, is answered with. */
  findSamePlan(plan: SamePlan): Promise<Production | undefined>;
  /** Newest first. */
  productions(query: ProductionQuery): Promise<Production[]>;
  /** The arguments of its clips in their order; undefined for what was forgotten. `clip`: those of others may be left out. */
  readPlan(key: string, clip?: number): Promise<(PlannedRequest | undefined)[]>;
  /** How a film is put together; undefined once it was forgotten. */
  readFilm(key: string): Promise<FilmOutline | undefined>;
  /** Keys of tasks of steps that are at work for an account. */
  stepsAtWork(account: Account): Promise<string[]>;

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
  /** Tasks of the same request that are told before this payer pays for it: in doubt, or paid for by another account. */
  findToldBefore(fingerprint: string, payer?: Payer): Promise<Task[]>;
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
  /** The task whose file was saved at this path. */
  findSavedTask(path: string): Promise<Task | undefined>;

  /** Keeps a draft under the id that its content gives it. */
  keepDraft(draft: Draft): Promise<string>;
  /** To find a draft is to use it: it is dropped 30 days later. */
  findDraft(id: string): Promise<Draft | undefined>;

  /** Takes prompts and parameters out of the record for good, and the drafts that hold them. Returns the tasks as they are now. */
  forget(tasks: { key: string } | { before: number }): Promise<Task[]>;
};
