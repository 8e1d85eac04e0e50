import { afterEach } from 'vitest';
import { type Answer, type Front, openFront, type Tamper } from '../harness.ts';

export const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
export const createPath = '/api/v3/tasks/create';
export const minuteMs = 60_000;

const fronts: Front[] = [];
afterEach(() => Promise.all(fronts.splice(0).map((front) => front.close())));

/** A window that the test's end closes. */
export async function open(options: Parameters<typeof openFront>[0] = {}): Promise<Front> {
  const front = await openFront(options);
  fronts.push(front);
  return front;
}

/** Moves time on until the answer is there. */
export async function moveOn<T>(front: Front, answer: Promise<T>): Promise<T> {
  let done = false;
  answer.finally(() => (done = true)).catch(() => undefined);
  for (let moved = 0; !done && moved < 100; moved++) await front.clock.advance(3_000);
  return answer;
}

export const onCreate =
  (answer: Tamper): Tamper =>
  (request, pass, init) =>
    request.path === createPath ? answer(request, pass, init) : undefined;

export const submit = (front: Front, more = {}): Promise<Answer> =>
  moveOn(front, front.call('submit_task', { ...video, ...more }));

export const withPrompt = (prompt: string) => ({ parameters: { prompt, duration: 5 } });

export const json = (body: unknown, status = 200) => Promise.resolve(Response.json(body, { status }));
