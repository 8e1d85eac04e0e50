import * as z from 'zod';
import type { Model } from '../backend.ts';
import { checkUrls } from '../media-check.ts';
import { text } from '../parameters.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { unit } from './family.ts';

const extractFrameInput = z.strictObject({
  video_url: text.describe('URL of the video.'),
  position: z
    .union([z.number(), text])
    .optional()
    .describe('Which frame; the last one when left out. Its form is not published.'),
});

/** docs/wire.md, Pixazo media tools. Nothing here chooses it by itself: its price is unknown. */
export const extractFrame: Model<z.infer<typeof extractFrameInput>> = {
  id: 'media-tools/video-extract-frame',
  title: 'Frame of a video as a picture; its price is unknown, get_task with frames: "last" is free',
  kind: 'image',
  limits: { files: { image: 0, video: 1, audio: 0, together: 1 } },
  input: extractFrameInput,
  check: (raw) => checkUrls(findReferenceFiles(raw)),
  wait: { firstSeconds: 5, everySeconds: 5, typicalSeconds: 60, pollSeconds: 5 },
  expected: (input) => ({ prompt: '', references: findReferenceFiles(input) }),
  toWire: (body) => ({ path: '/media-tools/v1/video-extract-frame', body }),
  listedPrice: () => ({ unit, source: 'unknown', note: 'Pixazo publishes no price for its media tools.' }),
};
