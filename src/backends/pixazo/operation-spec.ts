import * as z from 'zod';
import type { ReferenceFile, ReferenceType } from '../../core/reference-file.ts';
import { choiceField, durationField, fileFields, frames, promptField } from '../parameters.ts';
import { type ContentItem, contentItem } from './content.ts';
import { type Family, type OperationName, useInstead } from './family.ts';

/** What an operation makes a video of. */
export type OperationSpec = {
  family: Family;
  name: OperationName;
  input: z.ZodObject & z.ZodType<Input>;
  parameterHints: Readonly<Record<string, string>>;
  needsText?: boolean;
  takes: readonly ReferenceType[];
  /** What has to be among the files. */
  needs?: { has(files: readonly ReferenceFile[]): boolean; message: string; fix: string };
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
  duration?: number;
  ratio?: string;
  resolution?: string;
  generate_audio?: boolean;
  watermark?: boolean;
};

export function createOperation(family: Family, name: OperationName): OperationSpec {
  const { fields, ...rest } = specs[name];
  const shape = { ...sharedFields(family), ...fields(family) };
  const input = family.optionsUnpublished ? z.looseObject(shape) : z.strictObject(shape);
  return { family, name, input, parameterHints: { ...hintsOf(family), ...hintsOfFrames(family, name) }, ...rest };
}

function sharedFields({ limits, defaults }: Family) {
  return {
    prompt: promptField(limits)
      .optional()
      .describe('What to show; Image 1, Video 1, Audio 1 (or @image_file_1 …) name the files.'),
    content: z.array(contentItem).min(1).optional().describe('The service’s own form, in place of prompt and files.'),
    duration: durationField(limits.duration),
    ratio: choiceField('Aspect ratio', limits.ratios, defaults?.ratio),
    resolution: choiceField('Resolution', limits.resolutions, defaults?.resolution),
    generate_audio: flag('Whether the video has sound', defaults?.generate_audio),
    watermark: flag('Whether the video is marked', defaults?.watermark),
  };
}

function flag(words: string, usual: boolean | undefined) {
  const rest = usual === undefined ? '.' : `; ${usual} when left out.`;
  return z
    .boolean()
    .optional()
    .describe(words + rest);
}

const tools = z
  .array(z.strictObject({ type: z.literal('web_search') }))
  .optional()
  .describe('[{"type": "web_search"}] lets the model look things up.');

type Spec = Omit<OperationSpec, 'family' | 'name' | 'input' | 'parameterHints'> & {
  fields(family: Family): z.core.$ZodLooseShape;
};

const specs: Readonly<Record<OperationName, Spec>> = {
  text: { fields: ({ optionsUnpublished }) => (optionsUnpublished ? {} : { tools }), needsText: true, takes: [] },
  frames: {
    fields: () => frames,
    takes: ['image'],
    needs: {
      has: (files) => files.length > 0,
      message: 'first_frame is missing.',
      fix: 'Give the URL of the image that the video begins with.',
    },
  },
  references: {
    fields: ({ limits }) => fileFields(limits),
    takes: ['image', 'video', 'audio'],
    needs: {
      has: (files) => files.length > 0,
      message: 'No reference file is given.',
      fix: 'Give image_files, video_files or audio_files, or use text-to-video.',
    },
  },
  edit: {
    fields: ({ limits }) => {
      const { audio_files: _, audio_seconds: __, ...fields } = fileFields(limits);
      return fields;
    },
    takes: ['image', 'video'],
    needs: {
      has: hasVideo,
      message: 'The video to edit is missing.',
      fix: 'Give its URL in video_files.',
    },
  },
  extend: {
    fields: ({ limits }) => {
      const { video_files, video_seconds } = fileFields(limits);
      return { video_files, video_seconds };
    },
    takes: ['video'],
    needs: {
      has: (files) => files.length === 1 && hasVideo(files),
      message: 'Exactly one video can be extended.',
      fix: 'Give its URL alone in video_files.',
    },
  },
};

function hasVideo(files: readonly ReferenceFile[]): boolean {
  return files.some(({ type }) => type === 'video');
}

/** Names that other services use, and what is meant by them here. */
function hintsOf(family: Family): Record<string, string> {
  const useReferences = useInstead(family, 'references');
  const useFrames = useInstead(family, 'frames');
  return {
    functionMode: 'The operation says it already: leave it out.',
    model: 'The model id says it already: leave it out. tier chooses between fast and standard.',
    filePaths: useFrames,
    image_files: useReferences,
    video_files: useReferences,
    audio_files: useReferences,
    first_frame: useFrames,
    last_frame: useFrames,
    tools: 'Only text-to-video can search the web: leave it out.',
    camera_fixed: 'Say in the prompt that the camera stands still.',
  };
}

function hintsOfFrames(family: Family, name: OperationName): Record<string, string> {
  if (name !== 'frames') return {};
  const filePaths = 'Name the images first_frame and last_frame.';
  return { filePaths, image_files: `${filePaths} For references: ${useInstead(family, 'references')}` };
}
