import * as z from 'zod';
import { findReferenceFiles } from '../reference-files.ts';
import { seedance } from '../seedance-limits.ts';
import type { XskillModel } from './model.ts';
import { createTask, imageWait, unit, videoWait } from './model.ts';

/** A model that nothing here describes: its parameters go to the service as they are. */
export function unchecked(id: string): XskillModel {
  const kind = /seedream|to-image|image$|\/edit$/.test(id) ? 'image' : 'video';
  return {
    id,
    title: id,
    kind,
    // Only the pictures of this machine and the links are looked at.
    limits: { fileBytes: seedance.fileBytes, formats: { image: seedance.formats.image }, picture: seedance.picture },
    input: z.looseObject({}),
    check: () => [],
    wait: kind === 'image' ? imageWait : videoWait,
    expected: (input) => ({
      prompt: typeof input.prompt === 'string' ? input.prompt : '',
      references: findReferenceFiles(input),
    }),
    toWire: ({ video_seconds: _, audio_seconds: __, ...params }) => createTask(id, params),
    listedPrice: () => ({ unit, source: 'unknown', note: `No price is listed here for ${id}.` }),
    quantity: ({ duration, num_images }) => ({ seconds: positive(duration), images: positive(num_images) }),
  };
}

/** Later models take durations as text. */
function positive(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : undefined;
}
