import '../preload.ts';
import { afterEach } from 'vitest';
import type { Answer, Front, openFront as OpenFront, Sent } from '../harness.ts';
import { openFront } from '../harness.ts';

export const fox = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
/** What a task of `fox` costs, in points. */
export const foxPoints = 50;

/** A task of its own for every word. */
export const videoOf = (words: string) => ({ ...fox, parameters: { ...fox.parameters, prompt: words } });

const fronts: Front[] = [];
afterEach(() => Promise.all(fronts.splice(0).map((front) => front.close())));

/** A window that the test's end closes. */
export async function open(options: Parameters<typeof OpenFront>[0] = {}): Promise<Front> {
  const front = await openFront(options);
  fronts.push(front);
  return front;
}

/** Moves time on until the answer is there. */
export async function moveOn<T>({ clock }: Front, answer: Promise<T>, mostMs = 3_600_000): Promise<T> {
  let done = false;
  answer.finally(() => (done = true)).catch(() => undefined);
  for (let moved = 0; !done && moved < mostMs; moved += 15_000) {
    const started = performance.now();
    await clock.advance(15_000);
    // Other threads work in real time: on a busy machine they get more of it.
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, performance.now() - started)));
  }
  return answer;
}

export const submit = (front: Front, args: Record<string, unknown>): Promise<Answer> =>
  moveOn(front, front.call('submit_task', args));

/** Waits until a production has ended; what is saved is waited for as well. */
export async function finish(front: Front, task_id: string, args = {}): Promise<Answer> {
  for (;;) {
    const call = front.call('get_task', { task_id, wait_seconds: 900, save: false, ...args });
    const answer = await moveOn(front, call);
    if (answer.data.status !== 'processing' && !answer.data.saving) return answer;
  }
}

export const look = (front: Front, task_id: string): Promise<Answer> =>
  moveOn(front, front.call('get_task', { task_id, wait_seconds: 0, save: false }));

export const createPath = '/api/v3/tasks/create';

export function promptOf({ body }: Sent): string {
  return (body as { params?: { prompt?: string } }).params?.prompt ?? '';
}
