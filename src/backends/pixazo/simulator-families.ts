import * as z from 'zod';

type Counts = Record<string, readonly [least: number, most: number]>;

/** How many items of each type a mode takes; `references` counts all but text. */
export type Mode = 'text' | 'frames' | 'reference' | 'edit' | 'extend';

/** A family as the service knows it: where each mode is posted, what it takes, and how its bodies are read. */
export type Family = {
  prefix: string;
  modes: Partial<Record<Mode, { path: string; id: string }>>;
  counts: Record<Mode, Counts>;
  options: z.core.$ZodLooseShape;
  slow?: boolean;
  /** Nobody wrote its options down: others pass. */
  loose?: boolean;
  audioAlone?: boolean;
  framesWithoutRoles?: boolean;
  /** Modes that are refused with any other ratio than `adaptive`. */
  adaptive?: readonly Mode[];
};

function secondsBetween(least: number, most: number) {
  const message = `must be between ${least} and ${most}, or -1`;
  return z
    .number()
    .int()
    .refine((seconds) => seconds === -1 || (seconds >= least && seconds <= most), message);
}

const ratio = z.enum(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', 'adaptive']).default('adaptive');
const sound = { generate_audio: z.boolean().default(true), watermark: z.boolean().default(false) };

function countsOf(image: number, video: number, audio: number, together: number): Record<Mode, Counts> {
  const references = { image_url: [0, image], video_url: [0, video], audio_url: [0, audio] } as const;
  return {
    text: { text: [1, 1], references: [0, 0] },
    frames: { text: [0, 1], references: [1, 2], video_url: [0, 0], audio_url: [0, 0] },
    reference: { text: [0, 1], references: [1, together], ...references },
    edit: { text: [0, 1], references: [1, together], ...references, video_url: [1, video], audio_url: [0, 0] },
    extend: { text: [0, 1], references: [1, 1], video_url: [1, 1] },
  };
}

/** As the 2.0 models take it. */
const published = {
  counts: countsOf(9, 3, 3, 12),
  options: {
    duration: secondsBetween(4, 15).default(5),
    ratio,
    resolution: z.enum(['480p', '720p']).default('720p'),
    ...sound,
  },
};

const framesId = 'image-to-video-first-and-last-frames';

/** What the service offers (docs/wire.md, Pixazo operations). */
export const families: readonly Family[] = [
  {
    ...published,
    prefix: 'seedance-2-0',
    slow: true,
    modes: {
      text: { path: '/seedance-2-0/v1/text-to-video', id: 'text-to-video' },
      frames: { path: '/seedance-2-0/v1/first-last-frame-to-video', id: framesId },
      reference: { path: '/seedance-2-0/v1/reference-to-video', id: 'reference-to-video' },
      edit: { path: '/seedance-2-0/v1/edit-video', id: 'edit-video' },
    },
  },
  {
    ...published,
    prefix: 'seedance-2-0-fast',
    modes: {
      text: { path: '/seedance-2-0-fast/v1/text-to-video-fast', id: 'text-to-video' },
      frames: { path: '/seedance-2-0-fast/v1/first-last-frame-to-video-fast', id: framesId },
      reference: {
        path: '/seedance-2-0-fast/v1/reference-to-video-fast',
        id: 'multimodal-reference-image-video-audio',
      },
      edit: { path: '/seedance-2-0-fast/v1/edit-video-fast', id: 'video-editing' },
    },
  },
  {
    ...published,
    prefix: 'seedance-2-0-mini',
    modes: {
      text: { path: '/seedance-2-0-mini/text-to-video', id: 'text-to-video' },
      frames: { path: '/seedance-2-0-mini/first-last-frame-to-video', id: framesId },
      reference: { path: '/seedance-2-0-mini/reference-to-video', id: 'reference-to-video' },
      edit: { path: '/seedance-2-0-mini/edit-video', id: 'edit-video' },
    },
  },
  {
    prefix: 'seedance-2-5',
    slow: true,
    counts: countsOf(30, 10, 10, 50),
    // What the model behind it takes (docs/wire.md, Seedance 2.5 limits). Left alone it may choose 10 s.
    options: {
      duration: secondsBetween(4, 30).default(-1),
      ratio,
      resolution: z.enum(['480p', '720p', '1080p']).default('720p'),
      ...sound,
    },
    loose: true,
    audioAlone: true,
    framesWithoutRoles: true,
    adaptive: ['frames', 'edit', 'extend'],
    modes: {
      text: { path: '/seedance-2-5/v1/text-to-video', id: 'text-to-video' },
      frames: { path: '/seedance-2-5/v1/first-last-frame-to-video', id: 'first-last-frame-to-video' },
      reference: { path: '/seedance-2-5/v1/reference-to-video', id: 'reference-to-video' },
      edit: { path: '/seedance-2-5/v1/edit-video', id: 'edit-video' },
      extend: { path: '/seedance-2-5/v1/extend-video', id: 'extend-video' },
    },
  },
];
