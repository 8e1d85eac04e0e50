import * as z from 'zod';
import type { Problem } from '../../prompt/problem.ts';
import { checkReferences } from '../../prompt/references.ts';
import type { Asked, Model, Price, Wait } from '../backend.ts';
import { checkMedia, countMedia, findMedia, type Medium } from '../media.ts';
import { parameters, ratios } from '../parameters.ts';
import { type ContentItem, composeContent, contentItem, textIn, writeText } from './content.ts';

/** Seeds: about 10 minutes; looked at as the xskill seed says. */
export const wait: Wait = { firstSeconds: 60, everySeconds: 90, typicalSeconds: 600, pollSeconds: 10 };

export const unit = 'USD';

/** What an operation makes a video of. */
export type Does = keyof typeof kinds;

/** One operation of Seedance 2.0 (WIRE.md section 2, rows 1–8). */
export type Operation = { id: string; title: string; path: string; does: Does; usdPerSecond: number };

export function defineSeedance2({ id, title, path, does, usdPerSecond }: Operation): Model<Input> {
  const kind = kinds[does];
  return {
    id,
    title,
    kind: 'video',
    input: kind.input,
    elsewhere: { ...elsewhere, ...kind.elsewhere },
    check: (raw) => check(raw, kind),
    wait,
    asked,
    toWire: ({
      content,
      prompt,
      image_files,
      video_files,
      audio_files,
      first_frame,
      last_frame,
      video_seconds: _,
      audio_seconds: __,
      ...options
    }) => ({
      path,
      body: {
        content:
          content?.map(spelled) ??
          composeContent({ prompt, image_files, video_files, audio_files, first_frame, last_frame }),
        ...options,
      },
    }),
    listedPrice: (input) => listedPrice(input, usdPerSecond),
  };
}

const { prompt, image_files, video_files, audio_files, video_seconds, audio_seconds, first_frame, last_frame } =
  parameters;

const options = {
  duration: z
    .int()
    .min(-1)
    .max(15)
    .refine((seconds) => seconds === -1 || seconds >= 4, 'it must be 4–15, or -1 for automatic')
    .optional()
    .describe('Whole seconds, 4–15, or -1 for automatic; 5 when left out.'),
  ratio: z
    .enum([...ratios, 'adaptive'])
    .optional()
    .describe(`Aspect ratio: ${ratios.join(', ')} or adaptive (when left out).`),
  resolution: z.enum(['480p', '720p']).optional().describe('480p or 720p (when left out).'),
  generate_audio: z.boolean().optional().describe('Whether the video has sound; true when left out.'),
  watermark: z.boolean().optional().describe('Whether the video is marked; false when left out.'),
};

const content = z
  .array(contentItem)
  .min(1)
  .optional()
  .describe('The service’s own form, in place of prompt and files.');
const tools = z
  .array(z.strictObject({ type: z.literal('web_search') }))
  .optional()
  .describe('[{"type": "web_search"}] lets the model look things up.');

type Common = { [Key in keyof typeof options]?: z.infer<(typeof options)[Key]> };
type Input = Common & {
  content?: ContentItem[];
  prompt?: string;
  image_files?: string[];
  video_files?: string[];
  audio_files?: string[];
  video_seconds?: number[];
  audio_seconds?: number[];
  first_frame?: string;
  last_frame?: string;
  tools?: { type: 'web_search' }[];
};

type Kind = {
  input: z.ZodType<Input>;
  elsewhere: Record<string, string>;
  needsText: boolean;
  takes: readonly Medium['type'][];
  /** What has to be among the files, of the kinds that are taken. */
  needs?: { has(media: readonly Medium[]): boolean; message: string; fix: string };
  frames?: boolean;
};

const optionalPrompt = prompt
  .optional()
  .describe('What to show; Image 1, Video 1, Audio 1 (or @image_file_1 …) name the files.');
const files = { image_files, video_files, audio_files, video_seconds, audio_seconds };
const useReferences =
  'Use the reference operation: seedance-2-0/reference-to-video or seedance-2-0-fast/multimodal-reference-image-video-audio.';
const useFrames = 'Use the operation image-to-video-first-and-last-frames of seedance-2-0 or seedance-2-0-fast.';

const kinds = {
  text: {
    input: z.strictObject({ prompt: optionalPrompt, content, ...options, tools }),
    elsewhere: {
      image_files: useReferences,
      video_files: useReferences,
      audio_files: useReferences,
      first_frame: useFrames,
      last_frame: useFrames,
    },
    needsText: true,
    takes: [],
  },
  frames: {
    input: z.strictObject({ prompt: optionalPrompt, content, first_frame, last_frame, ...options }),
    elsewhere: {
      image_files: `Name the images first_frame and last_frame. For references: ${useReferences}`,
      filePaths: 'Name the images first_frame and last_frame.',
      video_files: useReferences,
      audio_files: useReferences,
    },
    needsText: false,
    takes: ['image'],
    needs: {
      has: (media) => media.length > 0,
      message: 'first_frame is missing.',
      fix: 'Give the URL of the image that the video begins with.',
    },
    frames: true,
  },
  references: {
    input: z.strictObject({ prompt: optionalPrompt, content, ...files, ...options }),
    elsewhere: { first_frame: useFrames, last_frame: useFrames },
    needsText: false,
    takes: ['image', 'video', 'audio'],
    needs: {
      has: (media) => media.length > 0,
      message: 'No reference file is given.',
      fix: 'Give image_files, video_files or audio_files, or use text-to-video.',
    },
  },
  edit: {
    input: z.strictObject({ prompt: optionalPrompt, content, image_files, video_files, video_seconds, ...options }),
    elsewhere: { audio_files: useReferences, first_frame: useFrames, last_frame: useFrames },
    needsText: false,
    takes: ['image', 'video'],
    needs: {
      has: (media) => media.some(({ type }) => type === 'video'),
      message: 'The video to edit is missing.',
      fix: 'Give its URL in video_files.',
    },
  },
} satisfies Record<string, Kind>;

/** Names that other services use, and what is meant by them here. */
const elsewhere = {
  functionMode: 'The operation says it already: leave it out.',
  model: 'The model id says it already: use a seedance-2-0-fast operation for the fast model.',
  filePaths: useFrames,
  image_urls: 'Reference images are called image_files here.',
  camera_fixed: 'Say in the prompt that the camera stands still.',
  tools: 'Only text-to-video can search the web: leave it out.',
  aspect_ratio: 'It is called ratio.',
};

function spelled(item: ContentItem): ContentItem {
  return item.type === 'text' ? { ...item, text: writeText(item.text) } : item;
}

function asked(input: Input): Asked {
  const { duration, ratio, resolution, generate_audio: audio } = input;
  return {
    prompt: textIn(input)?.words ?? '',
    durationSeconds: duration === -1 ? undefined : duration,
    ratio: ratio === 'adaptive' ? undefined : ratio,
    resolution,
    audio,
    references: findMedia(input),
  };
}

/** WIRE.md section 2: a 5 s request was billed as 6 s. An automatic length may be the longest. */
function listedPrice({ duration = 5 }: Input, usdPerSecond: number): Price {
  const seconds = (duration === -1 ? 15 : duration) + 1;
  const longest = duration === -1 ? ' The length is automatic, so this is the most it can be.' : '';
  const note = `Price list of April 2026: $${usdPerSecond} a second, rounded up (5 s were billed as 6).${longest}`;
  return { amount: Math.round(seconds * usdPerSecond * 100) / 100, unit, source: 'listed', note };
}

const commonKeys = ['prompt', 'image_files', 'video_files', 'audio_files', 'first_frame', 'last_frame'];

function check(raw: Record<string, unknown>, kind: Kind): Problem[] {
  const problems: Problem[] = [];
  const error = (rule: string, path: string, message: string, fix?: string) =>
    problems.push({ rule, severity: 'error', path, message, fix });
  const media = findMedia(raw).filter(
    ({ field }) => field.startsWith('content') || Object.hasOwn(shapeOf(kind), field.replace(/\[.*/, '')),
  );
  const words = textIn(raw);
  const twice = commonKeys.filter((key) => raw.content !== undefined && raw[key] !== undefined);
  if (twice.length > 0)
    error(
      'parameter-twice',
      'parameters.content',
      `content and ${twice.join(', ')} say the same thing twice.`,
      'Give one of them.',
    );
  if (kind.needsText && !words)
    error('parameter-missing', 'parameters.prompt', 'prompt is missing.', 'Say what the video shows.');
  for (const { type, field } of media) {
    if (!kind.takes.includes(type))
      error(
        'mode-exclusive',
        `parameters.${field}`,
        `This operation takes no ${type}.`,
        type === 'audio' ? useReferences : `${useReferences} ${useFrames}`,
      );
  }
  if (kind.needs && !kind.needs.has(media))
    error('parameter-missing', 'parameters', kind.needs.message, kind.needs.fix);
  problems.push(...(kind.frames ? checkFrames(raw, media) : checkNoFrames(raw)));
  return [...problems, ...checkMedia(raw, media), ...checkWords(words, media, kind)];
}

function shapeOf({ input }: Kind): object {
  return input instanceof z.ZodObject ? input.shape : {};
}

function checkFrames(raw: Record<string, unknown>, media: readonly Medium[]): Problem[] {
  const problem = { severity: 'error', path: 'parameters.last_frame' } as const;
  if (media.length > 2) {
    return [
      {
        ...problem,
        rule: 'mode-exclusive',
        path: 'parameters.content',
        message: 'At most a first and a last frame are taken.',
        fix: useReferences,
      },
    ];
  }
  const roles = Array.isArray(raw.content) ? raw.content.flatMap((item: unknown) => roleOf(item) ?? []) : [];
  const lastAlone = raw.last_frame !== undefined && raw.first_frame === undefined && raw.content === undefined;
  if (lastAlone || (roles.includes('last_frame') && !roles.includes('first_frame'))) {
    return [
      { ...problem, rule: 'frame-missing', message: 'A last frame needs a first frame.', fix: 'Give first_frame too.' },
    ];
  }
  if (raw.content !== undefined && media.length === 2 && roles.length !== 2) {
    const message = 'Two frames need the roles first_frame and last_frame.';
    return [
      { ...problem, rule: 'frame-missing', path: 'parameters.content', message, fix: 'Add "role" to both images.' },
    ];
  }
  return [];
}

function checkNoFrames({ content }: Record<string, unknown>): Problem[] {
  const roles = Array.isArray(content) ? content.map(roleOf) : [];
  const frame = roles.find((role) => role === 'first_frame' || role === 'last_frame');
  if (!frame) return [];
  return [
    {
      rule: 'mode-exclusive',
      severity: 'error',
      path: 'parameters.content',
      message: `This operation takes no ${frame}.`,
      fix: useFrames,
    },
  ];
}

function roleOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'role' in item && typeof item.role === 'string'
    ? item.role
    : undefined;
}

function checkWords(
  text: { words: string; path: string } | undefined,
  media: readonly Medium[],
  kind: Kind,
): Problem[] {
  if (!text) return [];
  const { words, path } = text;
  const problems = checkReferences({ text: words, counts: countMedia(media), path });
  const shown = kind.frames ? problems.filter(({ rule }) => rule !== 'ref-unused') : problems;
  if (writeText(words) === words) return shown;
  return [
    ...shown,
    {
      rule: 'ref-host-syntax',
      severity: 'info',
      path,
      message: 'Mentions of reference files are sent in Pixazo’s spelling, such as Image 1.',
    },
  ];
}
