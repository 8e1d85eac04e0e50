import type { Answer, Front, Sent } from '../harness.ts';
import { moveOn } from '../windows.ts';

export { moveOn, open } from '../windows.ts';

export const fox = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
/** What a task of `fox` costs, in points. */
export const foxPoints = 50;

/** A task of its own for every word. */
export const videoOf = (words: string) => ({ ...fox, parameters: { ...fox.parameters, prompt: words } });

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
