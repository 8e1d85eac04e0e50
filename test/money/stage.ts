import type { Answer, Front, Tamper } from '../harness.ts';
import { moveOn as moveWindowOn } from '../windows.ts';

export { open } from '../windows.ts';

export const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
export const createPath = '/api/v3/tasks/create';
export const minuteMs = 60_000;

/** Moves time on until the answer is there, for five minutes at the most. */
export const moveOn = <T>(front: Front, answer: Promise<T>): Promise<T> =>
  moveWindowOn(front, answer, { stepMs: 3_000, mostMs: 5 * minuteMs });

export const onCreate =
  (answer: Tamper): Tamper =>
  (request, pass, init) =>
    request.path === createPath ? answer(request, pass, init) : undefined;

export const submit = (front: Front, more = {}): Promise<Answer> =>
  moveOn(front, front.call('submit_task', { ...video, ...more }));

export const withPrompt = (prompt: string) => ({ parameters: { prompt, duration: 5 } });

export const json = (body: unknown, status = 200) => Promise.resolve(Response.json(body, { status }));
