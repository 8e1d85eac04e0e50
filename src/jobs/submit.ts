import { randomBytes } from 'node:crypto';
import type { Model, Price } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import type { Service } from '../backends/service.ts';
import { AppError, type ErrorCode, toAppError } from '../core/errors.ts';
import type { Tier } from '../core/tier.ts';
import { thisProcess } from '../store/files/process.ts';
import { foldTask, type Intent, type Task, type TaskEvent } from '../store/task.ts';
import { deduplicate, refreshIfStale } from './deduplicate.ts';
import { replaceStrings } from './fingerprint.ts';
import type { Jobs } from './jobs.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { advice, refuseErrors } from './refuse-errors.ts';
import { type Budget, holdDailyCap, holdMaxCost, readBudget, whyOverBudget } from './spending.ts';
import type { OpenOptions } from './upload.ts';

export type SubmitRequest = {
  modelId: string;
  parameters: Record<string, unknown>;
  /** Which of the model's tiers renders it; its own unless told. */
  tier?: Tier;
  dryRun?: boolean;
  /** In the service's own unit. */
  maxCost?: number;
  allowDuplicate?: boolean;
  fallbackModelId?: string;
  /** Which local pictures may be handed over. */
  files?: OpenOptions;
};

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

/** The service itself is in the way, not the request: another service may be asked instead. */
const failsOver: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'no_credit', 'unauthorized'];
/** Nobody knows whether the service took it. Every other error of a submit is a certain refusal. */
const doubtful: readonly ErrorCode[] = ['uncertain', 'bad_reply', 'cancelled', 'internal'];

/** Checks, quotes, records, then sends once. Refusals throw; an outcome that nobody knows is a task in state `uncertain`. */
export async function submit(jobs: Jobs, request: SubmitRequest): Promise<SubmitResult> {
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

/** The record answers a repeated request without asking anybody; what is new is looked at, quoted, and sent. */
async function attempt(jobs: Jobs, request: SubmitRequest, identified: PreparedRequest): Promise<SubmitResult> {
  const { service, model, links } = identified;
  if (!request.dryRun) {
    service.requireKey();
    const known = await deduplicate(jobs, request, identified);
    if (known) return known;
  }
  const [price, found] = await Promise.all([
    quote(service, model, identified.input),
    jobs.checkUrls(links, model.limits),
  ]);
  const problems = found.map((problem) => ({ ...problem, path: `parameters.${problem.path}` }));
  refuseErrors(problems);
  const warnings = [...identified.warnings, ...advice(problems)];
  const budget = readBudget(jobs, service, request.maxCost);
  if (!request.dryRun) return claim(jobs, request, identified, { price, warnings, budget });
  const over = whyOverBudget(price, budget, jobs);
  const { tier } = model.expected(identified.input);
  return { service, model, tier, price, warnings: over ? [...warnings, over] : warnings, duplicate: false };
}

type Offer = { price: Price; warnings: string[]; budget: Budget };

/** Puts the intent in the record and sends, unless another process was first. */
async function claim(
  jobs: Jobs,
  request: SubmitRequest,
  identified: PreparedRequest,
  offer: Offer,
): Promise<SubmitResult> {
  const { ledger, clock } = jobs;
  const { service, model, fingerprint } = identified;
  holdMaxCost(offer.price, offer.budget);
  const parameters = await handOver(jobs, identified);
  const { input = {}, problems } = checkParameters(model, parameters);
  refuseErrors(problems);
  const at = clock.now();
  const intent: Intent = {
    type: 'intent',
    key: `local-${at.toString(36)}${randomBytes(4).toString('hex')}`,
    at,
    fingerprint,
    backend: service.backend.id,
    model_id: model.id,
    kind: model.kind,
    base_url: service.baseUrl,
    rehearsal: service.rehearsal,
    parameters,
    asked: model.expected(input),
    price: offer.price,
    owner: thisProcess(),
    ...(request.maxCost !== undefined && { max_cost: request.maxCost }),
    ...(request.allowDuplicate && { again: true as const }),
  };
  ledger.record(intent);
  try {
    const known = await deduplicate(jobs, request, identified, intent.key);
    if (known?.task) {
      ledger.note({ type: 'withdrawn', key: intent.key, at: clock.now(), in_favour_of: known.task.key });
      return known;
    }
    holdDailyCap(offer.budget, intent, ledger);
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    ledger.note({ type: 'refused', key: intent.key, at: clock.now(), error: { code, message, nextStep } });
    throw thrown;
  }
  return send(jobs, identified, offer, intent, model.toWire(input));
}

/** Local pictures become URLs only now, when everything else is in order. */
async function handOver(
  jobs: Jobs,
  { service, parameters, pictures }: PreparedRequest,
): Promise<Record<string, unknown>> {
  const urls = new Map<string, string>();
  for (const [path, image] of pictures)
    urls.set(path, (await jobs.upload({ image }, { backend: service.backend.id })).url);
  return replaceStrings(parameters, urls);
}

/** The one POST. Its outcome is in the record before it is told. */
async function send(
  jobs: Jobs,
  { service, model }: PreparedRequest,
  offer: Offer,
  intent: Intent,
  wire: ReturnType<Model['toWire']>,
): Promise<SubmitResult> {
  const events: TaskEvent[] = [intent];
  const warnings = [...offer.warnings];
  const note = (event: TaskEvent): void => {
    events.push(event);
    try {
      jobs.ledger.record(event);
    } catch (error) {
      warnings.push(`${toAppError(error).message} Note the task id yourself: it will not be listed.`);
    }
  };
  const { key, backend } = intent;
  try {
    const accepted = await service.client.submit(wire);
    const at = jobs.clock.now();
    note({ type: 'accepted', key, at, backend, remote_id: accepted.remoteId, price: accepted.price });
    if (accepted.task) note({ type: 'status', key, at, remote: accepted.task });
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    const uncertain = doubtful.includes(code);
    note({ type: uncertain ? 'uncertain' : 'refused', key, at: jobs.clock.now(), error: { code, message, nextStep } });
    if (!uncertain) throw thrown;
  }
  const sent = foldTask(events) as Task;
  const task = sent.state === 'uncertain' ? await refreshIfStale(jobs, service, model, sent) : sent;
  return { service, model, price: task.price, warnings, duplicate: false, task };
}

/** Live where the service publishes it, else the dated list, else unknown with the reason. */
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
