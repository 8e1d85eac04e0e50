import { randomUUID } from 'node:crypto';
import { badGateway, faultValue, spoil } from '../../simulation/faults.ts';
import { referenceErrors } from '../../simulation/references.ts';
import { createService, type Service } from '../../simulation/service.ts';
import { createRouter, json, readJson, type Simulator, type SimulatorOptions } from '../../simulation/simulator.ts';
import { planFaults } from '../../simulation/submit.ts';
import { type Task, timeScaleOf } from '../../simulation/tasks.ts';
import { type FieldError, fieldErrors } from '../../simulation/validate.ts';
import { type Operation, operations } from './simulator-operations.ts';

/**
 * Pixazo as docs/wire.md describes it: a submit for every operation, one status route. Any key is good unless it says `wrong`; no account ever runs dry by itself.
 * What can be made to fail on purpose is the table in src/simulation/faults.ts.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const service = createService('pixazo', options);
  const submits = operations.map((operation) => ({
    method: 'POST',
    path: new RegExp(`^${operation.path}$`),
    handle: (request: Request) => submit(service, operation, request),
  }));
  const routes = [
    ...submits,
    {
      method: 'GET',
      path: /^\/v2\/requests\/status\/([^/]+)$/,
      handle: (_: Request, [id]: string[]) => poll(service, id, false),
    },
    {
      method: 'GET',
      path: /^\/seedance-2-0\/v1\/result\/([^/]+)$/,
      handle: (_: Request, [id]: string[]) => poll(service, id, true),
    },
    ...service.files.routes,
  ];
  return createRouter(routes, refuseKey, notFound);
}

function refuseKey(request: Request): Response | undefined {
  const key = request.headers.get('ocp-apim-subscription-key')?.trim();
  if (key && !key.includes('wrong')) return undefined;
  return json(401, {
    statusCode: 401,
    message: `Access denied due to ${key ? 'invalid' : 'missing'} subscription key.`,
  });
}

function notFound(): Response {
  return json(404, { statusCode: 404, message: 'Resource not found' });
}

async function submit(service: Service, { body, modelId, prefix }: Operation, request: Request): Promise<Response> {
  const order = body.safeParse(await readJson(request));
  if (!order.success) return invalid(fieldErrors(order.error));
  const { text, urls, result, slow } = order.data;
  const { faults, refusal, errors } = planFaults(text, service.account);
  errors.push(...referenceErrors({ content: urls }, service.origin));
  if (errors.length > 0) return invalid(errors);
  if (refusal) return refusals[refusal]();

  const id = `${prefix}_${randomUUID()}`;
  const task: Task = {
    id,
    modelId,
    createdAt: service.now(),
    price: 0,
    faults,
    result,
    ...timeScaleOf(result, faults, slow),
  };
  service.account.update(({ tasks }) => tasks.push(task));
  const known = { request_id: id, status: 'QUEUED', polling_url: `${service.origin}/v2/requests/status/${id}` };
  return spoil(faults, 202, faults.includes('no-id') ? { status: 'QUEUED' } : known);
}

const refusals = {
  400: () => json(400, { error: 'InputTextSensitiveContentDetected: the request may contain sensitive content' }),
  401: () => json(401, { statusCode: 401, message: 'Access denied due to invalid subscription key.' }),
  402: () => json(402, { error: 'Insufficient Balance' }),
  422: () => invalid([{ field: 'content', message: 'refused on purpose' }]),
  429: () => busy(),
  500: () => json(500, { error: 'Internal server error' }),
};

function invalid(errors: FieldError[]): Response {
  return json(422, {
    message: errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; '),
  });
}

function busy(): Response {
  return json(
    429,
    { statusCode: 429, message: 'Rate limit is exceeded. Try again in 1 second.' },
    { 'retry-after': '1' },
  );
}

/** The skill's own result route is an error of its template: it knows a task only when that was asked for. */
function poll(service: Service, id = '', skillRoute: boolean): Response {
  const task = service.find(id);
  if (!task || task.faults.includes('old-route') !== skillRoute) return notFound();
  if (task.faults.includes('busy-query')) return busy();
  if (task.faults.includes('broken-query')) return badGateway();
  const { name } = service.phase(task);
  const request_id = task.id;
  if (name === 'queued') return json(200, { request_id, status: faultValue(task.faults, 'status=') ?? 'QUEUED' });
  if (name === 'running') return json(200, { request_id, status: faultValue(task.faults, 'status=') ?? 'PROCESSING' });
  if (name === 'failed')
    return json(200, { request_id, status: faultValue(task.faults, 'done=') ?? 'FAILED', error: failureOf(task) });
  return json(200, {
    request_id,
    status: faultValue(task.faults, 'done=') ?? 'COMPLETED',
    ...resultOf(task, service.files.urls(task)),
  });
}

function failureOf({ faults }: Task): string | null {
  const because = ': the request failed because of sensitive content';
  if (faults.includes('face')) return `InputImageSensitiveContentDetected.PrivacyInformation${because}`;
  if (faults.includes('content')) return `OutputVideoSensitiveContentDetected${because}`;
  if (faults.includes('parameter')) return 'InvalidParameter: the request failed because of a bad parameter';
  if (faults.includes('unreachable')) return 'Timeout while downloading url of a reference';
  if (faults.includes('overloaded')) return 'ServerOverloaded: the service is temporarily overloaded';
  return faults.includes('mute') ? null : 'Generation failed upstream';
}

/** The documented array, or the place that `shape=` names: `media_url`, `video_url`, `output.video_url` … holding one string. */
function resultOf({ faults, result }: Task, urls: string[]): Record<string, unknown> {
  const media_type = result.kind === 'image' ? 'image/png' : 'video/mp4';
  if (faults.includes('no-url')) return { output: { media_url: [], media_type } };
  const shape = faultValue(faults, 'shape=');
  if (shape === undefined) return { output: { media_url: urls, media_type } };
  const [url] = urls;
  if (shape === 'media_url') return { output: { media_url: url, media_type } };
  return shape.startsWith('output.') ? { output: { [shape.slice(7)]: url } } : { [shape]: url };
}
