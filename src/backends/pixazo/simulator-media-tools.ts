import * as z from 'zod';
import type { Order } from './simulator-operations.ts';

/** docs/wire.md, Pixazo media tools. */
export const frameBody = z
  .strictObject({ video_url: z.url(), position: z.union([z.number(), z.string()]).optional() })
  .transform(({ video_url: url }): Order => {
    return { text: '', urls: [url], result: { kind: 'image', width: 1280, height: 720, count: 1, seed: url } };
  });
