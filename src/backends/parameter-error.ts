import type { Diagnostic } from '../core/diagnostic.ts';

/** A finding that stops a submit. */
export function parameterError(rule: string, path: string, message: string, fix?: string): Diagnostic {
  return { rule, severity: 'error', path, message, ...(fix !== undefined && { fix }) };
}
