import type { Model, Wire } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Service } from '../backends/service.ts';
import type { Ending } from '../core/ending.ts';
import { AppError, type ErrorCode, toAppError } from '../core/errors.ts';
import type { Price } from '../core/price.ts';
import type { Tier } from '../core/tier.ts';
import type { Intent, TaskEvent } from '../store/events.ts';
import { createKey, type Task, withEvents } from '../store/task.ts';
import { answerWith, deduplicate, refreshIfStale } from './deduplicate.ts';
import { type Asked, type WrittenOut, writeOut } from './drafts.ts';
import { replaceStrings } from './fingerprint.ts';
import type { Jobs } from './jobs.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { advice, refuseErrors } from './refuse-errors.ts';
import { holdPrice, type Limits, overDailyCap, readLimits, whyOverBudget } from './spending.ts';
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
};

/** The service failed, not the request: another service may be used instead. */
const failsOver: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'no_credit', 'unauthorized'];
/** It is unclear whether the service accepted it. Every other error of a submit is a certain refusal. */
const doubtful: readonly ErrorCode[] = ['uncertain', 'bad_reply', 'cancelled', 'internal'];

/** Checks, quotes, records, then sends once. Refusals throw; a submit whose outcome is unclear is a task in state `uncertain`. */
export async function submit(jobs: Jobs, asked: Asked, options: SubmitOptions = {}): Promise<SubmitResult> {
  const request = { ...options, ...(await writeOut(jobs, asked)) };
  const first = await prepareRequest(jobs, request, request.modelId);
  if (request.fallbackModelId === undefined) return attempt(jobs, request, first);
  const second = await prepareRequest(jobs, request, request.fallbackModelId);
  refuseMixedUnits(request, first, second);
  const known = request.dryRun ? undefined : await deduplicate(jobs, request, second);
  if (known) return known;
  try {
    return await attempt(jobs, request, first);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!failsOver.includes(error.code)) throw error;
    const submission = await attempt(jobs, request, second);
    const why = `${first.model.id} did not take it (${error.message}); sent to ${second.model.id} instead.`;
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
  const problems = found.map((problem) => ({ ...problem, path: `parameters.${problem.path}` }));
  refuseErrors(problems);
  const warnings = [...prepared.warnings, ...advice(problems)];
  const limits = readLimits(jobs, service, request.maxCost);
  if (!request.dryRun) {
    refuseWhenStopping(request);
    const claimed = claim(jobs, request, prepared, { price, warnings, limits });
    return request.ending ? request.ending.hold(claimed) : claimed;
  }
  const over = await whyOverBudget(price, limits, jobs);
  const { tier } = model.expected(prepared.input);
  return { service, model, tier, price, warnings: over ? [...warnings, over] : warnings, duplicate: false };
}

type Offer = { price: Price; warnings: string[]; limits: Limits };

function refuseWhenStopping({ ending }: SubmitRequest): void {
  if (ending?.stopping.aborted) throw new AppError('cancelled', 'The server is being ended. Nothing was sent.');
}

/** Claims the request in the record and sends it, unless another process was first. */
async function claim(
  jobs: Jobs,
  request: SubmitRequest,
  prepared: PreparedRequest,
  offer: Offer,
): Promise<SubmitResult> {
  const { price, limits } = offer;
  holdPrice(price, limits);
  const parameters = await handOver(jobs, prepared);
  const { input = {}, problems } = checkParameters(prepared.model, parameters);
  refuseErrors(problems);
  for (;;) {
    const intent = createIntent(jobs, request, prepared, { price, parameters, asked: prepared.model.expected(input) });
    const claimed = await jobs.store.claim(intent, limits);
    if (claimed.outcome === 'over_budget') throw overDailyCap(price, limits, claimed.spent);
    if (claimed.outcome === 'owned')
      return send(
        jobs,
        prepared,
        claimed.task,
        { wire: prepared.model.toWire(input), signal: request.ending?.cutOff },
        offer.warnings,
      );
    const known = await answerWith(jobs, prepared, claimed.task);
    if (known) return known;
  }
}

function createIntent(
  { clock }: Jobs,
  { maxCost, allowDuplicate }: SubmitRequest,
  { service, model, fingerprint }: PreparedRequest,
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
    again: allowDuplicate || undefined,
  };
}

/** Uploads local pictures. Last, so that nothing is uploaded for a request that is refused. */
async function handOver(
  jobs: Jobs,
  { service, parameters, pictures }: PreparedRequest,
): Promise<Record<string, unknown>> {
  const urls = new Map<string, string>();
  for (const [path, image] of pictures)
    urls.set(path, (await jobs.upload({ image }, { backend: service.backend.id })).url);
  return replaceStrings(parameters, urls);
}

/** The one POST. Its outcome is recorded before it is returned. */
async function send(
  jobs: Jobs,
  { service, model }: PreparedRequest,
  claimed: Task,
  request: Post,
  advised: readonly string[],
): Promise<SubmitResult> {
  const outcome = await post(jobs, service, claimed, request);
  const warnings = [...advised];
  await jobs.store.record(...outcome).catch((error) => {
    warnings.push(
      `${toAppError(error).message} Keep the task id: other windows do not list this task until the record can be written again.`,
    );
  });
  const sent = withEvents(claimed, ...outcome);
  if (sent.state === 'refused' && sent.error) throw new AppError(sent.error.code, sent.error.message, sent.error);
  const task = sent.state === 'uncertain' ? await refreshIfStale(jobs, service, model, sent) : sent;
  return { service, model, price: task.price, warnings, duplicate: false, task };
}

type Post = { wire: Wire; signal?: AbortSignal };

async function post(
  { clock }: Jobs,
  { client }: Service,
  { key, backend }: Task,
  { wire, signal }: Post,
): Promise<TaskEvent[]> {
  try {
    const accepted = await client.submit(wire, { signal });
    const at = clock.now();
    const { remoteId, price, task } = accepted;
    const events: TaskEvent[] = [{ type: 'accepted', key, at, backend, remote_id: remoteId, price }];
    return task ? [...events, { type: 'status', key, at, remote: task }] : events;
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    const type = doubtful.includes(code) ? 'uncertain' : 'refused';
    return [{ type, key, at: clock.now(), error: { code, message, nextStep } }];
  }
}

/** The live price where the service publishes one, else the listed one, else unknown with the reason. */
async function quote({ client }: Service, model: Model, input: Record<string, unknown>): Promise<Price> {
  const listed = model.listedPrice(input);
  const live = await client.quote?.(model, input).catch(() => undefined);
  return live?.amount !== undefined || (live && listed.amount === undefined) ? live : listed;
}

/** One number cannot hold points and dollars. */
function refuseMixedUnits({ maxCost }: SubmitRequest, first: PreparedRequest, second: PreparedRequest): void {
  const [unit, other] = [first.service.backend.unit, second.service.backend.unit];
  if (maxCost === undefined || unit === other) return;
  throw new AppError(
    'invalid_input',
    `max_cost is in ${unit} for ${first.model.id} and in ${other} for ${second.model.id}.`,
    {
      nextStep: 'Leave out max_cost or fallback_model_id. Nothing was sent.',
    },
  );
}
