import * as z from 'zod';

export const ReferenceType = z.enum(['image', 'video', 'audio']);
export type ReferenceType = z.output<typeof ReferenceType>;

/** A reference file among the parameters of a task. */
export const ReferenceFile = z.object({
  type: ReferenceType,
  url: z.string(),
  /** Its place below `parameters`: `image_files[0]`, `content[1].image_url.url`. */
  field: z.string(),
});
export type ReferenceFile = z.output<typeof ReferenceFile>;
