import type { Diagnostic } from '../../core/diagnostic.ts';
import { type Analysis, type AnalyzedShot, hitsOf } from '../analysis.ts';
import { spellField } from '../build/speller.ts';
import type { Language, Line } from '../input.ts';
import { phrases } from '../languages/index.ts';
import type { Phrases } from '../languages/phrases.ts';
import { findNames } from '../references/names.ts';
import { movesOf, type Side, sideOf } from '../rules/camera-moves.ts';
import { type Motion, type Term, termIn } from '../terms/camera-terms.ts';
import { findNumbered, type ReferenceType } from '../text/mentions.ts';

/** What a director reads: every shot with its place in time, its frame and its sound. Sheet and exports are made from it. */
export type ShotList = {
  title: string;
  language: Language;
  /** What a sheet says in that language. */
  say: Phrases['sheet'];
  ratio: string;
  seconds: number;
  style: string;
  music: string;
  prompt: string;
  modelId: string;
  shots: ListedShot[];
  references: ListedReference[];
  /** Of a film. */
  clips?: ListedClip[];
  /** What was found that belongs to no shot of its own. */
  problems: Diagnostic[];
};

/** A clip of a film, with the shots that it holds: `1-3`. */
export type ListedClip = { clip: number; shots: string; seconds: number; scene?: string };

export type ListedShot = {
  number: number;
  /** Seconds; shots without a stated place share the whole evenly. */
  start: number;
  end: number;
  size?: ListedTerm;
  angle?: ListedTerm;
  move?: ListedTerm;
  motion?: Motion;
  side?: Side;
  camera: string;
  /** What is seen and done. */
  picture: string;
  lines: readonly Line[];
  sound: string;
  transition: string;
  references: ListedReference[];
  problems: Diagnostic[];
};

/** A camera term and its name in the language of the storyboard. */
export type ListedTerm = Term & { called: string };

export type ListedReference = { type: ReferenceType; n: number; tag: string; label: string; role: string; url: string };

export function createShotList(analysis: Analysis, problems: readonly Diagnostic[] = []): ShotList {
  const { input, language, bound, target, shots, text, model } = analysis;
  const seconds = analysis.duration ?? shots.at(-1)?.end ?? 5;
  const references = bound.map(({ type, n, label, file }) => ({
    type,
    n,
    tag: target.renderReference(type, n),
    label: label?.words ?? file.role,
    role: withoutMarks(file.role, analysis),
    url: file.url,
  }));
  const [style] = hitsOf(analysis, 'style');
  return {
    title: titleOf(analysis),
    language,
    say: phrases[language].sheet,
    ratio: analysis.ratio && analysis.ratio !== 'adaptive' ? analysis.ratio : '16:9',
    seconds,
    style: [input.style, input.mood].filter(Boolean).join(', ') || (style?.word ?? ''),
    music: withoutMarks(input.music ?? '', analysis),
    prompt: text,
    modelId: model?.modelId ?? '',
    shots: shots.map((shot, i) => ({
      ...listShot(analysis, shot, i, (seconds / shots.length) * i, (seconds / shots.length) * (i + 1), references),
      problems: problems.filter(({ path }) => shotAt(path) === i),
    })),
    references,
    problems: problems.filter(({ path }) => shotAt(path) === undefined),
  };
}

/** The shot that `shots[1].camera` belongs to. */
function shotAt(path: string): number | undefined {
  const at = /^shots\[(\d+)\]/.exec(path)?.[1];
  return at === undefined ? undefined : Number(at);
}

/** A line with its speaker and how it is said. */
export function sayLine({ speaker, delivery, line, voice }: Line): string {
  return `${speaker}${voice ? ` (${offScreenMarks[voice]})` : ''}${delivery ? ` (${delivery})` : ''}: ${line}`;
}

/** How a script marks who is heard and not seen to speak. */
export const offScreenMarks = { over: 'V.O.', off: 'O.S.' } as const;

function listShot(
  analysis: Analysis,
  shot: AnalyzedShot,
  i: number,
  from: number,
  to: number,
  all: ListedReference[],
): Omit<ListedShot, 'problems'> {
  const given = analysis.mode === 'shots' ? analysis.input.shots?.[i] : undefined;
  const called = (term: Term | undefined) => term && { ...term, called: termIn(term, analysis.language).name };
  const of = (kind: string) => called(shot.camera.find(({ term }) => term.kind === kind)?.term);
  const [first] = movesOf(shot);
  const move = called(first?.term) ?? of('move');
  const mentioned = findNumbered(shot.words);
  return {
    number: shot.number,
    start: shot.start ?? from,
    end: shot.end ?? to,
    size: of('size'),
    angle: of('angle'),
    move,
    motion: move?.motion,
    side: first && sideOf(shot.words, first),
    camera: withoutMarks(given?.camera ?? '', analysis),
    picture: given
      ? withoutMarks([given.visual, given.action].filter(Boolean).join(phrases[analysis.language].stop), analysis)
      : shot.words,
    lines: (given?.dialogue ?? shot.lines).map((line) => ({
      ...line,
      speaker: speakerOf(line.speaker, analysis),
      line: withoutMarks(line.line, analysis),
    })),
    sound: withoutMarks(given?.sound ?? '', analysis),
    transition: withoutMarks(given?.transition ?? '', analysis),
    references: all.filter(({ type, n }) => mentioned.some((one) => one.type === type && one.numbers.includes(n))),
  };
}

/** Who speaks, as a script says it: the name alone. */
function speakerOf(speaker: string, analysis: Analysis): string {
  const [only] = findNames(speaker, analysis.bound, []).named;
  const isWhole = only && only.end - only.start === speaker.trim().length;
  return (isWhole && only.named.label?.words) || withoutMarks(speaker, analysis);
}

/** `@hero` as people say it. */
function withoutMarks(words: string, { bound, counts, task, language, target }: Analysis): string {
  return spellField(words, { bound, counts, task, language, target }, 'spoken').text;
}

/** The first words of the first shot. */
function titleOf(analysis: Analysis): string {
  const { input, shots, text } = analysis;
  const words = withoutMarks(input.shots?.[0]?.visual ?? shots[0]?.words ?? text, analysis)
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
