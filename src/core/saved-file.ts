import * as z from 'zod';

/** What a file really is. Sizes are as displayed: rotation and pixel shape are applied. */
export const FileFacts = z.object({
  media_type: z.string(),
  bytes: z.number(),
  width: z.number().optional(),
  height: z.number().optional(),
  duration_seconds: z.number().optional(),
  has_audio: z.boolean().optional(),
});
export type FileFacts = z.output<typeof FileFacts>;

/** A file that a task made, on this disk. */
export const SavedFile = FileFacts.extend({
  /** Absolute. */
  path: z.string(),
  /** The machine that it is on, where that is another; its path begins with it. */
  host: z.string().optional(),
  /** Where the service offered it. */
  url: z.string(),
  sha256: z.string(),
});
export type SavedFile = z.output<typeof SavedFile>;

/** One point in which a finished file is not what was asked for, both sides in words. */
export const Mismatch = z.object({
  field: z.enum(['duration', 'ratio', 'resolution', 'audio']),
  asked: z.string(),
  got: z.string(),
});
export type Mismatch = z.output<typeof Mismatch>;
