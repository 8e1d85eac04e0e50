import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { badGateway, spoil } from '../../simulation/faults.ts';
import { referenceErrors } from '../../simulation/references.ts';
import type { Service } from '../../simulation/service.ts';
import { json, type Route, readJson } from '../../simulation/simulator.ts';
import { planFaults } from '../../simulation/submit.ts';
import { type Task, timeScaleOf } from '../../simulation/tasks.ts';
import { fieldErrors } from '../../simulation/validate.ts';
import { paramsSchema, simulatedModels } from './simulator-models.ts';
import { busy, describeTask, envelope, fail, invalid, isoTime, ok, poor } from './simulator-replies.ts';

const CreateBody = z.strictObject({
  model: z.string(),
  params: z.record(z.string(), z.unknown()),
  channel: z.string().nullish(),
  callback_url: z.string().nullish(),
});
const QueryBody = z.object({ task_id: z.string() });
const ErrorBody = z.object({ code: z.number(), detail: z.string(), data: z.unknown() });
const ListBody = z.object({ limit: z.number().int().min(1).max(100).default(20), status: z.string().optional() });

/** Creating, querying and listing tasks, and what they leave of the balance. */
export function taskRoutes(service: Service): Route[] {
  return [
    { method: 'POST', path: /^\/api\/v3\/tasks\/create$/, handle: (request) => create(service, request) },
    { method: 'POST', path: /^\/api\/v3\/tasks\/query$/, handle: (request) => query(service, request) },
    { method: 'GET', path: /^\/api\/v3\/tasks\/([^/]+)$/, handle: (_, [id]) => tellTask(service, id) },
    { method: 'POST', path: /^\/api\/v3\/tasks\/list$/, handle: (request) => list(service, request) },
    { method: 'GET', path: /^\/api\/v3\/(?:user\/)?balance$/, handle: () => tellBalance(service) },
  ];
}

async function create(service: Service, request: Request): Promise<Response> {
  const body = CreateBody.safeParse(await readJson(request));
  if (!body.success) return invalid(fieldErrors(body.error));
  const model = simulatedModels.find(({ id }) => id === body.data.model);
  if (!model) return fail(404, `Model not found: ${body.data.model}`);
  const order = model.parameters.safeParse(body.data.params);
  if (!order.success) return invalid(fieldErrors(order.error), paramsSchema(model));

  const { prompt, result, references, slow } = order.data;
  const price = order.data.price * (model.pricing.vip_discount?.[vipLevel] ?? 1);
  const { faults, refusal, errors } = planFaults(prompt, service.account);
  errors.push(...referenceErrors(references, service.origin));
  if (errors.length > 0) return invalid(errors, paramsSchema(model));
  if (refusal) return faults.includes('in-200') ? insideOk(refusals[refusal](price)) : refusals[refusal](price);
  const available = balanceOf(service);
  if (available < price) return poor(price, available);

  const createdAt = service.now();
  const task: Task = {
    id: randomUUID(),
    modelId: model.id,
    createdAt,
    price,
    faults,
    result,
    ...timeScaleOf(result, faults, slow),
  };
  service.account.update(({ tasks }) => tasks.push(task));
  const told = { price, model: model.id, channel: null, created_at: isoTime(createdAt) };
  const state = faults.includes('inline')
    ? describeTask(task, { name: 'done', progress: 1 }, service.files)
    : { status: 'pending' };
  return spoil(faults, 200, envelope({ ...(faults.includes('no-id') ? {} : { task_id: task.id }), ...told, ...state }));
}

/** docs/wire.md, xskill answers: an HTTP 200 whose `code` is not 200 is an error. */
async function insideOk(refused: Response): Promise<Response> {
  const error = ErrorBody.parse(await refused.json());
  return json(200, { code: error.code, message: error.detail, data: error.data });
}

const refusals = {
  400: () => fail(400, 'code 2038: content violation'),
  401: () => fail(401, 'Invalid API key'),
  402: (price: number) => poor(price, price - 1),
  422: () => invalid([{ field: 'prompt', message: 'refused on purpose' }]),
  429: () => busy(),
  500: () => fail(500, 'Internal server error'),
};

async function query(service: Service, request: Request): Promise<Response> {
  const body = QueryBody.safeParse(await readJson(request));
  return body.success ? tellTask(service, body.data.task_id) : invalid(fieldErrors(body.error));
}

function tellTask(service: Service, id = ''): Response {
  const task = service.find(id);
  if (!task) return fail(404, `Task not found: ${id}`);
  if (task.faults.includes('busy-query')) return busy();
  if (task.faults.includes('broken-query')) return badGateway();
  const state = describeTask(task, service.phase(task), service.files);
  return ok({ task_id: task.id, ...state, updated_at: isoTime(service.now()) }, '查询成功');
}

async function list(service: Service, request: Request): Promise<Response> {
  const body = ListBody.safeParse(await readJson(request));
  if (!body.success) return invalid(fieldErrors(body.error));
  const rows = service.account
    .read()
    .tasks.toReversed()
    .map((task) => ({
      task_id: task.id,
      model: task.modelId,
      status: describeTask(task, service.phase(task), service.files).status,
      price: task.price,
      created_at: isoTime(task.createdAt),
    }));
  const tasks = rows.filter(({ status }) => body.data.status === undefined || status === body.data.status);
  return ok({ tasks: tasks.slice(0, body.data.limit), total: tasks.length });
}

function tellBalance(service: Service): Response {
  const balance = balanceOf(service);
  return ok({
    user_id: 1,
    balance,
    balance_yuan: balance / 100,
    vip_level: vipLevel,
    unit: 'points',
    exchange_rate: 100,
  });
}

/** The account of a newcomer. */
const vipLevel = 0;

const dayMs = 24 * 60 * 60 * 1000;

/** Less the charges of the last day, so that nobody rehearses until the money is gone; a failed task has given its own back. */
function balanceOf({ account, now, phase, balance }: Service): number {
  const charged = account
    .read()
    .tasks.filter((task) => now() - task.createdAt < dayMs && phase(task).name !== 'failed');
  return balance - charged.reduce((sum, task) => sum + task.price, 0);
}
