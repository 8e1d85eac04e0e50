import * as z from 'zod';
import type { Task } from '../../simulation/tasks.ts';
import { clipBodies } from './simulator-clips.ts';
import { type Family, families, type Mode } from './simulator-families.ts';
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

const tools = z.array(z.strictObject({ type: z.literal('web_search') })).optional();

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
