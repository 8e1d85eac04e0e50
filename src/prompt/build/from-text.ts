import { type Analysis, type AnalyzedShot, analyzeShot } from '../analysis.ts';
import type { Storyboard } from '../input.ts';
import { resolveNames } from '../references/names.ts';
import { type Bound, countFiles } from '../references/reference-binding.ts';
import type { Target } from '../target.ts';
import { findLines } from '../text/dialogue.ts';
import { readTimeline, type Timeline } from '../text/time/resolve.ts';
import { isChinese } from '../text/word-count.ts';
import { analyze } from './analyze.ts';
import { autofixRatioField, autofixText } from './autofix.ts';
import { chooseModel } from './choose-model.ts';
import { clipDuration } from './edit-targets.ts';
import { sayReference } from './frame-pair.ts';
import { inferTask, isLength } from './infer-task.ts';

/** A finished text, read and put right. */
export function analyzeText(input: Storyboard, original: string, bound: Bound[], target: Target): Analysis {
  const counts = countFiles(bound);
  const task = input.task ?? inferTask(bound, original);
  const language = input.language ?? (isChinese(original) ? 'zh' : 'en');
  const resolved = resolveNames(original, bound, (one) => sayReference(one, bound, task, language, target));
  const { text, autofixes } = autofixText(resolved.text, { target, language, task, counts, bound });
  const { model, limits, told } = chooseModel(input, task, counts, target);
  const timeline = readTimeline(text);
  const shots = readShots(text, timeline);
  const end = shots.at(-1)?.end;
  const stated = timeline.totals[0]?.seconds;
  const duration =
    input.duration ??
    (isLength(stated, limits.duration) ? stated : end && Math.max(limits.duration?.least ?? 1, Math.ceil(end))) ??
    clipDuration(bound, task, limits.duration);
  const head = text.slice(0, timeline.segments[0]?.mark?.start ?? timeline.labels[0]?.start ?? text.length);
  const field = autofixRatioField(
    input.ratio ?? /(?<![\d:.])(?:21:9|16:9|4:3|1:1|3:4|9:16)(?![\d:])/.exec(head)?.[0],
    limits,
  );
  return analyze({
    input,
    target,
    model,
    limits,
    mode: 'text',
    language,
    task,
    timing: input.timing ?? 'timecodes',
    text,
    head,
    bound,
    counts,
    duration,
    ratio: field.ratio,
    shots,
    hasExplicitShots: timeline.segments.length > 0 || timeline.labels.length > 1,
    timeline,
    unknownNames: resolved.unknown.map((unknown) => ({ ...unknown, path: 'prompt' })),
    autofixes: [...told, ...autofixes, ...field.autofixes],
  });
}

function readShots(text: string, timeline: Timeline): AnalyzedShot[] {
  return partsOf(text, timeline).map(({ start, end, bodyStart, bodyEnd }, i) => {
    const words = text.slice(bodyStart, bodyEnd).trim();
    return analyzeShot({ number: i + 1, path: 'prompt', start, end, words, lines: findLines(words) });
  });
}

type Part = { start?: number; end?: number; bodyStart: number; bodyEnd: number };

/** Timed shots, else numbered ones, else the whole as one. */
function partsOf(text: string, { segments, labels }: Timeline): Part[] {
  if (segments.length > 0) return segments;
  if (labels.length < 2) return [{ bodyStart: 0, bodyEnd: text.length }];
  return labels.map(({ end }, i) => ({ bodyStart: end, bodyEnd: labels[i + 1]?.start ?? text.length }));
}
