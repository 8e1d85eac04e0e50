import type { Diagnostic } from '../../core/diagnostic.ts';
import type { DurationLimits } from '../../core/model-limits.ts';
import { type Analysis, secondsOf } from '../analysis.ts';
import { chooseModel } from '../build/choose-model.ts';
import { isContinuous } from '../build/write.ts';
import type { Continuity, Line, Shot, Storyboard } from '../input.ts';
import type { Bound } from '../references/reference-binding.ts';
import { analyzeStoryboard } from '../storyboard.ts';
import type { Task } from '../target.ts';
import type { ClipRange, PackedShot } from './pack.ts';
import { scenesOf, sceneText } from './scenes.ts';
import { decideLengths, givenLengths } from './shot-lengths.ts';
import { type ScriptText, splitText } from './split-text.ts';
import { type FileUser, findUsedFiles } from './used-files.ts';

export type StoryShot = PackedShot & {
  scene: string | undefined;
  /** As it was given, or the words that a finished text has for it. */
  shot: Shot;
};

/** A storyboard as a film sees it: shots with lengths, scenes and files, and what a clip may last. */
export type Story = {
  input: Storyboard;
  /** Of the whole, as if it were one clip. */
  analysis: Analysis;
  continuity: Continuity;
  shots: readonly StoryShot[];
  /** The files of every shot. */
  files: readonly ReadonlySet<Bound>[];
  range: ClipRange;
  /** Of a finished text: what stands before and after its shots. */
  text?: ScriptText;
  problems: Diagnostic[];
};

export function readStory(analysis: Analysis): Story {
  return analysis.mode === 'text' ? readText(analysis) : readShots(analysis);
}

function readShots(given: Analysis): Story {
  const { input } = given;
  const shots = input.shots ?? [];
  const range = rangeOf(given);
  const lengths = givenLengths(shots);
  const open = shots.map(({ dialogue = [] }, i) => ({ seconds: lengths[i], lines: dialogue }));
  const { seconds, told } = decideLengths(open, input.duration);
  const analysis = isWhole(input, lengths)
    ? given
    : analyzeStoryboard({ ...input, shots: withLengths(shots, lengths, seconds), duration: undefined }, given.target);
  const scenes = scenesOf(shots);
  const users = shots.map((shot, i) => readUser(shot, sceneText(input, scenes[i])));
  const { style, mood, constraints = [] } = input;
  const head = [style, mood, ...constraints].filter((words) => words !== undefined).join('\n');
  return {
    ...{ input, analysis, range, problems: told },
    continuity: input.continuity ?? 'cut',
    shots: shots.map((shot, i) => ({
      seconds: seconds[i] ?? 0,
      isContinuous: isContinuous(shot),
      opensScene: i > 0 && scenes[i] !== scenes[i - 1],
      scene: scenes[i],
      shot,
    })),
    files: findUsedFiles({ bound: analysis.bound, counts: analysis.counts, head, shots: users }),
  };
}

/** Whether the storyboard says itself when every shot begins and ends. */
function isWhole({ duration }: Storyboard, lengths: readonly (number | undefined)[]): boolean {
  return duration === undefined && lengths.every((seconds) => seconds !== undefined);
}

function withLengths(
  shots: readonly Shot[],
  given: readonly (number | undefined)[],
  decided: readonly number[],
): Shot[] {
  return shots.map((shot, i) => (given[i] === undefined ? { ...shot, seconds: decided[i] } : shot));
}

/** A person who is only heard is not seen, so no picture is needed. */
function readUser({ camera, visual, action, sound, transition, dialogue = [] }: Shot, scene: string): FileUser {
  const seen = dialogue.filter(({ voice }) => voice === undefined).map(({ speaker }) => speaker);
  return {
    text: [camera, visual, action, sound, transition, ...seen].filter(Boolean).join('\n'),
    speakers: speakersOf(dialogue),
    scene,
  };
}

function speakersOf(lines: readonly Line[]): string {
  return lines.map(({ speaker }) => speaker.toLowerCase()).join('\n');
}

function readText(analysis: Analysis): Story {
  const { input, bound, counts, decided } = analysis;
  const range = rangeOf(analysis);
  const text = splitText(analysis);
  const open = analysis.shots.map((shot) => ({ seconds: secondsOf(shot), lines: shot.lines }));
  const { seconds, told } = decideLengths(open, decided.wanted);
  const users = analysis.shots.map(({ lines }, i) => ({
    text: text.bodies[i] ?? '',
    speakers: speakersOf(lines),
    scene: '',
  }));
  return {
    ...{ input, analysis, range, text },
    continuity: input.continuity ?? 'cut',
    shots: analysis.shots.map((_, i) => ({
      seconds: seconds[i] ?? 0,
      isContinuous: false,
      opensScene: false,
      scene: undefined,
      shot: { visual: text.bodies[i] ?? '' },
    })),
    files: findUsedFiles({ bound, counts, head: `${text.head}\n${text.tail}`, shots: users }),
    problems: told.map((problem) => ({ ...problem, path: 'prompt' })),
  };
}

const tasksOf: Readonly<Record<Continuity, readonly Task[]>> = {
  cut: ['generate'],
  extend: ['generate', 'extend'],
  keyframe: ['first_last_frames'],
};

/** docs/wire.md, Seedance 2.0 limits: for a model whose own are not known. */
const usual: DurationLimits = { least: 4, most: 15, default: 5 };

/** What every task of a continuity takes. A clip that is extended is a reference video, which has a most of its own. */
function rangeOf({ input, counts, target }: Analysis): ClipRange {
  const { continuity = 'cut' } = input;
  const limits = tasksOf[continuity].map((task) => chooseModel(input, task, counts, target).limits);
  const durations = limits.map(({ duration = usual }) => duration);
  const extended = Math.min(...limits.map(({ clipSeconds }) => clipSeconds?.together ?? usual.most));
  return {
    least: Math.max(...durations.map(({ least }) => least)),
    most: Math.min(...durations.map(({ most }) => most)),
    ...(continuity === 'extend' && { extended }),
  };
}
