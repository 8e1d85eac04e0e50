import type { Problem } from '../core/diagnostic.ts';

/** A finding that stops a submit. */
export function mistake(rule: string, path: string, message: string, fix?: string): Problem {
  return { rule, severity: 'error', path, message, ...(fix !== undefined && { fix }) };
}
