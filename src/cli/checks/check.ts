import { toAppError } from '../../core/errors.ts';

/** One line of the doctor. `warn` is worth knowing, `fail` is in the way. */
export type Check = { name: string; state: 'ok' | 'warn' | 'fail'; message: string; nextStep?: string };

/** What could not even be checked. */
export function failedCheck(name: string, thrown: unknown): Check {
  const { message, nextStep } = toAppError(thrown);
  return { name, state: 'fail', message, nextStep };
}
