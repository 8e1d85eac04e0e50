import { type Analysis, type AnalyzedShot, analyzeShot, type Place } from '../analysis.ts';
import type { Line, Storyboard } from '../input.ts';
import { guessLanguage } from '../languages/guess.ts';
import { type Bound, countFiles } from '../references/reference-binding.ts';
import type { Target } from '../target.ts';
import { findLines } from '../text/dialogue.ts';
import { applyEdits, type Edited } from '../text/edits.ts';
import { findRatio } from '../text/ratio.ts';
import { readTimeline, type Timeline } from '../text/time/resolve.ts';
import { analyze } from './analyze.ts';
import { autofixRatioField, autofixText } from './autofix.ts';
import { chooseModel } from './choose-model.ts';
import { decideDuration } from './duration.ts';
import { clipDuration } from './edit-targets.ts';
import { inferTask, tellTask } from './infer-task.ts';
import { unseenIn } from './unseen-speakers.ts';

/** A finished text, read once and put right. */
export function analyzeText(
  input: Storyboard,
  original: string,
  bound: Bound[],
  target: Target,
  place?: Place,
): Analysis {
  const counts = countFiles(bound);
  const task = input.task ?? inferTask(bound, original);
  const language = input.language ?? guessLanguage(original);
  const { model, limits, told } = chooseModel(input, task, counts, target);
  const read = readTimeline(original, input.duration);
  const { edits, autofixes, unknown } = autofixText(original, {
    bound,
    counts,
    task,
    language,
    target,
    timeline: read,
  });
  const edited = applyEdits(original, edits);
  const { text } = edited;
  const timeline = moveTimeline(read, edited);
  const shots = readShots(text, timeline, unseenIn(input), place);
  const duration = decideDuration({
    parameter: input.duration,
    end: shots.at(-1)?.end,
    timeline,
    clip: clipDuration(bound, task, limits.duration),
    limits: limits.duration,
  });
  const head = text.slice(0, timeline.segments[0]?.mark?.start ?? timeline.labels[0]?.start ?? text.length);
  const field = autofixRatioField(input.ratio ?? findRatio(head), limits);
  return analyze({
    ...{ input, target, language, task, text, head, bound, counts, model, limits, shots, timeline },
    mode: 'text',
    timing: input.timing ?? 'timecodes',
    duration: duration.seconds,
    decided: duration,
    ratio: field.ratio,
    hasExplicitShots: timeline.segments.length > 0 || timeline.labels.length > 1,
    unknownNames: unknown.map((one) => ({ ...one, path: 'prompt' })),
    autofixes: [...told, ...tellTask(task, input, bound), ...autofixes, ...field.autofixes],
  });
}

/** The timeline of the original where the text stands now. */
function moveTimeline(timeline: Timeline, { at }: Edited): Timeline {
  const move = <T extends { start: number; end: number }>(one: T): T => ({
    ...one,
    start: at(one.start),
    end: at(one.end),
  });
  return {
    ...timeline,
    segments: timeline.segments.map((segment) => ({
      ...segment,
      bodyStart: at(segment.bodyStart),
      bodyEnd: at(segment.bodyEnd),
      ...(segment.mark && { mark: move(segment.mark) }),
    })),
    labels: timeline.labels.map(move),
    totals: timeline.totals.map(move),
  };
}

function readShots(text: string, timeline: Timeline, mark: (line: Line) => Line, place?: Place): AnalyzedShot[] {
  const { shots: before = 0, seconds: secondsBefore } = place ?? {};
  return partsOf(text, timeline).map(({ start, end, bodyStart, bodyEnd }, i) => {
    const words = text.slice(bodyStart, bodyEnd).trim();
    const number = before + i + 1;
    const lines = findLines(words).map(mark);
    return analyzeShot({ number, path: 'prompt', start, end, words, lines, secondsBefore });
  });
}

export type Part = { start?: number; end?: number; bodyStart: number; bodyEnd: number };

/** Timed shots, else numbered ones, else the whole as one. */
export function partsOf(text: string, { segments, labels }: Timeline): Part[] {
  if (segments.length > 0) return segments;
  if (labels.length < 2) return [{ bodyStart: 0, bodyEnd: text.length }];
  return labels.map(({ end }, i) => ({ bodyStart: end, bodyEnd: labels[i + 1]?.start ?? text.length }));
}
