import { errorCodes } from '../core/errors.ts';
import type { TaskEvent } from './events.ts';

/** What becomes of an open intent whose process is gone. */
export function abandonedAt(key: string, at: number): TaskEvent {
  const { nextStep } = errorCodes.uncertain;
  const message = 'The process that submitted this ended before it learned whether the service accepted it.';
  return { type: 'uncertain', key, at, error: { code: 'uncertain', message, nextStep } };
}
