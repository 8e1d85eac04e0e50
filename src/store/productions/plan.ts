import * as z from 'zod';
import { Failure } from '../../core/failure.ts';
import { Account, Intent, Payer } from '../events.ts';

const stamp = Intent.pick({ key: true, at: true }).shape;

/** By which model a step is made, whose money it spends, and how much is reserved for it. */
const Offer = z.object({
  account: Account,
  model_id: z.string(),
  payer: Payer.optional().catch(undefined),
  price: Intent.shape.price,
  /** For one attempt: the price, or its share of `max_cost` where none is known. */
  held: z.number(),
  /** The service gives back what a failed task cost; elsewhere a second attempt is reserved as well. */
  refunds: z.boolean(),
});
export type Offer = z.output<typeof Offer>;

/** The result of another clip that a step is made from: that of its used take, once it is there. */
const Need = z.object({
  clip: z.int(),
  /** Stands in the parameters for the result's own address. */
  address: z.string(),
});
export type Need = z.output<typeof Need>;

/** One task to send. Its number is its place in the plan; the steps of one clip are its takes. */
const PlannedStep = z.object({ clip: z.int(), offer: z.int(), needs: z.array(Need).optional() });

/** What was asked for as a whole, before the first request leaves. Its words are kept apart from it. */
export const Plan = z.object({
  type: z.literal('planned'),
  ...stamp,
  /** Of all its requests and how many takes of each: the same plan is the same production. */
  fingerprint: z.string(),
  kind: z.enum(['takes', 'batch', 'film']),
  /** Of a film: how many clips it has. Higher numbers are the pictures that its clips open on, in their order. */
  film_clips: z.int().optional(),
  /** Of a batch: what its caller knows each request by, where that is not its place: the line of a file, or tasks of which some are equal. */
  numbers: z.array(z.int()).optional(),
  /** Of a file: its requests are known by their lines. */
  by_line: z.literal(true).optional(),
  rehearsal: z.boolean(),
  project: Intent.shape.project,
  /** Asked for on purpose although the same may be there. */
  again: z.literal(true).optional(),
  offers: z.array(Offer),
  steps: z.array(PlannedStep),
});
export type Plan = z.output<typeof Plan>;

/** What the caller knows a clip by. */
export function numberOf({ numbers }: Pick<Plan, 'numbers'>, clip: number): number {
  return numbers?.[clip - 1] ?? clip;
}

const JoinedFile = z.object({ path: z.string(), media_type: z.string(), bytes: z.number() });

/** It is to go on for the n-th time: money for what is missing is asked for again. `ask` tells two who ask apart. */
export const PlanResumed = z.object({ type: z.literal('plan_resumed'), ...stamp, round: z.int(), ask: z.string() });

export const planOutcomes = [
  /** Its money is reserved: from now on every process that looks may send its steps. */
  z.object({ type: z.literal('plan_reserved'), ...stamp }),
  /** Taken back before anything was sent. */
  z.object({ type: z.literal('plan_withdrawn'), ...stamp }),
  /** Nothing more is sent; what was reserved is given back. Without an error somebody asked for it. */
  z.object({ type: z.literal('plan_stopped'), ...stamp, error: Failure.optional() }),
  /** A task of the same request that is there already does a step; without a step, it is one more take of a clip. */
  z.object({ type: z.literal('plan_linked'), ...stamp, clip: z.int(), step: z.int().optional(), task: z.string() }),
  /** The used takes of a film, in their order, were joined; or could not be, and stay apart with a playlist. */
  z.object({
    type: z.literal('plan_joined'),
    ...stamp,
    takes: z.array(z.string()),
    directory: z.string(),
    /** The film first, then what stands beside it. */
    files: z.array(JoinedFile),
    seconds: z.number(),
    warnings: z.array(z.string()),
    /** The clips stay apart, or the soundtrack is not laid under them: worth another try. */
    incomplete: z.boolean().optional(),
  }),
] as const;

/** What becomes of a plan beside its tasks. */
export const PlanEvent = z.discriminatedUnion('type', [PlanResumed, ...planOutcomes]);
export type PlanEvent = z.output<typeof PlanEvent>;
export type Joined = Extract<PlanEvent, { type: 'plan_joined' }>;

/** The arguments of one clip, as they go to its service. */
export const PlannedRequest = z.object({
  model_id: z.string(),
  kind: Intent.shape.kind,
  fingerprint: z.string(),
  prompt: z.string(),
  parameters: Intent.shape.parameters,
});
export type PlannedRequest = z.output<typeof PlannedRequest>;
