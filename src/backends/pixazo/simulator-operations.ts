import * as z from 'zod';
import type { Task } from '../../simulation/tasks.ts';
import { clipBodies } from './simulator-clips.ts';
import { frameBody } from './simulator-media-tools.ts';

/** What a submit asks for, whichever body it came in. `slow` is 2.0 beside 2.0 Fast. */
export type Order = { text: string; urls: string[]; result: Task['result']; slow?: boolean };

/** One submit (docs/wire.md, Pixazo operations). `prefix` begins the request ids it gives out. */
export type Operation = { path: string; modelId: string; prefix: string; body: z.ZodType<Order> };

const link = z.strictObject({ url: z.string() });
const role = z.enum(['first_frame', 'last_frame', 'reference_image', 'reference_video', 'reference_audio']).optional();
const Item = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().trim().min(1).max(20_000) }),
  z.strictObject({ type: z.literal('image_url'), image_url: link, role }),
  z.strictObject({ type: z.literal('video_url'), video_url: link, role }),
  z.strictObject({ type: z.literal('audio_url'), audio_url: link, role }),
]);
type Item = z.infer<typeof Item>;

type Counts = Record<string, readonly [least: number, most: number]>;

/** How many items of each type a mode takes; `references` counts all but text. */
type Mode = 'text' | 'frames' | 'reference' | 'edit' | 'extend';

/** A family as the service knows it: where each mode is posted, what it takes, and how its bodies are read. */
type Family = {
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
const tools = z.array(z.strictObject({ type: z.literal('web_search') })).optional();

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

const families: readonly Family[] = [
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

const Body = z.object({
  content: z.array(Item),
  duration: z.number(),
  ratio: z.string(),
  resolution: z.string(),
  generate_audio: z.boolean(),
});
const ownLengthSeconds = { short: 6, long: 10 };

function bodyOf(family: Family, mode: Mode): z.ZodType<Order> {
  const shape = { content: z.array(Item).min(1), ...family.options, ...(mode === 'text' && { tools }) };
  const body: z.ZodObject = family.loose ? z.looseObject(shape) : z.strictObject(shape);
  return body
    .superRefine((given, issues) => {
      const { content, ratio } = Body.parse(given);
      for (const message of contentProblems(family, mode, content))
        issues.addIssue({ code: 'custom', path: ['content'], message });
      if (family.adaptive?.includes(mode) && ratio !== 'adaptive')
        issues.addIssue({ code: 'custom', path: ['ratio'], message: 'must be adaptive here' });
    })
    .transform((given) => {
      const { content, duration, ratio, resolution, generate_audio: audio } = Body.parse(given);
      const chosen = family.loose ? ownLengthSeconds.long : ownLengthSeconds.short;
      return {
        text: content.map((item) => (item.type === 'text' ? item.text : '')).join(' '),
        urls: content.flatMap(urlOf),
        result: { kind: 'video', seconds: duration === -1 ? chosen : duration, ratio, resolution, audio },
        slow: family.slow,
      };
    });
}

const twoFrameRoles = /^first_frame last_frame$/;
const oneFrameRoles = /^(first_frame)?$/;
const referenceRoles = /^(reference_(image|video|audio) ?)*$/;

function contentProblems(family: Family, mode: Mode, content: readonly Item[]): string[] {
  const count = (type: string) =>
    content.filter((item) => (type === 'references' ? item.type !== 'text' : item.type === type)).length;
  const problems = Object.entries(family.counts[mode]).flatMap(([type, [least, most]]) => {
    const given = count(type);
    return given < least || given > most ? [`needs ${least} to ${most} ${type}, got ${given}`] : [];
  });
  if (!family.audioAlone && count('audio_url') > 0 && count('references') === count('audio_url'))
    problems.push('audio never comes alone');
  const roles = content.flatMap((item) => ('role' in item && item.role ? [item.role] : [])).join(' ');
  const free = family.framesWithoutRoles && roles === '';
  const allowed = mode !== 'frames' ? referenceRoles : count('image_url') === 2 ? twoFrameRoles : oneFrameRoles;
  if (!free && !allowed.test(roles)) problems.push(`has roles that do not fit: ${roles || 'none'}`);
  return problems;
}

function urlOf(item: Item): string[] {
  if (item.type === 'image_url') return [item.image_url.url];
  if (item.type === 'video_url') return [item.video_url.url];
  return item.type === 'audio_url' ? [item.audio_url.url] : [];
}

export const operations: readonly Operation[] = [
  ...families.flatMap((family) =>
    Object.entries(family.modes).map(([mode, { path, id }]) => ({
      path,
      modelId: `${family.prefix}/${id}`,
      prefix: family.prefix,
      body: bodyOf(family, mode as Mode),
    })),
  ),
  {
    path: '/byteplus/v1/generateFrame2VideoTask',
    modelId: 'bytedance-text-to-image/frame-to-video',
    prefix: 'byteplus',
    body: clipBodies.frames,
  },
  {
    path: '/byteplus/v1/generateImage2VideoTask',
    modelId: 'bytedance-text-to-image/image-to-video-task',
    prefix: 'byteplus',
    body: clipBodies.image,
  },
  {
    path: '/byteplus/v1/generateVideoTask',
    modelId: 'bytedance-text-to-image/generate-video-task',
    prefix: 'byteplus',
    body: clipBodies.text,
  },
  {
    path: '/media-tools/v1/video-extract-frame',
    modelId: 'media-tools/video-extract-frame',
    prefix: 'media-tools',
    body: frameBody,
  },
];
