import { type Bound, countFiles } from './binding.ts';
import { findLines } from './dialogue.ts';
import { type Draft, type DraftShot, draftShot, isChinese } from './draft.ts';
import { sayReference } from './frames.ts';
import { limits, type Storyboard } from './input.ts';
import { inferTask, isLength, mendRatioField } from './intent.ts';
import { mendText } from './mend.ts';
import { resolveNames } from './names.ts';
import { sealDraft } from './seal.ts';
import type { Target } from './target.ts';
import { readTimeline, type Timeline } from './timeline.ts';

/** A finished text, read and put right. */
export function readStory(input: Storyboard, original: string, bound: Bound[], target: Target): Draft {
  const counts = countFiles(bound);
  const task = input.task ?? inferTask(bound, original);
  const language = input.language ?? (isChinese(original) ? 'zh' : 'en');
  const resolved = resolveNames(original, bound, (one) => sayReference(one, bound, task, language, target));
  const { text, mends } = mendText(resolved.text, { target, task, counts, bound });
  const timeline = readTimeline(text);
  const shots = readShots(text, timeline);
  const end = shots.at(-1)?.end;
  const stated = timeline.declaredSeconds;
  const duration =
    input.duration ?? (isLength(stated) ? stated : end && Math.max(limits.duration.least, Math.ceil(end)));
  const head = text.slice(0, timeline.segments[0]?.mark?.start ?? timeline.labels[0]?.start ?? text.length);
  const field = mendRatioField(input.ratio ?? /(?<![\d:.])(?:21:9|16:9|4:3|1:1|3:4|9:16)(?![\d:])/.exec(head)?.[0]);
  const unknownNames = resolved.unknown.map((unknown) => ({ ...unknown, path: 'prompt' }));
  const told = timeline.segments.length > 0 || timeline.labels.length > 1;
  const timing = input.timing ?? 'timecodes';
  const shared = {
    input,
    target,
    mode: 'text',
    language,
    task,
    timing,
    text,
    head,
    bound,
    counts,
    duration,
    ratio: field.ratio,
  } as const;
  return sealDraft({ ...shared, shots, told, timeline, unknownNames, mends: [...mends, ...field.mends] });
}

function readShots(text: string, { segments, labels }: Timeline): DraftShot[] {
  const parts =
    segments.length > 0
      ? segments
      : labels.length > 1
        ? labels.map(({ end }, i) => ({
            start: undefined,
            end: undefined,
            bodyStart: end,
            bodyEnd: labels[i + 1]?.start ?? text.length,
          }))
        : [{ start: undefined, end: undefined, bodyStart: 0, bodyEnd: text.length }];
  return parts.map(({ start, end, bodyStart, bodyEnd }, i) => {
    const words = text.slice(bodyStart, bodyEnd).trim();
    return draftShot({ number: i + 1, path: 'prompt', start, end, words, lines: findLines(words) });
  });
}
