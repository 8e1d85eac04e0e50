import { createHash } from 'node:crypto';
import type * as z from 'zod';

/** One refused field, as the services name it: `image_files.2`. */
export type FieldError = { field: string; message: string };

/** The issues of a refused body, unknown fields one by one. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = (key?: string) => [...issue.path, ...(key === undefined ? [] : [key])].join('.');
    if (issue.code !== 'unrecognized_keys') return [{ field: at(), message: issue.message }];
    return issue.keys.map((key) => ({ field: at(key), message: 'unknown field' }));
  });
}

/** Short and stable, and tells nothing of the text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
