import { faultValue } from '../../simulation/faults.ts';
import type { Files } from '../../simulation/files.ts';
import { json } from '../../simulation/simulator.ts';
import type { Phase, Task } from '../../simulation/tasks.ts';
import type { FieldError } from '../../simulation/validate.ts';

export function ok(data: unknown, message = 'success'): Response {
  return json(200, envelope(data, message));
}

export function envelope(data: unknown, message = 'success') {
  return { code: 200, message, data };
}

export function fail(
  status: number,
  detail: string,
  data: unknown = null,
  headers: Record<string, string> = {},
): Response {
  return json(status, { code: status, detail, data }, headers);
}

export function invalid(errors: FieldError[], paramsSchema: unknown = null): Response {
  return fail(422, 'Invalid parameters', { params_schema: paramsSchema, errors });
}

export function poor(required: number, available: number): Response {
  const detail = `Insufficient balance: required ${required} points, have ${available} points`;
  return fail(402, detail, { required, available });
}

export function busy(): Response {
  return fail(429, 'Too many requests', null, { 'retry-after': '1' });
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** What a query says of a task: documented words and shape A, unless its faults ask for another of those met in the wild. */
export function describeTask(
  task: Task,
  { name, progress }: Phase,
  files: Files,
): { status: string; [field: string]: unknown } {
  if (name === 'failed') return { status: faultValue(task.faults, 'done=') ?? 'failed', ...failureOf(task) };
  if (name === 'done') {
    const urls = task.faults.includes('no-url') ? [] : files.urls(task);
    const shape = resultShapes[faultValue(task.faults, 'shape=') ?? 'a'] ?? resultShapes.a;
    return { status: faultValue(task.faults, 'done=') ?? 'completed', ...shape?.(urls, kinds[task.result.kind]) };
  }
  const status = faultValue(task.faults, 'status=');
  if (name === 'queued') return { status: status ?? 'pending' };
  if (task.faults.includes('stages'))
    return { status: status ?? 'processing', progress: { stage: 'rendering', message: 'Rendering frames' } };
  return { status: status ?? 'processing', progress };
}

const kinds = { image: 'images', video: 'videos' } as const;

/** docs/wire.md, xskill results. */
const resultShapes: Record<string, (urls: string[], kind: 'images' | 'videos') => Record<string, unknown>> = {
  a: (urls) => ({ result: { output: { images: urls } } }),
  'a-videos': (urls) => ({ result: { output: { videos: objects(urls) } } }),
  'a-objects': (urls) => ({ result: { output: { images: objects(urls) } } }),
  b: (urls) => ({ output: { images: urls } }),
  'b-objects': (urls) => ({ output: { images: objects(urls) } }),
  c: ([url]) => ({ output: { video_url: url } }),
  d: ([url]) => ({ output: { video: { url } } }),
  'd-videos': (urls) => ({ output: { videos: objects(urls) } }),
  e: (urls, kind) => ({ result: { [kind]: urls } }),
  'e-objects': (urls, kind) => ({ result: { [kind]: objects(urls) } }),
  twice: (urls) => ({ result: { output: { images: urls } }, output: { video_url: urls[0] } }),
  none: () => ({}),
};

function objects(urls: string[]) {
  return urls.map((url) => ({ url, content_type: url.endsWith('.png') ? 'image/png' : 'video/mp4' }));
}

/** docs/wire.md, Moderation and Words of failure, in some of the places of a failure's text. */
function failureOf({ faults }: Task): Record<string, unknown> {
  if (faults.includes('face')) return { error: 'code 4011: face detected in a reference image' };
  if (faults.includes('content'))
    return { output: { error: 'code 2038: content violation', error_type: 'ContentViolation' } };
  if (faults.includes('parameter')) return { error: 'code 1000: bad parameter' };
  if (faults.includes('unreachable')) return { fail_reason: '图片下载失败' };
  if (faults.includes('overloaded'))
    return { output: { error: JSON.stringify({ error: { code: 'ServerOverloaded', message: '系统繁忙' } }) } };
  return faults.includes('mute') ? {} : { error: 'Generation failed upstream' };
}
