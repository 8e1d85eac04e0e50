import { createHash, randomBytes } from 'node:crypto';
import type { Model, Price, Wire } from '../backends/backend.ts';
import { checkParameters } from '../backends/check.ts';
import { AppError, type ErrorCode, toAppError } from '../errors.ts';
import type { Problem } from '../prompt/problem.ts';
import { awaitOutcome, findOwner } from './duplicates.ts';
import type { Jobs } from './jobs.ts';
import { thisProcess } from './owner.ts';
import { refresh } from './refresh.ts';
import type { Service } from './service.ts';
import { holdDailyCap, holdMaxCost, parseDailyCaps } from './spending.ts';
import { foldTask, type Intent, isEnded, lacksFile, type Task, type TaskEvent } from './task.ts';
import type { OpenOptions } from './upload.ts';

export type SubmitRequest = {
  modelId: string;
  parameters: Record<string, unknown>;
  dryRun?: boolean;
  /** In the service's own unit. */
  maxCost?: number;
  allowDuplicate?: boolean;
  fallbackModelId?: string;
  /** Which local pictures may be handed over. */
  files?: OpenOptions;
};

/** What became of a submit. A dry run has a price and no task. */
export type Submission = {
  service: Service;
  model: Model;
  price: Price;
  warnings: string[];
  duplicate: boolean;
  task?: Task;
};

type Plan = Omit<Submission, 'task' | 'duplicate'> & { wire: Wire; intent: Omit<Intent, 'key' | 'at'> };

/** The service itself is in the way, not the request: another service may be asked instead. */
const failsOver: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'no_credit', 'unauthorized'];
/** Nobody knows whether the service took it. Every other error of a submit is a certain refusal. */
const doubtful: readonly ErrorCode[] = ['uncertain', 'bad_reply', 'cancelled', 'internal'];

/** Checks, quotes, records, then sends once. Refusals throw; an outcome that nobody knows is a task in state `uncertain`. */
export async function submit(jobs: Jobs, request: SubmitRequest): Promise<Submission> {
  const { fallbackModelId } = request;
  if (!fallbackModelId) return attempt(jobs, request, request.modelId);
  refuseErrors(checkParameters(jobs.services.forModel(fallbackModelId).model, request.parameters).problems);
  try {
    return await attempt(jobs, request, request.modelId);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!failsOver.includes(error.code)) throw error;
    const submission = await attempt(jobs, request, fallbackModelId);
    const why = `${request.modelId} did not take it (${error.message}); sent to ${fallbackModelId} instead.`;
    return { ...submission, warnings: [why, ...submission.warnings] };
  }
}

async function attempt(jobs: Jobs, request: SubmitRequest, modelId: string): Promise<Submission> {
  const planned = await plan(jobs, request, modelId);
  if (request.dryRun) return { ...planned, duplicate: false };
  return (await followOwner(jobs, request, planned)) ?? claim(jobs, request, planned);
}

async function plan(jobs: Jobs, request: SubmitRequest, modelId: string): Promise<Plan> {
  const { service, model, warnings } = jobs.services.forModel(modelId);
  const given = checkParameters(model, request.parameters);
  refuseErrors(given.problems);
  if (!request.dryRun) service.requireKey();
  const { references } = model.asked(given.input ?? {});
  const prepared = await jobs.prepareReferences({
    parameters: request.parameters,
    references,
    dryRun: request.dryRun ?? false,
    files: request.files,
  });
  const checked = checkParameters(model, prepared.parameters);
  const problems = [...checked.problems, ...prepared.problems];
  refuseErrors(problems);
  const input = checked.input ?? {};
  const wire = model.toWire(input);
  const { backend, baseUrl, rehearsal } = service;
  const price = await quote(service, model, input);
  const intent = {
    type: 'intent' as const,
    fingerprint: fingerprintOf([backend.id, baseUrl, rehearsal, (model.inFull ?? model.toWire)(input)]),
    backend: backend.id,
    model_id: model.id,
    kind: model.kind,
    base_url: baseUrl,
    rehearsal,
    parameters: prepared.parameters,
    asked: model.asked(input),
    price,
    owner: thisProcess(),
    ...(request.maxCost !== undefined && { max_cost: request.maxCost }),
    ...(request.allowDuplicate && { again: true as const }),
  };
  const advice = problems.filter(({ severity }) => severity === 'warn').map(inWords);
  return { service, model, price, warnings: [...warnings, ...advice], wire, intent };
}

/** The task that already answers this request, if any. `mine` is our own intent, once it stands in the record. */
async function followOwner(
  jobs: Jobs,
  request: SubmitRequest,
  planned: Plan,
  mine?: string,
): Promise<Submission | undefined> {
  const { ledger, clock } = jobs;
  while (!request.allowDuplicate) {
    const owner = findOwner(planned.intent.fingerprint, ledger, clock.now());
    if (!owner || owner.key === mine) return undefined;
    const outcome = await awaitOutcome(owner.key, ledger, clock);
    if (outcome?.state === 'refused' && outcome.error)
      throw new AppError(outcome.error.code, outcome.error.message, outcome.error);
    if (outcome?.state !== 'accepted' && outcome?.state !== 'uncertain') continue;
    const task = await lookAgain(jobs, planned, outcome);
    if (task.remote?.status !== 'failed' || lacksFile(task))
      return { ...planned, price: task.price, duplicate: true, task };
  }
  return undefined;
}

/** A record that says "running" may be old news: the service is asked once the task could have ended. */
async function lookAgain(jobs: Jobs, { service, model }: Plan, task: Task): Promise<Task> {
  const young = jobs.clock.now() - task.submittedAt < model.wait.firstSeconds * 1000;
  if (isEnded(task.remote?.status) || (young && task.state === 'accepted')) return task;
  return refresh(jobs, service, task).catch(() => jobs.ledger.findByKey(task.key) ?? task);
}

/** Puts the intent in the record and sends, unless another process was first. */
async function claim(jobs: Jobs, request: SubmitRequest, planned: Plan): Promise<Submission> {
  const { ledger, clock } = jobs;
  const cap = parseDailyCaps(jobs.dailyCap).get(planned.intent.backend);
  const counts = !planned.intent.rehearsal;
  holdMaxCost(planned.price, request.maxCost, counts ? cap : undefined);
  const at = clock.now();
  const intent: Intent = { ...planned.intent, key: `local-${at.toString(36)}${randomBytes(4).toString('hex')}`, at };
  ledger.record(intent);

  const owned = await followOwner(jobs, request, planned, intent.key).catch((error) => withdraw(jobs, intent, error));
  if (owned?.task) {
    ledger.record({ type: 'withdrawn', key: intent.key, at: clock.now(), in_favour_of: owned.task.key });
    return owned;
  }
  try {
    if (counts) holdDailyCap(cap, intent, ledger, at);
  } catch (error) {
    withdraw(jobs, intent, error);
  }
  return send(jobs, planned, intent);
}

function withdraw({ ledger, clock }: Jobs, intent: Intent, thrown: unknown): never {
  const { code, message, nextStep } = toAppError(thrown);
  ledger.record({ type: 'refused', key: intent.key, at: clock.now(), error: { code, message, nextStep } });
  throw thrown;
}

/** The one POST. Its outcome is in the record before it is told. */
async function send(jobs: Jobs, planned: Plan, intent: Intent): Promise<Submission> {
  const events: TaskEvent[] = [intent];
  const warnings = [...planned.warnings];
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
    const accepted = await planned.service.client.submit(planned.wire);
    const at = jobs.clock.now();
    note({ type: 'accepted', key, at, backend, remote_id: accepted.remoteId, price: accepted.price });
    if (accepted.task) note({ type: 'status', key, at, remote: accepted.task });
  } catch (thrown) {
    const { code, message, nextStep } = toAppError(thrown);
    const uncertain = doubtful.includes(code);
    note({ type: uncertain ? 'uncertain' : 'refused', key, at: jobs.clock.now(), error: { code, message, nextStep } });
    if (!uncertain) throw thrown;
  }
  const task = foldTask(events) as Task;
  const known = task.state === 'uncertain' ? await lookAgain(jobs, planned, task) : task;
  return { ...planned, price: known.price, warnings, duplicate: false, task: known };
}

/** Live where the service publishes it, else the dated list, else unknown with the reason. */
async function quote({ client }: Service, model: Model, input: Record<string, unknown>): Promise<Price> {
  const listed = model.listedPrice(input);
  const live = await client.quote?.(model, input).catch(() => undefined);
  return live?.amount !== undefined || (live && listed.amount === undefined) ? live : listed;
}

function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new AppError('invalid_input', errors.map((problem) => `${problem.path}: ${inWords(problem)}`).join('\n'));
}

function inWords({ message, fix }: Problem): string {
  return fix ? `${message} ${fix}` : message;
}

/** The same request has the same fingerprint however it was spelled: the native body is hashed, defaults written out, keys sorted. */
function fingerprintOf(request: unknown): string {
  return createHash('sha256').update(canonical(request)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join(',')}}`;
}
