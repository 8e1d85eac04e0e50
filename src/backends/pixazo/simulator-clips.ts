import * as z from 'zod';
import type { Order } from './simulator-operations.ts';

/** The 1.0 models: silent clips, options as flags at the end of the text (docs/wire.md, Seedance 1.0 at Pixazo). */
const model = z.string().regex(/^seedance-/, 'must be a Seedance model');
const text = z.string().trim().min(1).max(20_000).superRefine(checkFlags);

export const clipBodies = {
  frames: z
    .strictObject({ model, text, first_frame: z.string(), last_frame: z.string() })
    .transform((body) => order(body.text, [body.first_frame, body.last_frame])),
  image: z
    .strictObject({
      model,
      content: z.tuple([
        z.strictObject({ type: z.literal('text'), text }),
        z.strictObject({ type: z.literal('image_url'), image_url: z.string() }),
      ]),
    })
    .transform(({ content: [words, image] }) => order(words.text, [image.image_url])),
  text: z.strictObject({ model, text }).transform((body) => order(body.text, [])),
} satisfies Record<string, z.ZodType<Order>>;

const flags = {
  ratio: z.enum(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', 'adaptive']).default('16:9'),
  resolution: z.enum(['480p', '720p', '1080p']).default('720p'),
  duration: z.coerce.number().int().min(3).max(12).default(5),
  camerafixed: z.enum(['true', 'false']).optional(),
};
const Flags = z.object(flags);

function readFlags(text: string): Record<string, string> {
  const known = new RegExp(`\\s--(${Object.keys(flags).join('|')})\\s+(\\S+)`, 'g');
  return Object.fromEntries([...text.matchAll(known)].map(([, name, value]) => [name, value]));
}

function checkFlags(text: string, issues: z.core.$RefinementCtx<string>): void {
  for (const { path, message } of Flags.safeParse(readFlags(text)).error?.issues ?? []) {
    issues.addIssue({ code: 'custom', message: `--${path.join('.')}: ${message}` });
  }
}

function order(text: string, urls: string[]): Order {
  const { ratio, resolution, duration } = Flags.parse(readFlags(text));
  return { text, urls, result: { kind: 'video', seconds: duration, ratio, resolution, audio: false } };
}
