import * as z from 'zod';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Price } from '../../core/price.ts';
import { renderReferences } from '../../prompt/references/references.ts';
import { checkMedia, checkUrls } from '../media-check.ts';
import { parameterError } from '../parameter-error.ts';
import { choiceField, durationField, fileFields, frames, promptField, text } from '../parameters.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { seedance2 } from '../seedance-limits.ts';
import { createTask, type Quantity, unit, videoWait, type XskillModel } from './model.ts';
import { checkPrompt, fileMention } from './prompt.ts';

const limits = seedance2;

const { image_files, video_files, audio_files, video_seconds, audio_seconds } = fileFields(limits);

const input = z.strictObject({
  prompt: promptField(limits).describe(
    'The storyboard prompt; @image_file_1, @video_file_1, @audio_file_1 name the reference files.',
  ),
  functionMode: z
    .enum(['omni_reference', 'first_last_frames'])
    .optional()
    .describe('omni_reference (when left out) or first_last_frames.'),
  ...{ image_files, video_files, audio_files },
  filePaths: z
    .array(text)
    .max(2)
    .optional()
    .describe('Image URLs of first_last_frames: none = from text alone, 1 = first frame, 2 = first and last frame.'),
  ...frames,
  ratio: choiceField('Aspect ratio', limits.ratios),
  duration: durationField(limits.duration),
  model: z
    .enum(['seedance_2.0_fast', 'seedance_2.0'])
    .optional()
    .describe('seedance_2.0_fast (when left out) or seedance_2.0, the standard quality. tier says the same.'),
  ...{ video_seconds, audio_seconds },
});

type Input = z.infer<typeof input>;

/** What the service takes for what is left out (docs/wire.md, xskill models). */
const defaults = { duration: limits.duration.default, model: 'seedance_2.0_fast' } as const;

/** Points a second of the fast model (docs/wire.md, xskill money). */
const listedPointsPerSecond = 10;

export const superSeed2: XskillModel<Input> = {
  id: 'st-ai/super-seed2',
  title: 'Seedance 2.0',
  kind: 'video',
  limits,
  input,
  parameterHints: {
    resolution: 'The service chooses it: leave it out, or use a Pixazo model, which takes 480p or 720p.',
    generate_audio: 'There is no such choice here: describe the sound, or silence, in the prompt.',
    watermark: 'There is no such choice here: leave it out.',
    content: 'Use prompt, image_files, video_files and audio_files.',
    tools: 'There is no web search here: leave it out.',
    camera_fixed: 'Say in the prompt that the camera stands still.',
  },
  check: checkSuperSeed2,
  wait: videoWait,
  tiers: {
    fast: { parameters: { model: 'seedance_2.0_fast' } },
    standard: { parameters: { model: 'seedance_2.0' } },
  },
  expected: ({ prompt, duration, ratio, model = defaults.model, ...rest }) => ({
    prompt,
    durationSeconds: duration,
    ratio,
    tier: model === 'seedance_2.0' ? 'standard' : 'fast',
    references: findReferenceFiles(rest),
  }),
  toWire,
  canonicalWire: (given) =>
    toWire({ ...defaults, ...given, functionMode: isFrames(given) ? 'first_last_frames' : 'omni_reference' }),
  listedPrice,
  quantity,
};

function toWire({
  prompt,
  functionMode,
  filePaths,
  first_frame,
  last_frame,
  video_seconds: _,
  audio_seconds: __,
  ...rest
}: Input) {
  const frames = isFrames({ functionMode, filePaths, first_frame, last_frame });
  return createTask(superSeed2.id, {
    prompt: frames ? prompt : renderReferences(prompt, fileMention),
    functionMode: frames ? 'first_last_frames' : functionMode,
    filePaths: filePaths ?? [first_frame, last_frame].filter((url) => url !== undefined),
    ...rest,
  });
}

function quantity({ duration = defaults.duration, model, video_files = [] }: Input): Quantity {
  const standard = model === 'seedance_2.0';
  const video = video_files.length > 0;
  const why = [...(standard ? ['standard quality'] : []), ...(video ? ['a video reference'] : [])].join(' and ');
  const factor = (standard ? 2 : 1) * (video ? 2 : 1);
  return { seconds: duration, ...(factor > 1 && { times: { factor, why } }) };
}

function listedPrice(given: Input): Price {
  const { seconds = defaults.duration, times } = quantity(given);
  return {
    amount: listedPointsPerSecond * seconds * (times?.factor ?? 1),
    unit,
    source: 'listed',
    note: 'Example figures of early 2026; the service changes its prices often.',
  };
}

const frameKeys = ['filePaths', 'first_frame', 'last_frame'] as const;
const fileKeys = ['image_files', 'video_files', 'audio_files'] as const;

/** Frames alone say which mode is meant; the service wants it named. */
function isFrames(raw: Record<string, unknown>): boolean {
  return raw.functionMode === undefined
    ? frameKeys.some((key) => raw[key] !== undefined)
    : raw.functionMode === 'first_last_frames';
}

function checkSuperSeed2(raw: Record<string, unknown>): Diagnostic[] {
  const files = findReferenceFiles(Object.fromEntries([...frameKeys, ...fileKeys].map((key) => [key, raw[key]])));
  const modes = checkModes(raw);
  const frames = isFrames(raw);
  const prompt = typeof raw.prompt === 'string' ? checkPrompt(raw.prompt, files, frames) : [];
  return [...modes, ...(frames ? checkUrls(files) : checkMedia(raw, files, limits)), ...prompt];
}

function checkModes(raw: Record<string, unknown>): Diagnostic[] {
  const { functionMode } = raw;
  const frames = frameKeys.filter((key) => raw[key] !== undefined);
  const files = fileKeys.filter((key) => raw[key] !== undefined);
  const problems: Diagnostic[] = [];
  if (frames.length > 0 && files.length > 0) {
    const message = `${frames.join(', ')} and ${files.join(', ')} belong to two modes that exclude each other: first and last frames, or reference files.`;
    problems.push(parameterError('mode-exclusive', `parameters.${frames[0]}`, message, 'Leave one kind out.'));
  } else if (functionMode === 'first_last_frames' && files.length > 0) {
    const fix = 'Use omni_reference, or give the frames as filePaths.';
    problems.push(
      parameterError(
        'mode-exclusive',
        'parameters.functionMode',
        `first_last_frames takes no ${files.join(', ')}.`,
        fix,
      ),
    );
  } else if (functionMode === 'omni_reference' && frames.length > 0) {
    const fix = 'Use first_last_frames, or give the images as image_files.';
    problems.push(
      parameterError('mode-exclusive', 'parameters.functionMode', `omni_reference takes no ${frames.join(', ')}.`, fix),
    );
  }
  if (raw.filePaths !== undefined && frames.length > 1) {
    const message = 'filePaths says the same as first_frame and last_frame.';
    problems.push(parameterError('parameter-twice', 'parameters.filePaths', message, 'Give one of them.'));
  }
  if (raw.last_frame !== undefined && raw.first_frame === undefined) {
    problems.push(
      parameterError(
        'frame-missing',
        'parameters.last_frame',
        'A last frame needs a first frame.',
        'Give first_frame too.',
      ),
    );
  }
  return problems;
}
