import * as z from 'zod';
import type { Order, SimulatedModel } from './simulator-models.ts';

/** docs/wire.md, Seedance 2.5 at xskill: four modes, each with its own parameters. */

const list = (most: number) => z.array(z.string()).max(most).default([]);

const shared = {
  model: z.literal('Seedance_2.5'),
  prompt: z.string().min(1).max(6_000),
  resolution: z.enum(['480p', '720p']).default('720p'),
};
const duration = z.number().int().min(4).max(30);
const adaptive = z.literal('adaptive');

const Params = z
  .discriminatedUnion('functionMode', [
    z.looseObject({
      ...shared,
      functionMode: z.literal('omini'),
      ratio: z.enum(['21:9', '16:9', '4:3', '1:1', '3:4', '9:16', 'adaptive']).default('adaptive'),
      duration: duration.default(10),
      ...{ image_files: list(30), video_files: list(10), audio_files: list(10) },
      seed: z.number().int().min(0).max(4_294_967_295).optional(),
    }),
    z.looseObject({
      ...shared,
      functionMode: z.literal('first_last_frame'),
      image_url: z.string(),
      end_image_url: z.string().optional(),
      ratio: adaptive,
      duration: duration.default(10),
    }),
    z.looseObject({
      ...shared,
      functionMode: z.literal('extend'),
      video_url: z.string(),
      ratio: adaptive,
      duration: duration.default(10),
    }),
    z.looseObject({
      ...shared,
      functionMode: z.literal('edit'),
      video_url: z.string(),
      duration: z.never().optional(),
      ratio: z.never().optional(),
    }),
  ])
  .superRefine((params, issues) => {
    if (params.functionMode !== 'omini') return;
    const { image_files, video_files, audio_files } = params;
    if (audio_files.length > 0 && image_files.length + video_files.length === 0)
      issues.addIssue({ code: 'custom', path: ['audio_files'], message: 'need an image or a video beside them' });
  });

const pointsASecond = { '480p': 130, '720p': 260 } as const;
const clipSeconds = 8; // nobody looks into the clip of an edit here

const Described = Params.transform((params): Order => {
  const { prompt, resolution, duration: seconds = clipSeconds, ratio = 'adaptive' } = params;
  return {
    prompt,
    price: seconds * pointsASecond[resolution],
    slow: true,
    references: referencesOf(params),
    result: { kind: 'video', seconds, ratio, resolution, audio: true },
  };
});

/** Other models under this id: nobody wrote down what they take (docs/wire.md, Seedance 2.5 at xskill). */
const Undescribed = z
  .looseObject({
    model: z.string(),
    prompt: z.string().min(1),
    resolution: z.enum(['480p', '720p']).default('720p'),
    duration: duration.default(10),
    ratio: z.string().default('adaptive'),
    image_files: list(30),
  })
  .transform(
    ({ prompt, resolution, duration: seconds, ratio, image_files }): Order => ({
      prompt,
      price: seconds * pointsASecond[resolution],
      slow: true,
      references: { image_files },
      result: { kind: 'video', seconds, ratio, resolution, audio: true },
    }),
  );

export const seedance25: SimulatedModel = {
  id: 'st-ai/super-seed2-lite',
  name: 'Seedance 2.5',
  category: 'video',
  taskType: 'i2v',
  parameters: z.looseObject({ model: z.string() }).transform((params, issues): Order => {
    const read = (params.model === 'Seedance_2.5' ? Described : Undescribed).safeParse(params);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) issues.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  }),
  pricing: {
    base_price: 0,
    price_type: 'per_second',
    price_description: '480p 130 points per second, 720p 260 points per second, times the discount of your level',
    per_second: pointsASecond['480p'],
    vip_discount: { '0': 2, '1': 1.5, '2': 1 },
    examples: [{ description: '480p, 4 s, level 2', price: 520 }],
  },
};

function referencesOf(params: z.output<typeof Params>): Record<string, string[]> {
  switch (params.functionMode) {
    case 'omini':
      return { image_files: params.image_files, video_files: params.video_files, audio_files: params.audio_files };
    case 'first_last_frame':
      return { image_url: [params.image_url], end_image_url: params.end_image_url ? [params.end_image_url] : [] };
    default:
      return { video_url: [params.video_url] };
  }
}
