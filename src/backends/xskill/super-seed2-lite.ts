import * as z from 'zod';
import type { ModelLimits } from '../../core/model-limits.ts';
import type { Price } from '../../core/price.ts';
import { renderReferences } from '../../prompt/references/references.ts';
import { choiceField, durationField, fileFields, frames, promptField, text } from '../parameters.ts';
import { findReferenceFiles } from '../reference-files.ts';
import { seedance25 } from '../seedance-limits.ts';
import { createTask, highestMultiplier, type Quantity, unit, videoWait, type XskillModel } from './model.ts';
import { fileMention } from './prompt.ts';
import { checkModes, isPublished, modeOf, modes, publishedModel } from './super-seed2-lite-modes.ts';

/** docs/wire.md, Seedance 2.5 at xskill. */
const limits = {
  ...seedance25,
  ratios: [...seedance25.ratios, 'adaptive'],
  resolutions: ['480p', '720p'],
  audioAlone: 'refused',
  promptCharacters: 6_000,
} as const satisfies ModelLimits;

const { image_files, video_files, audio_files, video_seconds, audio_seconds } = fileFields(limits);

const input = z.looseObject({
  prompt: promptField(limits).describe('What to show; @image_file_1, @video_file_1, @audio_file_1 name the files.'),
  functionMode: text
    .optional()
    .describe('omini (references or text alone; when left out), first_last_frame, extend or edit (one video each).'),
  ...{ image_files, video_files, audio_files },
  ...frames,
  image_url: text.optional().describe('The same as first_frame.'),
  end_image_url: text.optional().describe('The same as last_frame.'),
  video_url: text.optional().describe('The one video of extend or edit; video_files with one video says the same.'),
  ratio: choiceField('Aspect ratio', limits.ratios),
  duration: durationField(limits.duration),
  resolution: choiceField('Resolution', limits.resolutions, '720p'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .describe('The same seed makes a similar video.'),
  model: text.optional().describe('Seedance_2.5 (when left out); no document names another.'),
  ...{ video_seconds, audio_seconds },
});
type Input = z.infer<typeof input>;

/** Always sent: the model's own choice of length may cost twice as much, and the price depends on both. */
const defaults = { duration: limits.duration.default, resolution: '720p' } as const;

export const superSeed2Lite: XskillModel<Input> = {
  id: 'st-ai/super-seed2-lite',
  title: 'Seedance 2.5',
  kind: 'video',
  limits,
  input,
  parameterHints: {
    filePaths: 'Name the images first_frame and last_frame.',
    content: 'Use prompt, image_files, video_files and audio_files.',
    tools: 'There is no web search here: leave it out.',
  },
  check: (raw) => checkModes(raw, limits),
  wait: videoWait,
  tiers: { standard: {} },
  expected: (given) => {
    const { prompt, ratio, resolution = defaults.resolution, ...rest } = given;
    const mode = modeOf(given);
    return {
      prompt,
      durationSeconds: mode === 'edit' ? given.duration : (given.duration ?? defaults.duration),
      ratio: modes[mode].adaptive || ratio === 'adaptive' ? undefined : ratio,
      resolution,
      tier: isPublished(given) ? 'standard' : undefined,
      references: findReferenceFiles(rest),
    };
  },
  toWire,
  listedPrice,
  quantity,
  forTask: (task, { images, videos, audios }) => {
    const oneVideo = videos === 1 && images + audios === 0;
    if (task === 'first_last_frames') return { limits: { ...limits, ratios: ['adaptive'] } };
    if (!oneVideo || (task !== 'extend' && task !== 'edit')) return { limits };
    return { limits: { ...limits, ratios: ['adaptive'] }, parameters: { functionMode: task } };
  },
};

function toWire(given: Input) {
  const { prompt, first_frame, last_frame, image_url, end_image_url, video_url, ...more } = given;
  const { image_files, video_files = [], audio_files, ratio, ...rest } = more;
  const { functionMode, video_seconds: _, audio_seconds: __, duration, ...options } = rest;
  const mode = modeOf(given);
  const files = {
    omini: { image_files, video_files, audio_files, ratio },
    first_last_frame: {
      image_url: image_url ?? first_frame,
      end_image_url: end_image_url ?? last_frame,
      ratio: 'adaptive',
    },
    extend: { video_url: video_url ?? video_files[0], ratio: 'adaptive' },
    edit: { video_url: video_url ?? video_files[0] },
  }[mode];
  return createTask(superSeed2Lite.id, {
    prompt: mode === 'first_last_frame' ? prompt : renderReferences(prompt, fileMention),
    resolution: defaults.resolution,
    ...options,
    ...files,
    duration: mode === 'edit' ? undefined : (duration ?? defaults.duration),
    ...(isPublished(given) ? { model: publishedModel, functionMode: mode } : { functionMode }),
  });
}

/** The published rate is taken to be that of 480p; 720p costs twice as much (docs/wire.md, Seedance 2.5 at xskill). */
function quantity(given: Input): Quantity {
  const { duration, video_seconds: [clipSeconds] = [], resolution = defaults.resolution } = given;
  const seconds = modeOf(given) === 'edit' ? (clipSeconds ?? duration) : (duration ?? defaults.duration);
  return { seconds, ...(resolution === '720p' && { times: { factor: 2, why: resolution } }) };
}

const listedPointsPerSecond = 130;

function listedPrice(given: Input): Price {
  const { seconds, times } = quantity(given);
  if (seconds === undefined) {
    return {
      unit,
      source: 'unknown',
      note: 'An edit lasts as long as its clip: give video_seconds to have it priced.',
    };
  }
  const amount = Math.ceil(listedPointsPerSecond * seconds * (times?.factor ?? 1));
  return {
    amount,
    at_most: amount * highestMultiplier,
    unit,
    source: 'listed',
    note: "Figures of one client in 2026, before your account's multiplier.",
  };
}
