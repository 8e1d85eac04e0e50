import type { Problem } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';

/** Throws `invalid_input` with every error at once. */
export function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new AppError('invalid_input', errors.map((problem) => `${problem.path}: ${inWords(problem)}`).join('\n'));
}

export function advice(problems: readonly Problem[]): string[] {
  return problems.filter(({ severity }) => severity === 'warn').map(inWords);
}

function inWords({ message, fix }: Problem): string {
  return fix ? `${message} ${fix}` : message;
}
