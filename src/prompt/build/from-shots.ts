import { type Analysis, type AnalyzedShot, analyzeShot, type Place } from '../analysis.ts';
import type { Language, Shot, Storyboard } from '../input.ts';
import { languageOf } from '../languages/guess.ts';
import type { UnknownName } from '../references/names.ts';
import { type Bound, countFiles } from '../references/reference-binding.ts';
import type { Target, Task } from '../target.ts';
import { trimEnd } from '../text/sentence.ts';
import { noTimeline } from '../text/time/resolve.ts';
import { analyze } from './analyze.ts';
import { autofixRatioField } from './autofix.ts';
import { chooseModel } from './choose-model.ts';
import { clipDuration } from './edit-targets.ts';
import { inferTask, tellTask } from './infer-task.ts';
import { type Slot, scheduleShots } from './schedule.ts';
import { type SpellingContext, spellField } from './speller.ts';
import { isContinuous, shotWords, writePrompt } from './write.ts';

/** Shots into text. */
export function analyzeShots(input: Storyboard, bound: Bound[], target: Target, place?: Place): Analysis {
  const task = input.task ?? inferTask(bound);
  const language = input.language ?? languageOf(input);
  const timing = input.timing ?? 'timecodes';
  const given = input.shots ?? [];
  const counts = countFiles(bound);
  const { model, limits, told } = chooseModel(input, task, counts, target);
  const clip = isTimed(given) ? undefined : clipDuration(bound, task, limits.duration);
  const slots = scheduleShots(given, input.duration ?? clip, limits.duration);
  const isPlaced = isTimed(given) || isToldInTimes(task, given);
  const duration = input.duration ?? (isPlaced ? slots.at(-1)?.end : clip);
  const { ratio, autofixes } = autofixRatioField(input.ratio, limits);
  const { asWritten, asSpoken, unknownNames } = createSpeller({ bound, counts, task, language, target });
  const spell = (words: string | undefined, path: string) => words && asWritten(words, path);
  const shots = given.map((shot, i) => {
    const { start, end } = slots[i] ?? { start: 0, end: 0 };
    return { ...spellShot(shot, `shots[${i}]`, asWritten, asSpoken), start, end };
  });
  const written = {
    ...input,
    style: spell(input.style, 'style'),
    mood: spell(input.mood, 'mood'),
    music: spell(input.music, 'music'),
    setting: spell(input.setting, 'scenes'),
    constraints: input.constraints?.map((words, i) => asWritten(words, `constraints[${i}]`)),
  };
  const shared = { target, language, task, timing, bound, ratio };
  const text = writePrompt({ ...shared, input: written, shots, duration, spellRole: asWritten });
  return analyze({
    ...shared,
    model,
    limits,
    input,
    text,
    duration,
    decided: { seconds: duration, wanted: duration, from: input.duration === undefined ? 'shots' : 'parameter' },
    autofixes: [...told, ...tellTask(task, input, bound), ...autofixes],
    unknownNames,
    mode: 'shots',
    head: [input.style, input.mood].filter(Boolean).join(', '),
    counts,
    shots: shots.map((shot, i) =>
      analyzeWrittenShot(shot, i, { language, isTimed: isPlaced || input.duration !== undefined, place }),
    ),
    hasExplicitShots: true,
    timeline: noTimeline,
  });
}

function isTimed(shots: readonly Shot[]): boolean {
  return shots.some(({ seconds, end }) => seconds !== undefined || end !== undefined);
}

/** A bridge, and an edit that makes one change, are written without times: they last as long as their clips. */
function isToldInTimes(task: Task, shots: readonly Shot[]): boolean {
  return task !== 'bridge' && !(task === 'edit' && shots.length <= 1);
}

type Spell = (text: string, path: string) => string;

/** Writes names and numbers as the service reads them, and keeps the names that nobody has. */
function createSpeller(context: SpellingContext) {
  const unknownNames: (UnknownName & { path: string })[] = [];
  const spell = (text: string, path: string, reading: 'field' | 'spoken'): string => {
    const spelled = spellField(text, context, reading);
    unknownNames.push(...spelled.unknown.map((unknown) => ({ ...unknown, path })));
    return spelled.text;
  };
  const asWritten: Spell = (text, path) => spell(text, path, 'field');
  const asSpoken: Spell = (text, path) => spell(text, path, 'spoken');
  return { asWritten, asSpoken, unknownNames };
}

type Setting = { language: Language; isTimed: boolean; place: Place | undefined };

function analyzeWrittenShot(shot: Shot & Slot, n: number, { language, isTimed, place }: Setting): AnalyzedShot {
  const { camera, visual, action } = shot;
  const transition = isContinuous(shot) ? undefined : shot.transition;
  const words = shotWords({ camera, visual, action, transition }, language);
  const i = (place?.shots ?? 0) + n;
  return analyzeShot({
    number: i + 1,
    path: `shots[${i}]`,
    words,
    lines: shot.dialogue ?? [],
    start: isTimed ? shot.start : undefined,
    end: isTimed ? shot.end : undefined,
    cameraLength: shot.camera === undefined ? 0 : trimEnd(shot.camera).length,
    secondsBefore: place?.seconds,
  });
}

function spellShot(shot: Shot, path: string, asWritten: Spell, asSpoken: Spell): Shot {
  const spell = (field: 'camera' | 'action' | 'sound' | 'transition') =>
    shot[field] && asWritten(shot[field], `${path}.${field}`);
  return {
    ...shot,
    camera: spell('camera'),
    action: spell('action'),
    sound: spell('sound'),
    transition: spell('transition'),
    visual: asWritten(shot.visual, `${path}.visual`),
    dialogue: shot.dialogue?.map((line, i) => ({
      ...line,
      speaker: asSpoken(line.speaker, `${path}.dialogue[${i}].speaker`),
      line: asSpoken(line.line, `${path}.dialogue[${i}].line`),
    })),
  };
}
