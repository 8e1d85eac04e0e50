import * as z from 'zod';
import { at } from './urls.ts';

/** A task id as a service gives it: it goes into URLs, file names and answers. */
export const RemoteId = z.union([
  z
    .string()
    .trim()
    .regex(/^[\x21-\x2e\x30-\x7e]{1,200}$/),
  z.int().transform(String),
]);

/** An answer about one task. One that names another is no answer; `places` are where it may be named. */
export function replyAbout<T>(remoteId: string, places: readonly string[][], schema: z.ZodType<T>) {
  const isOther = (named: unknown): boolean =>
    (typeof named === 'string' || typeof named === 'number') && String(named).trim() !== remoteId;
  return z
    .unknown()
    .refine((reply) => !places.some((place) => isOther(at(reply, ...place))), 'another task')
    .pipe(schema);
}
