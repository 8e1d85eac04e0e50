import type { Diagnostic } from '../core/diagnostic.ts';
import type { ModelLimits } from '../core/model-limits.ts';
import type { DecidedDuration } from './build/duration.ts';
import type { Language, Line, Storyboard, Timing } from './input.ts';
import type { UnknownName } from './references/names.ts';
import type { Bound } from './references/reference-binding.ts';
import type { ModelChoice, Target, Task } from './target.ts';
import { isOfCamera } from './terms/camera-context.ts';
import { cameraTerms, type Term, termById } from './terms/camera-terms.ts';
import { isNegated } from './terms/negation.ts';
import { findRuleTerms } from './terms/rule-terms.ts';
import { type Hit, plainText } from './terms/term-matcher.ts';
import type { Counts, Reference } from './text/mentions.ts';
import { formatSeconds, tidy } from './text/time/notation.ts';
import type { Timeline } from './text/time/resolve.ts';

/** Everything that is known when the rules are asked: the prompt as it would be sent, and what it was made of. */
export type Analysis = {
  input: Storyboard;
  target: Target;
  mode: 'shots' | 'text';
  language: Language;
  task: Task;
  timing: Timing;
  text: string;
  /** The words outside the shots: style, mood, light. */
  head: string;
  bound: readonly Bound[];
  counts: Counts;
  mentions: readonly Reference[];
  unknownNames: readonly (UnknownName & { path: string })[];
  shots: readonly AnalyzedShot[];
  /** Whether the shots are marked as such; a paragraph without any mark counts as one shot. */
  hasExplicitShots: boolean;
  timeline: Timeline;
  /** Undefined where the service has none for the task. */
  model: ModelChoice | undefined;
  /** Of that model. */
  limits: ModelLimits;
  /** What would be submitted, and where it comes from. */
  duration: number | undefined;
  decided: DecidedDuration;
  ratio: string | undefined;
  /** Words of `rule-terms.ts` found in the text. */
  hits: readonly Hit[];
  /** What the check of `submit_task` says of the same text and files. */
  checked: readonly Diagnostic[];
  /** What was put right without asking. */
  autofixes: readonly Diagnostic[];
};

export type AnalyzedShot = {
  number: number;
  /** `shots[0]`, or `prompt`. */
  path: string;
  /** `Shot 2 (3-8 s)`. */
  name: string;
  start?: number;
  end?: number;
  /** What is seen: camera, visual, action. */
  words: string;
  lines: readonly Line[];
  camera: readonly CameraHit[];
  /** Words of `rule-terms.ts` found in `words`. */
  hits: readonly Hit[];
};

/** A camera term where it stands in the shot's words. */
export type CameraHit = { term: Term; word: string; start: number; end: number };

/** Where a clip stands in its film: findings name the shots and files as the caller numbers them. */
export type Place = {
  /** Shots and seconds before it. */
  shots: number;
  seconds: number;
  /** The path of each of its files. */
  references: readonly string[];
};

type Parts = {
  number: number;
  path: string;
  start?: number;
  end?: number;
  words: string;
  /** How many of the words are the camera field: nothing there is prose. */
  cameraLength?: number;
  lines: readonly Line[];
  /** Seconds of the film before its clip. */
  secondsBefore?: number;
};

export function analyzeShot({ number, path, start, end, words, lines, ...more }: Parts): AnalyzedShot {
  const { cameraLength = 0, secondsBefore = 0 } = more;
  const at = (seconds: number) => formatSeconds(secondsBefore + seconds);
  const time = start === undefined || end === undefined ? '' : ` (${at(start)}-${at(end)} s)`;
  const read = readWords(words, cameraLength);
  return { number, path, name: `Shot ${number}${time}`, start, end, words, lines, ...read };
}

/** A shot's length, where it has a place. */
export function secondsOf({ start, end }: { start?: number; end?: number }): number | undefined {
  return start === undefined || end === undefined ? undefined : tidy(end - start);
}

/** The hits of one list of `rule-terms.ts`. */
export function hitsOf({ hits }: Analysis, tag: string): Hit[] {
  return hits.filter((hit) => hit.tag === tag);
}

function readWords(words: string, cameraLength: number): Pick<AnalyzedShot, 'camera' | 'hits'> {
  const plain = plainText(words);
  const camera = cameraTerms.find(plain).flatMap((hit) => {
    const term = termById.get(hit.id);
    const isSaid = (hit.end <= cameraLength || isOfCamera(plain, hit)) && !isNegated(plain, hit);
    return term && isSaid ? [{ term, word: hit.word, start: hit.start, end: hit.end }] : [];
  });
  return { camera, hits: findRuleTerms(plain) };
}
