import type { Diagnostic } from '../core/diagnostic.ts';
import { AppError } from '../core/errors.ts';

/** Throws `invalid_input` with every error at once. */
export function refuseErrors(problems: readonly Diagnostic[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new AppError(
    'invalid_input',
    errors.map((problem) => `${problem.path}: ${describeDiagnostic(problem)}`).join('\n'),
  );
}

export function advice(problems: readonly Diagnostic[]): string[] {
  return problems.filter(({ severity }) => severity === 'warn').map(describeDiagnostic);
}

function describeDiagnostic({ message, fix }: Diagnostic): string {
  return fix ? `${message} ${fix}` : message;
}
