import type * as z from 'zod';

const typeWords: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const counted: Record<string, string> = { array: ' entries', string: ' characters' };

/** What a schema asks for instead, in words. A `refine` of ours says it itself. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it must be ${typeWords[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `it must be ${issue.values.join(' | ')}`;
    case 'too_small':
      return issue.inclusive === false
        ? `it must be more than ${issue.minimum}`
        : `it must be at least ${issue.minimum}${counted[issue.origin] ?? ''}`;
    case 'too_big':
      return `it must be at most ${issue.maximum}${counted[issue.origin] ?? ''}`;
    default:
      return issue.message;
  }
}
