import * as z from 'zod';
import type { Task } from '../../simulation/tasks.ts';
import { clipBodies } from './simulator-clips.ts';

/** What a submit asks for, whichever of the eleven bodies it came in. `slow` is 2.0 beside 2.0 Fast. */
export type Order = { text: string; urls: string[]; result: Task['result']; slow?: boolean };

/** One row of WIRE.md §2. `prefix` begins the request ids it gives out. */
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

const options = {
  duration: z
    .number()
    .int()
    .refine((seconds) => seconds === -1 || (seconds >= 4 && seconds <= 15), 'must be between 4 and 15, or -1')
    .default(5),
  ratio: z.enum(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', 'adaptive']).default('adaptive'),
  resolution: z.enum(['480p', '720p']).default('720p'),
  generate_audio: z.boolean().default(true),
  watermark: z.boolean().default(false),
};

const tools = z.array(z.strictObject({ type: z.literal('web_search') })).optional();

/** How many items of each type a mode takes, at least and at most; `references` counts all but text. */
const modes = {
  text: { text: [1, 1], references: [0, 0] },
  frames: { text: [0, 1], references: [1, 2], video_url: [0, 0], audio_url: [0, 0] },
  reference: { text: [0, 1], references: [1, 15], image_url: [0, 9], video_url: [0, 3], audio_url: [0, 3] },
  edit: { text: [0, 1], references: [1, 12], image_url: [0, 9], video_url: [1, 3], audio_url: [0, 0] },
} as const satisfies Record<string, Record<string, readonly [least: number, most: number]>>;
type Mode = keyof typeof modes;

function modeBody(mode: Mode, slow: boolean): z.ZodType<Order> {
  return z
    .strictObject({ content: z.array(Item).min(1), ...options, ...(mode === 'text' ? { tools } : {}) })
    .superRefine(({ content }, issues) => {
      for (const message of contentProblems(mode, content))
        issues.addIssue({ code: 'custom', path: ['content'], message });
    })
    .transform(({ content, duration, ratio, resolution, generate_audio: audio }) => ({
      text: content.map((item) => (item.type === 'text' ? item.text : '')).join(' '),
      urls: content.flatMap(urlOf),
      result: { kind: 'video', seconds: duration === -1 ? 6 : duration, ratio, resolution, audio },
      slow,
    }));
}

const twoFrameRoles = /^first_frame last_frame$/;
const oneFrameRoles = /^(first_frame)?$/;
const referenceRoles = /^(reference_(image|video|audio) ?)*$/;

function contentProblems(mode: Mode, content: readonly Item[]): string[] {
  const count = (type: string) =>
    content.filter((item) => (type === 'references' ? item.type !== 'text' : item.type === type)).length;
  const problems = Object.entries(modes[mode]).flatMap(([type, [least, most]]) => {
    const given = count(type);
    return given < least || given > most ? [`needs ${least} to ${most} ${type}, got ${given}`] : [];
  });
  if (count('audio_url') > 0 && count('references') === count('audio_url')) problems.push('audio never comes alone');
  const roles = content.flatMap((item) => ('role' in item && item.role ? [item.role] : [])).join(' ');
  const allowed = mode !== 'frames' ? referenceRoles : count('image_url') === 2 ? twoFrameRoles : oneFrameRoles;
  if (!allowed.test(roles)) problems.push(`has roles that do not fit: ${roles || 'none'}`);
  return problems;
}

function urlOf(item: Item): string[] {
  if (item.type === 'image_url') return [item.image_url.url];
  if (item.type === 'video_url') return [item.video_url.url];
  return item.type === 'audio_url' ? [item.audio_url.url] : [];
}

/** The four operations of a 2.0 model. */
function model(prefix: string, suffix: string, ids: Record<Mode, string>): Operation[] {
  const paths = {
    text: 'text-to-video',
    frames: 'first-last-frame-to-video',
    reference: 'reference-to-video',
    edit: 'edit-video',
  };
  return (Object.keys(modes) as Mode[]).map((mode) => ({
    path: `/${prefix}/v1/${paths[mode]}${suffix}`,
    modelId: `${prefix}/${ids[mode]}`,
    prefix,
    body: modeBody(mode, suffix === ''),
  }));
}

const frames = 'image-to-video-first-and-last-frames';

export const operations: readonly Operation[] = [
  ...model('seedance-2-0', '', { text: 'text-to-video', frames, reference: 'reference-to-video', edit: 'edit-video' }),
  ...model('seedance-2-0-fast', '-fast', {
    text: 'text-to-video',
    frames,
    reference: 'multimodal-reference-image-video-audio',
    edit: 'video-editing',
  }),
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
];
