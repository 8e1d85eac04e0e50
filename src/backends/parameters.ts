import * as z from 'zod';
import type { DurationLimits, ModelLimits } from '../core/model-limits.ts';

/** The common vocabulary: parameters that every service's models name and mean alike, within the limits of their model. */

/** Text that says something. */
export const text = z.string().regex(/\S/, 'it must not be empty');

const url = text;
const seconds = z.array(z.number().positive().max(3600));

export const frames = {
  first_frame: url.optional().describe('URL of the image that the video begins with.'),
  last_frame: url.optional().describe('URL of the image that the video ends with; needs first_frame.'),
};

export function promptField({ promptCharacters }: ModelLimits) {
  const prompt = promptCharacters === undefined ? text : text.max(promptCharacters);
  return prompt.describe('What to show, in words.');
}

export function durationField({ least, most, default: usual, automatic }: DurationLimits) {
  const range = `${least}–${most}${automatic ? ', or -1 for automatic' : ''}`;
  const number = automatic
    ? z
        .int()
        .min(-1)
        .max(most)
        .refine((given) => given === -1 || given >= least, `it must be ${range}`)
    : z.int().min(least).max(most);
  return number.optional().describe(`Whole seconds, ${range}; ${usual} when left out.`);
}

/** One of a row's choices; `usual` is what the service takes when it is left out. */
export function choiceField<Choice extends string>(title: string, choices: readonly Choice[], usual?: Choice) {
  const listed = choices.map((choice) => (choice === usual ? `${choice} (when left out)` : choice));
  return z
    .enum(choices)
    .optional()
    .describe(`${title}: ${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}.`);
}

/** Reference files, and how long the clips among them are. */
export function fileFields({ files, clipSeconds, audioAlone }: ModelLimits) {
  const most = (count: number | undefined) => (count === undefined ? '' : `, at most ${count}`);
  const each = clipSeconds ? `, ${clipSeconds.least}–${clipSeconds.most} s each` : '';
  const company = audioAlone === 'refused' ? ', never alone' : '';
  const urls = z.array(url).optional();
  return {
    image_files: urls.describe(
      `Reference images${most(files?.image)}: public http(s) URLs, in the order in which the prompt numbers them.`,
    ),
    video_files: urls.describe(`Reference videos${most(files?.video)}${each}: public http(s) URLs.`),
    audio_files: urls.describe(`Reference audio${most(files?.audio)}${company}: public http(s) URLs.`),
    video_seconds: seconds.optional().describe('How long each of video_files is. Checked here, never sent.'),
    audio_seconds: seconds.optional().describe('How long each of audio_files is. Checked here, never sent.'),
  };
}
