import * as z from 'zod';
import { ReferenceType } from '../core/reference-file.ts';
import { offScreenVoices } from '../prompt/input.ts';

const Line = z.strictObject({
  speaker: z.string(),
  line: z.string(),
  delivery: z.string().optional(),
  language: z.string().optional(),
  voice: z.enum(offScreenVoices).optional(),
});

export const Shot = z.strictObject({
  seconds: z.number().optional(),
  start: z.number().optional(),
  end: z.number().optional(),
  camera: z.string().optional().describe('Size, angle, one move'),
  visual: z.string(),
  action: z.string().optional(),
  dialogue: z.array(Line).optional(),
  sound: z.string().optional(),
  transition: z.string().optional().describe('continuous: no cut before it'),
  scene: z.string().optional(),
});

export const Reference = z.strictObject({
  url: z.string(),
  type: ReferenceType.optional(),
  name: z.string().optional(),
  role: z
    .string()
    .describe(
      'character, scene, product, style, first frame, last frame, camera, action, music, voice, edit, extend; then details',
    ),
  ignore: z.string().optional(),
  voice: z.string().optional(),
  seconds: z.number().optional(),
  real_person: z.boolean().optional(),
});

export const Scene = z.strictObject({
  style: z.string().optional(),
  place: z.string().optional(),
  light: z.string().optional(),
});

const soundtrack = z.strictObject({
  path: z.string().optional(),
  url: z.string().optional(),
  start_seconds: z.number().optional(),
  level: z.number().optional(),
});

/** Listed as a plain object: the list of tools is paid for in every conversation. */
export const Soundtrack = z.record(z.string(), z.unknown()).pipe(soundtrack);
