import * as z from 'zod';

/** The common vocabulary: parameters that every service's models name and mean alike. */

export const ratios = ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'] as const;

/** Text that says something. */
export const text = z.string().regex(/\S/, 'it must not be empty');

const url = text;
const seconds = z.array(z.number().positive().max(3600));

/** Twenty times what the model's maker advises (docs/storyboard.md, Length); beyond it somebody pasted a file. */
const longestPrompt = 20_000;

export const parameters = {
  prompt: text.max(longestPrompt).describe('What to show, in words.'),
  image_files: z
    .array(url)
    .optional()
    .describe('Reference images, at most 9: public http(s) URLs, in the order in which the prompt numbers them.'),
  video_files: z.array(url).optional().describe('Reference videos, at most 3, 2–15 s each: public http(s) URLs.'),
  audio_files: z.array(url).optional().describe('Reference audio, at most 3, never alone: public http(s) URLs.'),
  video_seconds: seconds.optional().describe('How long each of video_files is. Checked here, never sent.'),
  audio_seconds: seconds.optional().describe('How long each of audio_files is. Checked here, never sent.'),
  first_frame: url.optional().describe('URL of the image that the video begins with.'),
  last_frame: url.optional().describe('URL of the image that the video ends with; needs first_frame.'),
} as const;
