/** One finding of a check: where, what, and the replacement that mends it. `error` stops a submit, the rest is advice. */
export type Diagnostic = {
  /** Rule id as in docs, for example `ref-missing-file`. */
  rule: string;
  severity: 'error' | 'warn' | 'info';
  /** Where, in the caller's own field names: `parameters.image_files[2]`, `shots[1].camera`. */
  path: string;
  message: string;
  fix?: string;
};
