import * as z from 'zod';
import type { Accepted, RemoteTask } from '../backend.ts';
import { RemoteId } from '../remote-id.ts';
import { readRemoteTask } from '../remote-task.ts';
import { at, lastFrameIn, urlsIn } from '../urls.ts';
import { dashboardUrl } from './refusal.ts';

/** What Pixazo answers, in our words. Shapes: docs/wire.md, Pixazo answers. */

const id = RemoteId.optional().catch(undefined);
const anything = z.unknown().optional();

const taskData = z.looseObject({ status: z.string().trim().min(1), output: anything, error: anything });

/** Either poll endpoint. */
export const taskReply = taskData.transform(readTask);

/** Every submit. An answer without an id is unreadable, and so leaves the outcome open. */
export const submitReply = z.looseObject({ request_id: id, task_id: id, id }).transform((reply, context): Accepted => {
  const remoteId = reply.request_id ?? reply.task_id ?? reply.id;
  if (remoteId === undefined) {
    context.addIssue({ code: 'custom', message: 'no request id in the answer' });
    return z.NEVER;
  }
  return { remoteId };
});

function readTask(data: z.infer<typeof taskData>): RemoteTask {
  return readRemoteTask(
    { title: 'Pixazo', dashboardUrl },
    { data, status: data.status, findResult: () => findResult(data) },
  );
}

/** docs/wire.md, Pixazo answers: the field varies; the documented one first. The first that holds a URL is taken. */
const resultPlaces = [
  ...['media_url', 'output_url', 'video_url', 'audio_url', 'url'].map((key) => ['output', key]),
  ['output'],
  ...['media_url', 'output_url', 'video_url', 'audio_url', 'url'].map((key) => [key]),
];

function findResult(data: unknown): Pick<RemoteTask, 'outputUrls' | 'lastFrameUrl' | 'resultShape'> {
  for (const place of resultPlaces) {
    const urls = urlsIn(at(data, ...place));
    if (urls.length > 0) return { outputUrls: [...new Set(urls)], ...lastFrameIn(data), resultShape: place.join('.') };
  }
  return { outputUrls: [] };
}
