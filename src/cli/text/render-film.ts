import type { FilmPlan } from '../../core/film-plan.ts';
import { entry, type View } from './view.ts';

const labelColumns = 18;

/** What each shot of a film shows, under the clip that holds it. */
export function renderFilm({ clips }: FilmPlan, view: View): string[] {
  let before = 0;
  return clips.flatMap(({ clip, seconds, scene, timeline }) => {
    const at = before;
    before += seconds;
    const head = [`clip ${clip}`, `${seconds} s`, scene].filter(Boolean).join('  ');
    const shots = timeline.flatMap(({ number, start, end, picture }) =>
      entry(`shot ${number}  ${tidy(at + start)}-${tidy(at + end)} s`, picture, labelColumns, view),
    );
    return [view.paint('strong', head), ...shots];
  });
}

function tidy(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
