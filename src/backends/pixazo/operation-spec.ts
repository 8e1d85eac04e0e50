import * as z from 'zod';
import type { ReferenceFile } from '../../core/reference-file.ts';
import { parameters, ratios } from '../parameters.ts';
import { type ContentItem, contentItem } from './content.ts';

/** What an operation of Seedance 2.0 makes a video of (WIRE.md section 2, rows 1–8). */
export type OperationSpec = {
  input: z.ZodObject & z.ZodType<Input>;
  parameterHints: Readonly<Record<string, string>>;
  needsText?: boolean;
  takes: readonly ReferenceFile['type'][];
  /** What has to be among the files. */
  needs?: { has(files: readonly ReferenceFile[]): boolean; message: string; fix: string };
  /** The images are the first and the last frame, not references. */
  frames?: boolean;
};

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

export type Input = {
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
} & { [Key in keyof typeof options]?: z.infer<(typeof options)[Key]> };

const { image_files, video_files, audio_files, video_seconds, audio_seconds, first_frame, last_frame } = parameters;

const shared = {
  prompt: parameters.prompt
    .optional()
    .describe('What to show; Image 1, Video 1, Audio 1 (or @image_file_1 …) name the files.'),
  content: z.array(contentItem).min(1).optional().describe('The service’s own form, in place of prompt and files.'),
  ...options,
};

const tools = z
  .array(z.strictObject({ type: z.literal('web_search') }))
  .optional()
  .describe('[{"type": "web_search"}] lets the model look things up.');

export const useReferences =
  'Use the reference operation: seedance-2-0/reference-to-video or seedance-2-0-fast/multimodal-reference-image-video-audio.';
export const useFrames = 'Use image-to-video-first-and-last-frames of seedance-2-0 or seedance-2-0-fast.';

/** Names that other services use, and what is meant by them here. */
const parameterHints = {
  functionMode: 'The operation says it already: leave it out.',
  model: 'The model id says it already: the fast model is seedance-2-0-fast.',
  filePaths: useFrames,
  image_urls: 'Reference images are called image_files here.',
  image_files: useReferences,
  video_files: useReferences,
  audio_files: useReferences,
  first_frame: useFrames,
  last_frame: useFrames,
  tools: 'Only text-to-video can search the web: leave it out.',
  camera_fixed: 'Say in the prompt that the camera stands still.',
  aspect_ratio: 'It is called ratio.',
};

export const text: OperationSpec = {
  input: z.strictObject({ ...shared, tools }),
  parameterHints,
  needsText: true,
  takes: [],
};

export const frames: OperationSpec = {
  input: z.strictObject({ ...shared, first_frame, last_frame }),
  parameterHints: {
    ...parameterHints,
    filePaths: 'Name the images first_frame and last_frame.',
    image_files: `Name the images first_frame and last_frame. For references: ${useReferences}`,
  },
  takes: ['image'],
  needs: {
    has: (files) => files.length > 0,
    message: 'first_frame is missing.',
    fix: 'Give the URL of the image that the video begins with.',
  },
  frames: true,
};

export const references: OperationSpec = {
  input: z.strictObject({ ...shared, image_files, video_files, audio_files, video_seconds, audio_seconds }),
  parameterHints,
  takes: ['image', 'video', 'audio'],
  needs: {
    has: (files) => files.length > 0,
    message: 'No reference file is given.',
    fix: 'Give image_files, video_files or audio_files, or use text-to-video.',
  },
};

export const edit: OperationSpec = {
  input: z.strictObject({ ...shared, image_files, video_files, video_seconds }),
  parameterHints,
  takes: ['image', 'video'],
  needs: {
    has: (files) => files.some(({ type }) => type === 'video'),
    message: 'The video to edit is missing.',
    fix: 'Give its URL in video_files.',
  },
};
