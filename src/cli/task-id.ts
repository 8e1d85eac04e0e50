import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';

export const taskArgument = { description: 'its id, or last for the newest', isTask: true } as const;

/** An id as a person gives it: `last` is the newest task of the record. */
export async function findTaskId(app: App, given: string): Promise<string> {
  if (given !== 'last') return given;
  const [newest] = await app.recentTaskIds(1);
  if (newest) return newest;
  throw new AppError('not_found', 'There is no task yet.', {
    nextStep: `To make a video: ${installation.command} make "what it shows"`,
  });
}
