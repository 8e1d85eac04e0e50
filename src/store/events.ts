import * as z from 'zod';
import { Failure } from '../core/failure.ts';
import { Price as AnyPrice } from '../core/price.ts';
import { ReferenceFile } from '../core/reference-file.ts';
import { Mismatch, SavedFile } from '../core/saved-file.ts';
import { TaskStatus } from '../core/task-status.ts';
import type { PlanEvent } from './productions/plan.ts';

/**
 * What the record keeps of a task, as schemas: a damaged or foreign event is left out alone. Words that a newer version
 * may add to fall back to a known one, because a paid task must not drop out of the record over a detail.
 */
const Price = AnyPrice.extend({ source: AnyPrice.shape.source.catch('unknown') });

const RemoteTask = z.object({
  status: TaskStatus.exclude(['uncertain']).catch('processing'),
  upstreamStatus: z.string(),
  progress: z.number().optional(),
  message: z.string().optional(),
  outputUrls: z.array(z.string()),
  resultShape: z.string().optional(),
  lastFrameUrl: z.string().optional(),
  price: Price.optional(),
  error: Failure.optional(),
});

/** What a person may want out of the record again: `forget` takes it. */
export const Words = z.object({
  prompt: z.string(),
  references: z.array(ReferenceFile),
  parameters: z.record(z.string(), z.unknown()),
});
export type Words = z.output<typeof Words>;

/** What the finished file is checked against. */
export const ExpectedFacts = z.object({
  durationSeconds: z.number().optional(),
  ratio: z.string().optional(),
  resolution: z.string().optional(),
  audio: z.boolean().optional(),
  tier: z.enum(['fast', 'standard']).optional().catch(undefined),
});

const stamp = { key: z.string().min(1), at: z.number() };

/** Who pays, without the key: a salted hash of it, and the service's own id of the account once that is known. */
export const Payer = z.object({
  salt: z.string(),
  key_hash: z.string(),
  id: z.string().optional(),
  /** The service tells no ids: another key counts as another account. */
  key_only: z.literal(true).optional(),
});
export type Payer = z.output<typeof Payer>;

/** A request that spends money, before it may leave. `key` names it for good. */
export const Intent = z.object({
  ...stamp,
  fingerprint: z.string(),
  backend: z.string(),
  model_id: z.string(),
  kind: z.enum(['image', 'video']).catch('video'),
  base_url: z.string(),
  rehearsal: z.boolean(),
  price: Price,
  /** The caller's own limit: what an unknown price is held as under a daily cap. */
  max_cost: z.number().optional(),
  /** Beside the fingerprint: the same request on another account is another task. */
  payer: Payer.optional().catch(undefined),
  /** What it is made for, by the name of the folder that the client has open. */
  project: z.string().optional(),
  /** Another take of the same request, asked for on purpose. */
  again: z.literal(true).optional(),
  /** The step of a production that it does. */
  step: z
    .object({
      production: z.string(),
      number: z.int(),
      /** Keys of the tasks whose results it is made from. */
      from: z.array(z.string()).optional(),
    })
    .optional(),
  asked: ExpectedFacts.extend(Words.pick({ prompt: true, references: true }).shape),
  parameters: Words.shape.parameters,
});
export type Intent = z.output<typeof Intent>;

/** What becomes of an intent, in the order it happens. */
export const TaskEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('accepted'),
    ...stamp,
    backend: z.string(),
    remote_id: z.string(),
    price: Price.optional(),
    /** Found in the service's own list after its answer was lost. */
    healed: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('refused'), ...stamp, error: Failure }),
  /** Taken back before it was sent: for the task that does the same, or because the money did not suffice. */
  z.object({ type: z.literal('withdrawn'), ...stamp, in_favour_of: z.string().optional() }),
  z.object({ type: z.literal('uncertain'), ...stamp, error: Failure }),
  /** `watched`: it was asked about shortly before as well, so that `at` is when it ended. */
  z.object({ type: z.literal('status'), ...stamp, remote: RemoteTask, watched: z.literal(true).optional() }),
  z.object({ type: z.literal('saved'), ...stamp, files: z.array(SavedFile), mismatches: z.array(Mismatch) }),
  /** A person found that the service never accepted it. */
  z.object({ type: z.literal('settled'), ...stamp }),
  /** Of all takes of its request it is the one that somebody chose. */
  z.object({ type: z.literal('used'), ...stamp }),
]);
export type TaskEvent = z.output<typeof TaskEvent>;

/** Whose money it is: a service at an address, real or rehearsed. */
export const Account = Intent.pick({ backend: true, base_url: true, rehearsal: true });
export type Account = z.output<typeof Account>;

/** A person looked at a charge above what was agreed: its service may be sent to again. */
const Unblocked = Account.extend({ type: z.literal('unblocked'), at: z.number() });

/** The account that a key belongs to, once the service told. */
const PayerTold = Payer.required({ id: true }).extend({ type: z.literal('payer'), at: z.number() });

/** Bytes that were handed to a service once already. */
export const Upload = z.object({
  type: z.literal('uploaded'),
  at: z.number(),
  sha256: z.string(),
  base_url: z.string(),
  url: z.string(),
  media_type: z.string().optional(),
});
export type Upload = z.output<typeof Upload>;

/** What belongs to no single task. */
export const SharedEvent = z.discriminatedUnion('type', [Upload, Unblocked, PayerTold]);
export type SharedEvent = z.output<typeof SharedEvent>;

export type RecordEvent = TaskEvent | SharedEvent | PlanEvent;
