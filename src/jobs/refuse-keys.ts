import type { Services } from '../backends/service.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';

/** An error where a value of any shape holds a key of ours: it would be sent to a service, and kept. */
export function findKeyProblem({ all }: Services, value: unknown): Diagnostic | undefined {
  const text = JSON.stringify(value);
  if (!all.some((service) => service.isKeyIn(text))) return undefined;
  return {
    rule: 'key-in-prompt',
    severity: 'error',
    path: 'parameters',
    message: 'The input holds your API key; it would be sent and recorded.',
    fix: 'Take the key out of it. Nothing was sent.',
  };
}

export function refuseKeys(services: Services, input: unknown): void {
  const problem = findKeyProblem(services, input);
  if (problem) throw new AppError('invalid_input', problem.message, { nextStep: problem.fix });
}
