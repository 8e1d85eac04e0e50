import * as z from 'zod';

/** One finding of a check: where, what, and the replacement that fixes it. `error` stops a submit, the rest is advice. */
export const Diagnostic = z.object({
  /** Rule id as in docs, for example `ref-missing-file`. */
  rule: z.string(),
  severity: z.enum(['error', 'warn', 'info']),
  /** Where, in the caller's own field names: `parameters.image_files[2]`, `shots[1].camera`. */
  path: z.string(),
  message: z.string(),
  fix: z.string().optional(),
});
export type Diagnostic = z.output<typeof Diagnostic>;
