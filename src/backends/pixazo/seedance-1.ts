import * as z from 'zod';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Price } from '../../core/price.ts';
import { checkReferences } from '../../prompt/references/references.ts';
import type { Expected, Model } from '../backend.ts';
import { checkUrls } from '../media-check.ts';
import { parameterError } from '../parameter-error.ts';
import { choiceField, durationField, frames, promptField, text } from '../parameters.ts';
import { countFiles, findReferenceFiles } from '../reference-files.ts';
import { seedance1 } from '../seedance-limits.ts';
import { textIn, writeText } from './content.ts';
import { unit, wait } from './family.ts';

/** docs/wire.md, Seedance 1.0 at Pixazo: options are flags at the end of the text, and each operation has its own body. */
const limits = {
  ...seedance1,
  ratios: [...seedance1.ratios, 'adaptive'],
  resolutions: ['480p', '720p', '1080p'],
} as const;

const pictures = (image: number) => ({ ...limits, files: { image, video: 0, audio: 0, together: image } });

const words = {
  prompt: promptField(limits).optional(),
  text: text.optional().describe('The same as prompt; may carry its flags already.'),
};

const options = {
  ratio: choiceField('Aspect ratio', limits.ratios),
  resolution: choiceField('Resolution', limits.resolutions),
  duration: durationField(limits.duration),
  camera_fixed: z.boolean().optional().describe('Whether the camera stands still.'),
};

const model = text.optional().describe('Another model of this operation, by the service’s own name.');

const imageItem = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.union([text, z.strictObject({ url: text })]),
});
const content = z.array(z.discriminatedUnion('type', [z.strictObject({ type: z.literal('text'), text }), imageItem]));

const frameToVideoInput = z.strictObject({
  ...words,
  first_frame: text.describe('URL of the image that the video begins with.'),
  last_frame: text.describe('URL of the image that the video ends with.'),
  ...options,
  model,
});

const imageToVideoInput = z.strictObject({
  ...words,
  first_frame: frames.first_frame,
  image_files: z.array(text).max(1).optional().describe('The same as first_frame, as a list of one.'),
  content: content.min(1).optional().describe('The service’s own form, in place of prompt and image.'),
  ...options,
  model,
});

const textToVideoInput = z.strictObject({ ...words, ...options, model });

/** What a request says: its text in one of three places, and its options. */
type Said = {
  prompt?: string;
  text?: string;
  content?: z.infer<typeof content>;
  ratio?: string;
  resolution?: string;
  duration?: number;
  camera_fixed?: boolean;
};

const litePictures = 'seedance-1-0-lite-i2v-250428';
const liteText = 'seedance-1-0-lite-t2v-250428';

const shared = {
  kind: 'video' as const,
  wait,
  expected,
  parameterHints: {
    generate_audio: 'Seedance 1.0 makes silent videos: leave it out, or use Seedance 2.0.',
    watermark: 'There is no such choice here: leave it out.',
    video_files: 'Seedance 1.0 takes no reference videos: use seedance-2-0/reference-to-video.',
    audio_files: 'Seedance 1.0 takes no reference audio: use seedance-2-0/reference-to-video.',
    functionMode: 'The operation says it already: leave it out.',
    filePaths: 'Name the images first_frame and last_frame.',
  },
  listedPrice: (): Price => ({ amount: 0.2, unit, source: 'listed', note: 'Price list of April 2026: $0.20 a clip.' }),
};

export const frameToVideo: Model<z.infer<typeof frameToVideoInput>> = {
  ...shared,
  id: 'bytedance-text-to-image/frame-to-video',
  title: 'Seedance 1.0 Lite, first and last frame to video; no longer in the published list',
  limits: pictures(2),
  input: frameToVideoInput,
  check: (raw) => [...checkWords(raw), unlisted],
  canonicalWire: (input) => frameToVideo.toWire({ duration: limits.duration.default, ...input }),
  toWire: (input) => ({
    path: '/byteplus/v1/generateFrame2VideoTask',
    body: {
      model: input.model ?? litePictures,
      text: flaggedText(input),
      first_frame: input.first_frame,
      last_frame: input.last_frame,
    },
  }),
};

export const imageToVideo: Model<z.infer<typeof imageToVideoInput>> = {
  ...shared,
  id: 'bytedance-text-to-image/image-to-video-task',
  title: 'Seedance 1.0 Pro, image to video',
  limits: pictures(1),
  input: imageToVideoInput,
  check: (raw) => [...checkWords(raw), ...checkImage(raw)],
  canonicalWire: (input) => imageToVideo.toWire({ duration: limits.duration.default, ...input }),
  toWire: (input) => ({
    path: '/byteplus/v1/generateImage2VideoTask',
    body: {
      model: input.model ?? litePictures,
      content: [
        { type: 'text', text: flaggedText(input) },
        { type: 'image_url', image_url: findReferenceFiles(input)[0]?.url },
      ],
    },
  }),
};

export const textToVideo: Model<z.infer<typeof textToVideoInput>> = {
  ...shared,
  id: 'bytedance-text-to-image/generate-video-task',
  title: 'Seedance 1.0 Pro, text to video',
  limits: pictures(0),
  input: textToVideoInput,
  check: (raw) => checkWords(raw),
  canonicalWire: (input) => textToVideo.toWire({ duration: limits.duration.default, ...input }),
  toWire: (input) => ({
    path: '/byteplus/v1/generateVideoTask',
    body: { model: input.model ?? liteText, text: flaggedText(input) },
  }),
};

/** docs/wire.md, Seedance 1.0 at Pixazo. */
const unlisted: Diagnostic = {
  rule: 'model-unlisted',
  severity: 'warn',
  path: 'parameters',
  message:
    'Pixazo no longer lists frame-to-video: it may be refused. A first-and-last-frame operation of 2.0 or 2.5 does the same.',
};

/** Option → the flag that says it inside the text. */
const flags = { ratio: 'ratio', resolution: 'resolution', duration: 'duration', camera_fixed: 'camerafixed' } as const;
const flagNames = Object.entries(flags) as [keyof typeof flags, string][];

function flaggedText(input: Said): string {
  const given = flagNames.filter(([key]) => input[key] !== undefined).map(([key, flag]) => `--${flag} ${input[key]}`);
  return [writeText(textIn(input)?.words ?? ''), ...given].join(' ');
}

function expected(input: Said): Expected {
  const { ratio, resolution, duration } = input;
  return {
    prompt: textIn(input)?.words ?? '',
    durationSeconds: duration,
    ratio: ratio === 'adaptive' ? undefined : ratio,
    resolution,
    references: findReferenceFiles(input),
  };
}

function checkWords(raw: Record<string, unknown>): Diagnostic[] {
  const said = textIn(raw);
  if (!said)
    return [
      parameterError('parameter-missing', 'parameters.prompt', 'prompt is missing.', 'Say what the video shows.'),
    ];
  const { words, path } = said;
  const files = findReferenceFiles(raw);
  const mentions = checkReferences({ text: words, counts: countFiles(files), path });
  return [...checkUrls(files), ...mentions.filter(({ rule }) => rule !== 'ref-unused'), ...checkTextTwice(raw, path)];
}

function checkTextTwice(raw: Record<string, unknown>, path: string): Diagnostic[] {
  const given = ['prompt', 'text', 'content'].filter((key) => raw[key] !== undefined);
  return given.length > 1
    ? [parameterError('parameter-twice', path, `${given.join(' and ')} say the same thing twice.`, 'Give one of them.')]
    : [];
}

function checkImage(raw: Record<string, unknown>): Diagnostic[] {
  const count = findReferenceFiles(raw).length;
  const path = 'parameters.first_frame';
  if (count === 0)
    return [
      parameterError(
        'parameter-missing',
        path,
        'first_frame is missing.',
        'Give the URL of the image that the video begins with.',
      ),
    ];
  return count === 1
    ? []
    : [parameterError('parameter-twice', path, 'Exactly one image is taken.', 'Give first_frame and no other image.')];
}
