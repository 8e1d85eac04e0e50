import * as z from 'zod';
import type { Accepted, RemoteRow, RemoteTask, Uploaded } from '../backend.ts';
import { RemoteId } from '../remote-id.ts';
import { readRemoteTask } from '../remote-task.ts';
import { oneLine, textOf } from '../upstream.ts';
import { at, lastFrameIn, urlsIn } from '../urls.ts';
import { unit } from './model.ts';
import { dashboardUrl } from './refusal.ts';

/** What xskill answers, in our words. Shapes: docs/wire.md, xskill answers. */

const amount = z.union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())]);
const anything = z.unknown().optional();

const taskData = z.looseObject({
  status: z.string().trim().min(1),
  ...{ progress: anything, result: anything, output: anything, error: anything },
});

/** `POST /api/v3/tasks/query`. */
export const taskReply = z.looseObject({ data: taskData }).transform(({ data }) => readTask(data));

/** `POST /api/v3/tasks/create`. A synchronous model answers with its result inside; an id without the envelope is an id all the same. */
export const createReply = z
  .unknown()
  .transform((reply) => at(reply, 'data') ?? reply)
  .pipe(z.looseObject({ task_id: RemoteId, price: amount.pipe(z.number().nonnegative()).optional().catch(undefined) }))
  .transform((data): Accepted => {
    const accepted: Accepted = { remoteId: data.task_id };
    if (data.price !== undefined) accepted.price = { amount: data.price, unit, source: 'charged' };
    const status = taskData.safeParse(data);
    const task = status.success ? readTask(status.data) : undefined;
    const isOver = task?.status === 'completed' || (task?.status === 'failed' && task.error?.code !== 'bad_reply');
    return isOver ? { ...accepted, task } : accepted;
  });

/** Either balance route. */
export const balanceReply = z
  .looseObject({
    data: z.looseObject({
      balance: amount,
      user_id: RemoteId.optional().catch(undefined),
      unit: z.string().trim().min(1).optional().catch(undefined),
      balance_yuan: amount.optional().catch(undefined),
      vip_level: amount.optional().catch(undefined),
    }),
  })
  .transform(({ data }) => ({
    balance: data.balance,
    unit: oneLine(data.unit ?? unit, 20),
    ...(data.balance_yuan !== undefined && { note: `¥${data.balance_yuan}` }),
    ...(data.vip_level !== undefined && { vipLevel: data.vip_level }),
    ...(data.user_id !== undefined && { accountId: data.user_id }),
  }));
export type Balance = z.output<typeof balanceReply>;

/** Either upload route: the address at the top or under `data`, under any of four names. */
export const uploadReply = z.looseObject({ data: anything }).transform((reply, context): Uploaded => {
  const places = [reply.data, reply];
  const [url] = places.flatMap((place) =>
    ['url', 'public_url', 'cdn_url', 'image_url'].flatMap((key) => urlsIn(at(place, key))),
  );
  if (url === undefined) {
    context.addIssue({ code: 'custom', message: 'no URL in the answer' });
    return z.NEVER;
  }
  const mediaType = places.map((place) => at(place, 'content_type')).find((value) => typeof value === 'string');
  const bytes = places.map((place) => at(place, 'size_bytes')).find((value) => typeof value === 'number');
  return {
    url,
    ...(mediaType !== undefined && { mediaType: oneLine(mediaType, 100) }),
    ...(bytes !== undefined && { bytes }),
  };
});

/** `POST /api/v3/tasks/list`: nobody wrote down where its rows stand, so the first list of tasks is taken. */
export const listReply = z.looseObject({ data: anything }).transform(({ data }): RemoteRow[] => findRows(data) ?? []);

function readTask(data: z.infer<typeof taskData>): RemoteTask {
  return readRemoteTask(
    { title: 'xskill', dashboardUrl },
    { data, status: data.status, progress: readProgress(data.progress), findResult: () => findResult(data) },
  );
}

/** Shapes A, E, B, D, C of docs/wire.md, xskill results; each place with each key. */
const resultPlaces = [['result', 'output'], ['result'], ['output']];
const resultKeys = [['images'], ['videos'], ['video'], ['video_url']];

function findResult(data: unknown): Pick<RemoteTask, 'outputUrls' | 'lastFrameUrl' | 'resultShape'> {
  const urls = new Set<string>();
  const shapes: string[] = [];
  for (const place of resultPlaces) {
    for (const key of resultKeys) {
      const found = urlsIn(at(data, ...place, ...key));
      if (found.length > 0) shapes.push([...place, ...key].join('.'));
      for (const url of found) urls.add(url);
    }
  }
  return { outputUrls: [...urls], ...lastFrameIn(data), resultShape: shapes.join(' ') };
}

function readProgress(progress: unknown): Pick<RemoteTask, 'progress' | 'message'> {
  if (typeof progress === 'number' && progress >= 0 && progress <= 100)
    return { progress: progress > 1 ? progress / 100 : progress };
  const message = textOf(at(progress, 'message')) ?? textOf(at(progress, 'stage'));
  return message === undefined ? {} : { message: oneLine(message, 200) };
}

function findRows(value: unknown, depth = 0): RemoteRow[] | undefined {
  if (depth > 3 || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const rows = value.slice(0, 500).flatMap(readRow);
    return rows.length > 0 ? rows : undefined;
  }
  for (const inner of Object.values(value)) {
    const rows = findRows(inner, depth + 1);
    if (rows) return rows;
  }
  return undefined;
}

function readRow(row: unknown): RemoteRow[] {
  const remoteId = RemoteId.safeParse(at(row, 'task_id') ?? at(row, 'id'));
  if (!remoteId.success) return [];
  const modelId = ['model', 'model_id', 'model_name']
    .map((key) => at(row, key))
    .find((value) => typeof value === 'string');
  const createdAt = readTime(at(row, 'created_at') ?? at(row, 'create_time'));
  // Whole: rows are told apart by it.
  const prompt = [at(row, 'params', 'prompt'), at(row, 'prompt')].find((value) => typeof value === 'string');
  return [{ remoteId: remoteId.data, modelId, createdAt, ...(prompt !== undefined && { prompt }) }];
}

/** Milliseconds since 1970. A time of day without a zone could be anybody's and counts as unknown. */
function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return value < 1e12 ? value * 1000 : value;
  if (typeof value !== 'string' || !/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
