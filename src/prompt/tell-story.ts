import { type Bound, countFiles } from './binding.ts';
import { type Draft, type DraftShot, draftShot } from './draft.ts';
import { nameFrames, sayReference } from './frames.ts';
import type { Language, Shot, Storyboard } from './input.ts';
import { inferTask, languageOf, mendRatioField } from './intent.ts';
import { resolveNames, type UnknownName } from './names.ts';
import { renderReferences } from './references.ts';
import { type Slot, scheduleShots } from './schedule.ts';
import { sealDraft } from './seal.ts';
import type { Target, Task } from './target.ts';
import { shotWords, writePrompt } from './write.ts';

/** Shots into text. */
export function tellStory(input: Storyboard, bound: Bound[], target: Target): Draft {
  const task = input.task ?? inferTask(bound);
  const language = input.language ?? languageOf(input);
  const timing = input.timing ?? 'timecodes';
  const given = input.shots ?? [];
  const slots = scheduleShots(given, input.duration);
  const duration = input.duration ?? (isUntimed(task, given) ? undefined : slots.at(-1)?.end);
  const { ratio, mends } = mendRatioField(input.ratio);
  const { inWords, speakerOf, unknownNames } = createSpeller({ bound, task, language, target });
  const shots = given.map((shot, i) => ({
    ...spellShot(shot, `shots[${i}]`, inWords, speakerOf),
    ...(slots[i] ?? { start: 0, end: 0 }),
  }));
  const style = input.style && inWords(input.style, 'style');
  const music = input.music && inWords(input.music, 'music');
  const shared = { target, language, task, timing, bound, ratio };
  const text = writePrompt({ ...shared, input: { ...input, style, music }, shots, duration: duration ?? 0 });
  return sealDraft({
    ...shared,
    input,
    text,
    duration,
    mends,
    unknownNames,
    mode: 'shots',
    head: [input.style, input.mood].filter(Boolean).join(', '),
    counts: countFiles(bound),
    shots: shots.map((shot, i) => draftTold(shot, i, language, duration !== undefined)),
    told: true,
    timeline: { segments: [], from: 'timecodes', inclusive: false, restarts: 0, labels: [] },
  });
}

/** An edit or a bridge without any time stated keeps the service's own length. */
function isUntimed(task: Task, shots: readonly Shot[]): boolean {
  const isTimed = shots.some(({ seconds, end }) => seconds !== undefined || end !== undefined);
  return (task === 'edit' || task === 'bridge') && !isTimed;
}

type Voice = { bound: readonly Bound[]; task: Task; language: Language; target: Target };
type Spell = (text: string, path: string) => string;

/** Writes names and numbers as the service reads them, and keeps the names that nobody has. */
function createSpeller({ bound, task, language, target }: Voice) {
  const unknownNames: (UnknownName & { path: string })[] = [];
  const resolve = (text: string, path: string, say: (one: Bound) => string): string => {
    const resolved = resolveNames(text, bound, say);
    unknownNames.push(...resolved.unknown.map((unknown) => ({ ...unknown, path })));
    return resolved.text;
  };
  const inWords: Spell = (text, path) => {
    const named = resolve(text, path, (one) => sayReference(one, bound, task, language, target));
    const numbered = renderReferences(named, target.renderReference);
    return task === 'first_last_frames' ? nameFrames(numbered, bound, target) : numbered;
  };
  const speakerOf: Spell = (speaker, path) => resolve(speaker, path, ({ label, file }) => label ?? file.role);
  return { inWords, speakerOf, unknownNames };
}

function draftTold(shot: Shot & Slot, i: number, language: Language, isTimed: boolean): DraftShot {
  const words = shotWords({ ...shot, dialogue: undefined, sound: undefined }, language);
  const place = isTimed ? { start: shot.start, end: shot.end } : {};
  return draftShot({ number: i + 1, path: `shots[${i}]`, ...place, words, lines: shot.dialogue ?? [] });
}

function spellShot(shot: Shot, path: string, inWords: Spell, speakerOf: Spell): Shot {
  const spell = (field: 'camera' | 'action' | 'sound' | 'transition') =>
    shot[field] && { [field]: inWords(shot[field], `${path}.${field}`) };
  return {
    ...shot,
    ...spell('camera'),
    ...spell('action'),
    ...spell('sound'),
    ...spell('transition'),
    visual: inWords(shot.visual, `${path}.visual`),
    dialogue: shot.dialogue?.map((line, i) => ({
      ...line,
      speaker: speakerOf(line.speaker, `${path}.dialogue[${i}].speaker`),
    })),
  };
}
