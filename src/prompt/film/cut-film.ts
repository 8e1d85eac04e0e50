import type { Diagnostic } from '../../core/diagnostic.ts';
import { formatSeconds } from '../text/time/notation.ts';
import { filmTasks } from './is-film.ts';
import { nearestChanges } from './nearest-change.ts';
import { clipSeconds, type Group, packShots } from './pack.ts';
import { unusedScenes } from './scenes.ts';
import type { Story } from './story.ts';
import { openingPronoun } from './used-files.ts';

/** The clips of a film, none where an error stands, and what is to be told of the cut. */
export function cutFilm(story: Story): { groups: Group[]; told: Diagnostic[] } {
  const { shots, range, analysis } = story;
  const wrong = [...wrongTask(story), ...wrongLength(story)];
  if (wrong.length > 0 || shots.length === 0) return { groups: [], told: wrong };
  const groups = packShots(shots, range);
  if (!groups) return { groups: [], told: whyNotPacked(story) };
  const scenes = shots.map(({ scene }) => scene);
  const told = [
    ...tooManyClips(groups),
    ...unusedScenes(analysis.input, scenes),
    ...groups.flatMap((group, i) => [
      ...runCut(story, group),
      ...overScene(story, group, i),
      ...nameless(story, group, i),
      ...rounded(story, group, i),
    ]),
  ];
  return { groups, told };
}

/** `4`, or `4-6`. */
export function nameShots({ from, to }: Group): string {
  return to - from === 1 ? `${to}` : `${from + 1}-${to}`;
}

/** Of a whole film. */
const [mostSeconds, mostClips] = [600, 80];

function wrongTask({ analysis: { task } }: Story): Diagnostic[] {
  if (filmTasks.has(task)) return [];
  const message = `The task ${task} makes one clip, and continuity, scenes and soundtrack belong to a film.`;
  return [{ rule: 'film-task', severity: 'error', path: 'task', message, fix: 'Leave them out, or drop the task.' }];
}

function wrongLength({ shots, range, text }: Story): Diagnostic[] {
  const sum = shots.reduce((total, { seconds }) => total + seconds, 0);
  const path = (i: number) => (text ? 'prompt' : `shots[${i}].seconds`);
  if (sum > mostSeconds) {
    const message = `The shots last ${formatSeconds(sum)} s together; a film lasts at most ${mostSeconds} s.`;
    const fix = 'Compose it as several films, and join them in an editor.';
    return [{ rule: 'film-length', severity: 'error', path: text ? 'prompt' : 'shots', message, fix }];
  }
  return shots.flatMap(({ seconds }, i): Diagnostic[] => {
    if (clipSeconds(seconds) <= range.most) return [];
    const parts = Math.ceil(seconds / range.most);
    const message = `Shot ${i + 1} lasts ${formatSeconds(seconds)} s; a clip lasts at most ${range.most} s.`;
    const fix = `Make it ${range.most} s, or divide it into ${parts} shots, all but the first with transition: "continuous".`;
    return [{ rule: 'film-shot-long', severity: 'error', path: path(i), message, fix }];
  });
}

function whyNotPacked({ shots, range, text }: Story): Diagnostic[] {
  const { least, most } = range;
  const changes = nearestChanges(shots, range);
  const message = `The shots cannot be divided into clips of ${least} to ${most} whole seconds.`;
  const fix =
    changes === '' ? `Give the shots lengths that add up to clips of ${least} to ${most} s.` : `Make ${changes}.`;
  return [{ rule: 'film-packing', severity: 'error', path: text ? 'prompt' : 'shots', message, fix }];
}

function tooManyClips({ length }: readonly Group[]): Diagnostic[] {
  if (length <= mostClips) return [];
  const message = `That makes ${length} clips; a film has at most ${mostClips}.`;
  return [{ rule: 'film-length', severity: 'error', path: 'shots', message, fix: 'Compose it as several films.' }];
}

function runCut({ shots, range }: Story, { from }: Group): Diagnostic[] {
  if (from === 0 || !shots[from]?.isContinuous) return [];
  const message = `Shot ${from + 1} goes on from shot ${from}, but they do not fit into one clip of ${range.most} s: the film cuts between them.`;
  const fix = 'Shorten the shots that belong together, or use continuity "extend".';
  return [{ rule: 'film-run-cut', severity: 'warn', path: `shots[${from}].transition`, message, fix }];
}

function overScene({ shots }: Story, group: Group, i: number): Diagnostic[] {
  const opened = shots.findIndex(({ opensScene }, n) => opensScene && n > group.from && n < group.to);
  if (opened === -1) return [];
  const message = `Clip ${i + 1} (shots ${nameShots(group)}) goes over the scene break before shot ${opened + 1}: no division fits otherwise.`;
  const fix = 'Make the scene long enough for a clip of its own, if that matters.';
  return [{ rule: 'film-over-scene', severity: 'info', path: `shots[${opened}].scene`, message, fix }];
}

/** A clip knows nothing of the clip before; a file of its only character says who is meant. */
function nameless({ shots, files, text }: Story, { from, to }: Group, i: number): Diagnostic[] {
  const opening = openingPronoun(shots[from]?.shot.visual ?? '');
  const people = new Set(
    files.slice(from, to).flatMap((used) => [...used].filter(({ role }) => role?.id === 'character')),
  );
  if (i === 0 || people.size === 1 || !opening) return [];
  const message = `Clip ${i + 1} begins with "${opening}", and does not know who that is: each clip is made by itself.`;
  const fix = 'Name who is seen, in the words of the other shots.';
  return [{ rule: 'film-nameless', severity: 'warn', path: text ? 'prompt' : `shots[${from}].visual`, message, fix }];
}

function rounded({ shots, text }: Story, { from, to, seconds }: Group, i: number): Diagnostic[] {
  const sum = shots.slice(from, to).reduce((total, shot) => total + shot.seconds, 0);
  const more = formatSeconds(seconds - sum);
  if (more === '0') return [];
  const message = `Clip ${i + 1} is ${formatSeconds(sum)} s of shots and is made ${seconds} s; shot ${to} lasts ${more} s longer.`;
  const fix = `Add ${more} s to a shot, or take ${formatSeconds(1 - (seconds - sum))} s from one.`;
  return [{ rule: 'film-rounded', severity: 'info', path: text ? 'prompt' : `shots[${to - 1}].seconds`, message, fix }];
}
