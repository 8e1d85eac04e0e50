import type * as z from 'zod';
import { cleanArguments, renderPath, valueAt } from '../core/clean-arguments.ts';
import { describeIssue } from '../core/issue-words.ts';
import { describeJsonFault } from '../core/json-fault.ts';
import { quote } from '../core/quote.ts';
import { describeUnknownFields } from './unknown-fields.ts';

/** Fields as they were meant, or all that is wrong with them. */
export function parseFields<Fields>(
  schema: z.ZodType<Fields>,
  given: unknown,
): { fields: Fields } | { problems: string[] } {
  const { value, parsed } = cleanArguments(schema, given, describeUnknownFields);
  if (parsed.success) return { fields: parsed.data };
  return { problems: parsed.error.issues.map((issue) => describeProblem(issue, valueAt(value, issue.path))) };
}

function describeProblem(issue: z.core.$ZodIssue, given: unknown): string {
  const { code, path, message } = issue;
  const field = renderPath(path);
  if (code === 'invalid_type' && typeof given === 'string' && /^\s*[[{]/.test(given))
    return describeJsonFault(given, field || 'input');
  if (code === 'invalid_type' && given === undefined) return `${field}: it is missing.`;
  if (code === 'unrecognized_keys') return field === '' ? message : `${field}: ${message}`;
  return `${field || 'input'}: ${quote(given)} is not possible here: ${describeIssue(issue)}.`;
}
