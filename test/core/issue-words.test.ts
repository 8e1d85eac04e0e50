import { expect, it } from 'vitest';
import * as z from 'zod';
import { describeIssue } from '../../src/core/issue-words.ts';

it.each([
  [z.string().min(1), '', 'it must have at least 1 character'],
  [z.string().max(2), 'abc', 'it must have at most 2 characters'],
  [z.array(z.string()).min(1), [], 'it must have at least 1 entry'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'it must have at most 2 entries'],
  [z.number().min(4), 1, 'it must be at least 4'],
  [z.number().max(15), 16, 'it must be at most 15'],
  [z.number().gt(0), 0, 'it must be more than 0'],
] as [z.ZodType, unknown, string][])('%# tells by how much a value is out of bounds', (schema, value, told) => {
  expect(schema.safeParse(value).error?.issues.map(describeIssue)).toEqual([told]);
});
