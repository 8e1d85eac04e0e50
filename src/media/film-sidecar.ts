import * as z from 'zod';

/** A name in the sidecar's own folder. */
const fileName = z.string().regex(/^[^/\\]+$/);
const file = z.object({ name: fileName, bytes: z.number(), sha256: z.string() });

const take = z.object({
  task_id: z.string(),
  /** The one that is in the film. */
  used: z.boolean(),
  status: z.string(),
  file: file.optional(),
  price: z.object({ amount: z.number().optional(), unit: z.string() }).optional(),
});

const clip = z.object({
  /** From 1. */
  clip: z.number(),
  /** Such as `1-3`. */
  shots: z.string().optional(),
  scene: z.string().optional(),
  /** Seconds in the film, measured. */
  start: z.number(),
  end: z.number(),
  frames: z.number(),
  /** Its picture was re-encoded to fit. */
  converted: z.boolean().optional(),
  takes: z.array(take),
});

/** What stands beside a film: how it was made and what it is made of, so that the folder explains itself without us. */
export const FilmSidecar = z.object({
  made_by: z.literal('seedance-mcp'),
  kind: z.literal('film'),
  /** The production's id. */
  task_id: z.string(),
  title: z.string(),
  /** What was composed: the clips with their shots, what is spoken, the soundtrack. */
  storyboard: z.record(z.string(), z.unknown()),
  seconds: z.number(),
  /** The joined file; left out while the clips stay apart. */
  film: file.optional(),
  /** Why there is no joined file, and what would help. */
  apart: z.object({ playlist: fileName, reason: z.string(), missing: z.string() }).optional(),
  clips: z.array(clip),
  soundtrack: z.object({ mixed: z.boolean(), name: fileName.optional() }).optional(),
  /** What an editor opens: OTIO, FCPXML, subtitles. */
  exports: z.array(fileName),
  price: z.object({ amounts: z.array(z.object({ amount: z.number(), unit: z.string() })) }),
  rehearsal: z.boolean().optional(),
  /** ISO 8601, UTC. */
  submitted_at: z.string(),
  saved_at: z.string(),
  warnings: z.array(z.string()),
});
export type FilmSidecar = z.infer<typeof FilmSidecar>;
