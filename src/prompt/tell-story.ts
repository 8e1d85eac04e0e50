import { type Bound, countFiles } from './binding.ts';
import { type Draft, type DraftShot, draftShot } from './draft.ts';
import { nameFrames, sayReference } from './frames.ts';
import type { Language, Shot, Storyboard } from './input.ts';
import { inferTask, languageOf, mendRatioField } from './intent.ts';
import { resolveNames, type UnknownName } from './names.ts';
import { renderReferences } from './references.ts';
import { scheduleShots } from './schedule.ts';
import { sealDraft } from './seal.ts';
import type { Target } from './target.ts';
import type { Timeline } from './timeline.ts';
import { shotWords, writePrompt } from './write.ts';

/** Shots into text. */
export function tellStory(input: Storyboard, bound: Bound[], target: Target): Draft {
  const shots = input.shots ?? [];
  const counts = countFiles(bound);
  const task = input.task ?? inferTask(bound);
  const language = input.language ?? languageOf(input);
  const timing = input.timing ?? 'timecodes';
  const slots = scheduleShots(shots, input.duration);
  const unknownNames: (UnknownName & { path: string })[] = [];
  const say = (one: Bound) => sayReference(one, bound, task, language, target);
  const inWords = (text: string, path: string): string => {
    const resolved = resolveNames(text, bound, say);
    unknownNames.push(...resolved.unknown.map((unknown) => ({ ...unknown, path })));
    const numbered = renderReferences(resolved.text, target.renderReference);
    return task === 'first_last_frames' ? nameFrames(numbered, bound, target) : numbered;
  };
  const written = shots.map((shot, i) => ({
    ...writeShot(shot, `shots[${i}]`, inWords, bound),
    ...(slots[i] ?? { start: 0, end: 0 }),
  }));
  const ends = slots.at(-1)?.end;
  const duration =
    input.duration ??
    ((task === 'edit' || task === 'bridge') &&
    shots.every(({ seconds, end }) => seconds === undefined && end === undefined)
      ? undefined
      : ends);
  const { ratio, mends } = mendRatioField(input.ratio);
  const story = {
    ...input,
    style: input.style && inWords(input.style, 'style'),
    music: input.music && inWords(input.music, 'music'),
  };
  const text = writePrompt({
    input: story,
    shots: written,
    bound,
    language,
    task,
    timing,
    duration: duration ?? 0,
    ratio,
    target,
  });
  const drafted = written.map((shot, i) =>
    draftTold(duration === undefined ? { ...shot, start: undefined, end: undefined } : shot, i, language),
  );
  const timeline: Timeline = { segments: [], from: 'timecodes', inclusive: false, restarts: 0, labels: [] };
  const head = [input.style, input.mood].filter(Boolean).join(', ');
  const shared = {
    input,
    target,
    mode: 'shots',
    language,
    task,
    timing,
    text,
    head,
    bound,
    counts,
    duration,
    ratio,
  } as const;
  return sealDraft({ ...shared, shots: drafted, told: true, timeline, unknownNames, mends });
}

function draftTold(shot: Shot, i: number, language: Language): DraftShot {
  const words = shotWords({ ...shot, dialogue: undefined, sound: undefined }, language);
  return draftShot({
    number: i + 1,
    path: `shots[${i}]`,
    start: shot.start,
    end: shot.end,
    words,
    lines: shot.dialogue ?? [],
  });
}

function writeShot(
  shot: Shot,
  path: string,
  inWords: (text: string, path: string) => string,
  bound: readonly Bound[],
): Shot {
  const field = (name: 'camera' | 'action' | 'sound' | 'transition') =>
    shot[name] && { [name]: inWords(shot[name], `${path}.${name}`) };
  const dialogue = shot.dialogue?.map((line) => ({
    ...line,
    speaker: resolveNames(line.speaker, bound, ({ label, file }) => label ?? file.role).text,
  }));
  return {
    ...shot,
    ...field('camera'),
    ...field('action'),
    ...field('sound'),
    ...field('transition'),
    visual: inWords(shot.visual, `${path}.visual`),
    dialogue,
  };
}
