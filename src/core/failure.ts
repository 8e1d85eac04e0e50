import * as z from 'zod';
import { type ErrorCode, errorCodes } from './errors.ts';

/** An error as it is recorded and handed on. A code that a newer version may add counts as `internal`. */
export const Failure = z.object({
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(errorCodes, code)).catch('internal'),
  message: z.string(),
  nextStep: z.string(),
});
export type Failure = z.output<typeof Failure>;
