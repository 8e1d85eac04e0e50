import type { Diagnostic } from '../../core/diagnostic.ts';
import { type FilmPlan, findNeeds, type PlannedClip, type PlannedPicture } from '../../core/film-plan.ts';
import type { Analysis } from '../analysis.ts';
import { createSubmission } from '../build/submission.ts';
import { createShotList, type ShotList } from '../export/shot-list.ts';
import { tidy } from '../text/time/notation.ts';
import { placeShots } from './clip-storyboard.ts';
import { nameShots } from './cut-film.ts';
import { placeLines } from './lines.ts';
import type { Group } from './pack.ts';
import type { Story } from './story.ts';

/** A clip as it was composed, and where it begins in the film. */
export type FilmClip = { group: Group; start: number; analysis: Analysis };

/** The shots of the whole where the clips place them, and the prompts of all clips. */
export function listFilm(story: Story, clips: readonly FilmClip[], problems: readonly Diagnostic[]): ShotList {
  const { analysis } = story;
  const times = clips.flatMap(({ group, start }) =>
    placeShots(story, group).map((time) => ({ start: tidy(start + time.start), end: tidy(start + time.end) })),
  );
  const shots = analysis.shots.map((shot, i) => ({ ...shot, ...times[i] }));
  const duration = times.at(-1)?.end ?? analysis.duration;
  const list = createShotList({ ...analysis, shots, duration }, problems);
  if (clips.length === 0) return list;
  const prompts = clips.map(({ analysis: { text } }, i) => `${i + 1}/${clips.length}\n${text}`);
  const rows = clips.map(({ group }, i) => ({ clip: i + 1, ...rowOf(story, group) }));
  return { ...list, clips: rows, prompt: prompts.join('\n\n'), modelId: clips[0]?.analysis.model?.modelId ?? '' };
}

type Parts = { clips: readonly FilmClip[]; list: ShotList; pictures: PlannedPicture[] };

export function planFilm(story: Story, { clips, list, pictures }: Parts): FilmPlan {
  const planned = clips.map(({ group, analysis }, i): PlannedClip => {
    const { model_id, parameters } = createSubmission(analysis);
    const timeline = placeShots(story, group).map((time, n) => {
      const { number = 0, picture = '' } = list.shots[group.from + n] ?? {};
      const scene = story.shots[group.from + n]?.scene;
      return { number, ...time, picture, ...(scene !== undefined && { scene }) };
    });
    return { clip: i + 1, ...rowOf(story, group), model_id, parameters, needs: findNeeds(parameters), timeline };
  });
  return {
    title: list.title,
    continuity: story.continuity,
    pictures,
    clips: planned,
    join: { clips: planned.map(({ clip }) => clip), seconds: list.seconds },
    soundtrack: story.input.soundtrack,
    lines: clips.flatMap(({ group }, i) => placeLines(i + 1, list.shots.slice(group.from, group.to))),
  };
}

/** A clip without its prompt. More than one scene is told by the first. */
function rowOf({ shots }: Story, group: Group): Pick<PlannedClip, 'shots' | 'seconds' | 'scene'> {
  const scene = shots[group.from]?.scene;
  return { shots: nameShots(group), seconds: group.seconds, ...(scene !== undefined && { scene }) };
}
