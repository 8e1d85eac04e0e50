import * as z from 'zod';
import { errorCodes } from '../../core/errors.ts';
import type { Accepted, RemoteTask } from '../backend.ts';
import { judge, oneLine, quoted, textOf } from '../upstream.ts';
import { at, lastFrameIn, urlsIn } from '../urls.ts';
import { verdicts } from './refusal.ts';

/** What Pixazo answers, in our words. Shapes: WIRE.md section 2. */

const id = z
  .union([z.string().trim().min(1).max(300), z.int().transform(String)])
  .optional()
  .catch(undefined);
const anything = z.unknown().optional();

const taskData = z.looseObject({ status: z.string().trim().min(1), output: anything, error: anything });

/** Either poll endpoint. */
export const taskReply = taskData.transform(readTask);

export type Submitted = Accepted & { pollingUrl?: string };

/** Every submit. An answer without an id is unreadable, and so leaves the outcome open. */
export const submitReply = z
  .looseObject({ request_id: id, task_id: id, id, polling_url: z.string().optional().catch(undefined) })
  .transform((reply, context): Submitted => {
    const remoteId = reply.request_id ?? reply.task_id ?? reply.id;
    if (remoteId === undefined) {
      context.addIssue({ code: 'custom', message: 'no request id in the answer' });
      return z.NEVER;
    }
    return { remoteId, ...(reply.polling_url !== undefined && { pollingUrl: reply.polling_url }) };
  });

/** Compared without case: the documents shout, clients met both. */
const statusWords: Readonly<Record<string, RemoteTask['status']>> = {
  ...{ queued: 'pending', processing: 'processing' },
  ...{ completed: 'completed', succeeded: 'completed', ready: 'completed', done: 'completed' },
  ...{ failed: 'failed', error: 'failed' },
};

function readTask(data: z.infer<typeof taskData>): RemoteTask {
  const word = data.status.toLowerCase();
  const known = Object.hasOwn(statusWords, word) ? statusWords[word] : undefined;
  const task: RemoteTask = { status: known ?? 'processing', upstreamStatus: oneLine(data.status, 60), outputUrls: [] };
  if (task.status === 'failed') return { ...task, error: readFailure(data.error) };
  if (task.status !== 'completed') return task;
  const found = findResult(data);
  return found.outputUrls.length > 0 ? { ...task, ...found } : { ...task, status: 'failed', error: noResult };
}

const noResult = {
  code: 'bad_reply',
  message: 'Pixazo says the task is completed but gives no file.',
  nextStep: 'Ask again with get_task in a minute, or check the dashboard: https://api-console.pixazo.ai/dashboard',
} as const;

/** The seed: "field varies"; the documented one first. The first that holds a URL is taken. */
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

function readFailure(error: unknown): NonNullable<RemoteTask['error']> {
  const words = textOf(error);
  const { code, nextStep } = judge(words, verdicts, { code: 'task_failed' });
  const said = words ? `: ${quoted(words)}` : ' and did not say why.';
  return { code, message: `The task failed at Pixazo${said}`, nextStep: nextStep ?? errorCodes[code].nextStep };
}
