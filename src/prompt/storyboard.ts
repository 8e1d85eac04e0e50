import type { Diagnostic } from '../core/diagnostic.ts';
import type { Analysis, AnalyzedShot, Place } from './analysis.ts';
import { chooseModel } from './build/choose-model.ts';
import { analyzeShots } from './build/from-shots.ts';
import { analyzeText } from './build/from-text.ts';
import { inferTask } from './build/infer-task.ts';
import { createSubmission, type Submission } from './build/submission.ts';
import { markUnseen } from './build/unseen-speakers.ts';
import type { Storyboard } from './input.ts';
import { type Bound, bindReferences, countFiles } from './references/reference-binding.ts';
import { movesOf } from './rules/camera-moves.ts';
import { runRules } from './rules/index.ts';
import type { Target } from './target.ts';
import { applyGenre } from './terms/templates.ts';
import { mentionedNumbers, type ReferenceType } from './text/mentions.ts';
import { tidy } from './text/time/notation.ts';
import { countHan, countLatinWords } from './text/word-count.ts';

export type { Submission } from './build/submission.ts';

/** A row of the shot list. Camera words are ids of `camera-terms.ts`. */
export type TimelineRow = { shot: number; start: number; end: number; size?: string; angle?: string; move?: string };

export type Composed = {
  prompt: string;
  /** Null while an error stands. */
  submit: Submission | null;
  problems: Diagnostic[];
  timeline: TimelineRow[];
  references: Record<ReferenceType, number[]>;
  stats: { characters: number; words: number; words_per_second?: number; shots: number };
};

/** Structured shots, or a finished text, into the best prompt in the service's own words, with every mistake found. Pure: no clock, no network. */
export function compose(input: Storyboard, target: Target): Composed {
  return composeAnalysis(analyzeStoryboard(input, target));
}

/** Everything known about a storyboard before the rules are asked. */
export function analyzeStoryboard(given: Storyboard, target: Target, place?: Place): Analysis {
  const bound = bindReferences(given.references ?? [], place?.references);
  const input = markUnseen(given.genre === undefined ? given : withGenre(given, bound, target));
  return input.prompt !== undefined && !input.shots?.length
    ? analyzeText(input, input.prompt, bound, target, place)
    : analyzeShots(input, bound, target, place);
}

/** The beats of a genre fit the model that they are for. */
function withGenre(given: Storyboard, bound: readonly Bound[], target: Target): Storyboard {
  const { limits } = chooseModel(given, given.task ?? inferTask(bound), countFiles(bound), target);
  return applyGenre(given, limits.duration?.most);
}

export function composeAnalysis(analysis: Analysis): Composed {
  const problems = runRules(analysis);
  const isRefused = problems.some(({ severity }) => severity === 'error');
  const words = countHan(analysis.text) + countLatinWords(analysis.text);
  return {
    prompt: analysis.text,
    submit: isRefused ? null : createSubmission(analysis),
    problems,
    timeline: analysis.shots.flatMap(timelineRow),
    references: mentionedNumbers(analysis.mentions),
    stats: {
      characters: analysis.text.length,
      words,
      ...(analysis.duration ? { words_per_second: Math.round((words / analysis.duration) * 10) / 10 } : {}),
      shots: analysis.shots.length,
    },
  };
}

function timelineRow(shot: AnalyzedShot): TimelineRow[] {
  const { number, start, end, camera } = shot;
  if (start === undefined || end === undefined) return [];
  const of = (kind: string) => camera.find(({ term }) => term.kind === kind)?.term.id;
  const size = of('size');
  const angle = of('angle');
  const move = movesOf(shot)[0]?.term.id ?? of('move');
  return [
    {
      shot: number,
      start: tidy(start),
      end: tidy(end),
      ...(size && { size }),
      ...(angle && { angle }),
      ...(move && { move }),
    },
  ];
}
