import * as z from 'zod';

const clip = z.object({
  kind: z.literal('video'),
  seconds: z.number(),
  ratio: z.string(),
  resolution: z.string(),
  audio: z.boolean(),
});
const pictures = z.object({
  kind: z.literal('image'),
  width: z.number(),
  height: z.number(),
  count: z.number(),
  seed: z.string(),
});

/** A task as a simulator remembers it: enough to walk its statuses and draw its files, and no word of the prompt: a picture's `seed` is a digest of it. */
export const Task = z.object({
  id: z.string(),
  modelId: z.string(),
  createdAt: z.number(),
  queueSeconds: z.number(),
  totalSeconds: z.number(),
  price: z.number(),
  faults: z.array(z.string()),
  result: z.discriminatedUnion('kind', [clip, pictures]),
});
export type Task = z.infer<typeof Task>;

/** Where a task is: waiting in line, running (progress 0 to 1), or over. */
export type Phase = { name: 'queued' | 'running' | 'done' | 'failed'; progress: number };

const failing = ['face', 'content', 'parameter', 'unreachable', 'overloaded', 'fail'];

/** Seconds in line and altogether: a picture one to two minutes, a video about ten (seeds/000), at `timeScale` 1. */
export function timeScaleOf(
  result: Task['result'],
  asked: readonly string[],
  slow = false,
): Pick<Task, 'queueSeconds' | 'totalSeconds'> {
  if (asked.includes('inline')) return { queueSeconds: 0, totalSeconds: 0 };
  if (asked.includes('quick')) return { queueSeconds: 1, totalSeconds: 3 };
  if (result.kind === 'image') return { queueSeconds: 10, totalSeconds: 60 + 10 * result.count };
  return { queueSeconds: 60, totalSeconds: (slow ? 540 : 480) + 8 * result.seconds };
}

export function phaseOf(task: Task, now: number, timeScale: number): Phase {
  const elapsed = ((now - task.createdAt) / 1000) * timeScale;
  if (elapsed < task.queueSeconds) return { name: 'queued', progress: 0 };
  if (elapsed >= task.totalSeconds && !task.faults.includes('stuck')) {
    return { name: task.faults.some((fault) => failing.includes(fault)) ? 'failed' : 'done', progress: 1 };
  }
  const share = (elapsed - task.queueSeconds) / (task.totalSeconds - task.queueSeconds);
  return { name: 'running', progress: Math.min(0.99, Math.round(share * 100) / 100) };
}

/** How many files a finished task has. */
export function fileCount({ result }: Task): number {
  return result.kind === 'image' ? result.count : 1;
}
