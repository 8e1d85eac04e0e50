import type { DurationLimits } from '../../core/model-limits.ts';
import type { Timeline } from '../text/time/resolve.ts';
import { wholeSeconds } from './schedule.ts';

/** How long the video is to be, and where that comes from. */
export type DecidedDuration = {
  /** What is submitted; undefined leaves it to the model. */
  seconds: number | undefined;
  /** What was meant, before it was made a whole number that the model takes. */
  wanted: number | undefined;
  from: 'parameter' | 'shots' | 'text' | 'clip' | 'none';
};

type Evidence = {
  parameter: number | undefined;
  /** Where the last shot ends. */
  end: number | undefined;
  timeline: Timeline;
  /** The length of the clips that are worked on. */
  clip: number | undefined;
  limits: DurationLimits | undefined;
};

/** The parameter wins over the shots, the shots over a length that the text states, that over the clip. */
export function decideDuration({ parameter, end, timeline, clip, limits }: Evidence): DecidedDuration {
  if (parameter !== undefined) return { seconds: parameter, wanted: parameter, from: 'parameter' };
  const total = timeline.totals[0]?.seconds;
  const wanted = end ?? total;
  if (wanted !== undefined) {
    const isTooLong = limits !== undefined && wanted > limits.most;
    const seconds = isTooLong ? wanted : wholeSeconds(wanted, limits);
    return { seconds, wanted, from: end === undefined ? 'text' : 'shots' };
  }
  return { seconds: clip, wanted: clip, from: clip === undefined ? 'none' : 'clip' };
}
