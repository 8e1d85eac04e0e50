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

/** What has a size, and not a value of its own. */
const counted: Record<string, (size: number) => string> = {
  array: (size) => (size === 1 ? '1 entry' : `${size} entries`),
  string: (size) => (size === 1 ? '1 character' : `${size} characters`),
};

/** What a schema asks for instead, in words. A `refine` of ours says it itself. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it must be ${typeWords[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `it must be ${issue.values.join(' | ')}`;
    case 'too_small': {
      const count = counted[issue.origin];
      if (count) return `it must have at least ${count(Number(issue.minimum))}`;
      return issue.inclusive === false
        ? `it must be more than ${issue.minimum}`
        : `it must be at least ${issue.minimum}`;
    }
    case 'too_big': {
      const count = counted[issue.origin];
      return count ? `it must have at most ${count(Number(issue.maximum))}` : `it must be at most ${issue.maximum}`;
    }
    default:
      return issue.message;
  }
}
