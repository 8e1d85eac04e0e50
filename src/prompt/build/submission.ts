import type { Analysis } from '../analysis.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Counts, ReferenceType } from '../text/mentions.ts';
import { framesOf } from './frame-pair.ts';

/** What goes into `submit_task` unchanged. */
export type Submission = { model_id: string; parameters: Record<string, unknown> };

export function createSubmission({ text, model, bound, task, duration, ratio, counts }: Analysis): Submission {
  const urls = (type: ReferenceType) => bound.filter((one) => one.type === type).map(({ file }) => file.url);
  const [first, last] = framesOf(bound);
  const files =
    task === 'first_last_frames' ? { first_frame: first?.file.url, last_frame: last?.file.url } : filesOf(counts, urls);
  const parameters = {
    prompt: text,
    ...files,
    ...secondsOf('video', bound),
    ...secondsOf('audio', bound),
    ratio,
    duration,
    ...model?.parameters,
  };
  return {
    model_id: model?.modelId ?? '',
    parameters: Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)),
  };
}

function filesOf(counts: Counts, urls: (type: ReferenceType) => string[]): Record<string, unknown> {
  return {
    image_files: counts.image > 0 ? urls('image') : undefined,
    video_files: counts.video > 0 ? urls('video') : undefined,
    audio_files: counts.audio > 0 ? urls('audio') : undefined,
  };
}

/** Known lengths of clips, for the price and the limits; left out unless every clip has one. */
function secondsOf(type: 'video' | 'audio', bound: readonly Bound[]): Record<string, unknown> {
  const seconds = bound.filter((one) => one.type === type).map(({ file }) => file.seconds);
  return {
    [`${type}_seconds`]: seconds.length > 0 && seconds.every((length) => length !== undefined) ? seconds : undefined,
  };
}
