import type { Model } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Service } from '../backends/service.ts';
import type { Ending } from '../core/ending.ts';
import { AppError, type ErrorCode, toAppError } from '../core/errors.ts';
import type { Price } from '../core/price.ts';
import type { Tier } from '../core/tier.ts';
import type { Intent } from '../store/events.ts';
import { createKey, type Task } from '../store/task.ts';
import { explainDeadUploads } from './dead-uploads.ts';
import { answerWith, deduplicate, refreshIfStale } from './deduplicate.ts';
import { type Asked, type WrittenOut, writeOut } from './drafts.ts';
import { describeEarlier, findRepeat } from './earlier.ts';
import { findRefusal } from './foresee.ts';
import { handOver } from './hand-over.ts';
import type { Jobs } from './jobs.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { quote } from './quote.ts';
import { advice, refuseErrors } from './refuse-errors.ts';
import { type Sent, send } from './send.ts';
import {
  blockedService,
  describeListed,
  hasFaster,
  holdPrice,
  type Limits,
  overDailyCap,
  readLimits,
  refuseMixedFallback,
} from './spending.ts';
import type { OpenOptions } from './upload.ts';

export type SubmitOptions = {
  dryRun?: boolean;
  /** In the service's own unit. */
  maxCost?: number;
  allowDuplicate?: boolean;
  fallbackModelId?: string;
  /** Which local pictures may be uploaded. */
  files?: OpenOptions;
  ending?: Ending;
  /** What it is made for. */
  project?: string;
};

export type SubmitRequest = WrittenOut & SubmitOptions;

/** What became of a submit. A dry run has a price and no task. */
export type SubmitResult = {
  service: Service;
  model: Model;
  tier?: Tier;
  price: Price;
  warnings: string[];
  duplicate: boolean;
  task?: Task;
  /** Of a dry run: what the submit would be refused with now. */
  refusal?: AppError;
  /** Of a dry run: the task that the submit would be answered with. */
  repeats?: Task;
};

/** The service failed, not the request: another service may be used instead. */
const failsOver: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'no_credit', 'unauthorized'];

/** Checks, quotes, records, then sends once. Refusals throw; a submit whose outcome is unclear is a task in state `uncertain`. */
export async function submit(jobs: Jobs, asked: Asked, options: SubmitOptions = {}): Promise<SubmitResult> {
  const request = { ...options, ...(await writeOut(jobs, asked)) };
  const first = await prepareRequest(jobs, request, request.modelId);
  if (request.fallbackModelId === undefined) return attempt(jobs, request, first);
  const second = await prepareRequest(jobs, request, request.fallbackModelId);
  refuseMixedFallback(request.maxCost, first, second);
  const known = request.dryRun ? undefined : await deduplicate(jobs, request, second);
  if (known) return known;
  try {
    const submission = await attempt(jobs, request, first);
    const { refusal } = submission;
    if (!refusal || !failsOver.includes(refusal.code)) return submission;
    throw refusal;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!failsOver.includes(error.code)) throw error;
    const submission = await attempt(jobs, request, second).catch((later) => {
      throw error.sent ? toAppError(later).asSent() : later;
    });
    const why = request.dryRun
      ? `${first.model.id} would not take it (${error.message}); this is for ${second.model.id} instead.`
      : `${first.model.id} did not take it (${error.message}); sent to ${second.model.id} instead.`;
    return { ...submission, warnings: [why, ...submission.warnings] };
  }
}

/** A repeated request is answered from the record, without a network request; a new one is checked, quoted and sent. */
async function attempt(jobs: Jobs, request: SubmitRequest, prepared: PreparedRequest): Promise<SubmitResult> {
  const { service, model, links } = prepared;
  if (!request.dryRun) {
    service.requireKey();
    const known = await deduplicate(jobs, request, prepared);
    if (known) return known;
  }
  const [price, found] = await Promise.all([
    quote(service, model, prepared.input),
    jobs.checkUrls(links, model.limits),
  ]);
  const explained = await explainDeadUploads(jobs.store, found, links);
  const problems = explained.map((problem) => ({ ...problem, path: `parameters.${problem.path}` }));
  refuseErrors(problems);
  const limits = { ...readLimits(jobs, service, request.maxCost), canBeFast: hasFaster(model, prepared.input) };
  const earlier = await describeEarlier(jobs, prepared);
  const warnings = [...prepared.warnings, ...advice(problems), ...describeListed(price, limits), ...earlier];
  if (request.dryRun) return quoteOnly(jobs, request, prepared, { price, warnings, limits });
  refuseWhenStopping(request);
  const claimed = claim(jobs, request, prepared, { price, warnings, limits });
  return request.ending ? request.ending.hold(claimed) : claimed;
}

type Offer = { price: Price; warnings: string[]; limits: Limits };

/** What the submit itself would do. */
async function quoteOnly(
  jobs: Jobs,
  { allowDuplicate }: SubmitRequest,
  prepared: PreparedRequest,
  { price, warnings, limits }: Offer,
): Promise<SubmitResult> {
  const { service, model, input } = prepared;
  const repeat = allowDuplicate ? undefined : await findRepeat(jobs, prepared);
  const refusal = repeat ? undefined : await findRefusal(jobs, prepared, price, limits);
  const { tier } = model.expected(input);
  const told = [...(repeat?.told ?? []), ...warnings];
  return { service, model, tier, price, warnings: told, duplicate: false, refusal, repeats: repeat?.task };
}

function refuseWhenStopping({ ending }: SubmitRequest): void {
  if (ending?.stopping.aborted) throw new AppError('cancelled', 'The process is being ended. Nothing was sent.');
}

/** Claims the request in the record and sends it, unless another process was first. */
async function claim(
  jobs: Jobs,
  request: SubmitRequest,
  prepared: PreparedRequest,
  offer: Offer,
): Promise<SubmitResult> {
  const { model, service } = prepared;
  const { price, limits } = offer;
  holdPrice(price, limits);
  const parameters = await handOver(jobs, prepared);
  const { input = {}, problems } = checkParameters(model, parameters);
  refuseErrors(problems);
  const post = { client: service.client, wire: model.toWire(input), ending: request.ending };
  for (;;) {
    const intent = createIntent(jobs, request, prepared, { price, parameters, asked: model.expected(input) });
    const claimed = await jobs.store.claim(intent, limits);
    if (claimed.outcome === 'over_budget') throw overDailyCap(price, limits, claimed.spent);
    if (claimed.outcome === 'blocked') throw blockedService(service, claimed.task);
    if (claimed.outcome === 'owned') return render(jobs, prepared, await send(jobs, claimed.task, post), offer);
    const known = await answerWith(jobs, prepared, claimed.task);
    if (known) return known;
  }
}

async function render(
  jobs: Jobs,
  { service, model }: PreparedRequest,
  { task: sent, unrecorded }: Sent,
  { warnings }: Offer,
): Promise<SubmitResult> {
  if (sent.state === 'refused' && sent.error)
    throw new AppError(sent.error.code, sent.error.message, { ...sent.error, sent: true });
  const task = sent.state === 'uncertain' ? await refreshIfStale(jobs, service, model, sent) : sent;
  const told = unrecorded ? [...warnings, describeUnrecorded(unrecorded)] : warnings;
  return { service, model, price: task.price, warnings: told, duplicate: false, task };
}

function describeUnrecorded({ message }: AppError): string {
  return `${message} Keep the task id: other windows do not list this task until the record can be written again.`;
}

function createIntent(
  { clock }: Jobs,
  { maxCost, allowDuplicate, project }: SubmitRequest,
  { service, model, fingerprint, payer }: PreparedRequest,
  words: Pick<Intent, 'price' | 'parameters' | 'asked'>,
): Intent {
  const at = clock.now();
  return {
    ...words,
    key: createKey(at),
    at,
    fingerprint,
    backend: service.backend.id,
    model_id: model.id,
    kind: model.kind,
    base_url: service.baseUrl,
    rehearsal: service.rehearsal,
    max_cost: maxCost,
    payer,
    project,
    again: allowDuplicate || undefined,
  };
}
