import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Analysis } from '../analysis.ts';
import { findProblems, rules, tellProblems } from '../rules/index.ts';

/** Rules that speak of one request: how much and how long it is, what goes with what. The others are asked of the whole story once. */
const ofClip: ReadonlySet<string> = new Set([
  ...['limit-images', 'limit-videos', 'limit-audio', 'limit-files', 'media-seconds', 'audio-alone'],
  ...['many-people', 'many-files', 'ref-two-owners', 'ratio-not-enum', 'length'],
  ...['mode-exclusive', 'task-needs-video', 'frames-count', 'model-for-task', 'duration-unstated', 'time-range'],
  ...['edit-says-reference', 'generate-reads-as-edit', 'extend-repeat'],
  ...['dlg-total', 'shot-density', 'long-no-beats', 'oner-with-cuts', 'style-conflict', 'audio-exact-conflict'],
]);
/** Their advice is for a clip that stands alone. */
const notOfFilms: ReadonlySet<string> = new Set(['audio-missing', 'time-restart']);

const clipRules = rules.filter(({ id }) => ofClip.has(id));
const storyRules = rules.filter(({ id }) => !ofClip.has(id) && !notOfFilms.has(id));

/** Everything that the rules find, once: of the story as the caller wrote it, and of every clip. */
export function findFilmProblems(story: Analysis, clips: readonly Analysis[]): Diagnostic[] {
  // Each clip has an operation of its own; the whole has none.
  const ofStory = story.autofixes.filter(({ rule }) => rule !== 'model-operation');
  const known = new Set(ofStory.map(nameOf));
  const more = onlyOnce(clips.flatMap(({ autofixes }) => autofixes)).filter((one) => !known.has(nameOf(one)));
  const found = [...findProblems(story, storyRules), ...ofClips(clips)];
  return tellProblems({ ...story, autofixes: [...ofStory, ...more] }, found);
}

/** What is true of some clips only says of which. */
function ofClips(clips: readonly Analysis[]): Diagnostic[] {
  const found = new Map<string, { problem: Diagnostic; clips: number[] }>();
  for (const [i, clip] of clips.entries()) {
    for (const problem of findProblems(clip, clipRules)) {
      const same = found.get(nameOf(problem));
      if (same) same.clips.push(i + 1);
      else found.set(nameOf(problem), { problem, clips: [i + 1] });
    }
  }
  return [...found.values()].map(({ problem, clips: where }) => {
    if (where.length === clips.length || problem.path.includes('[')) return problem;
    const numbers = [...new Set(where)].join(', ');
    return { ...problem, message: `Clip ${numbers}: ${problem.message}` };
  });
}

function onlyOnce(problems: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(problems.map((problem) => [nameOf(problem), problem])).values()];
}

function nameOf({ rule, path, message }: Diagnostic): string {
  return `${rule} ${path} ${message}`;
}
