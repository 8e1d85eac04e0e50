import type { Analysis } from '../analysis.ts';
import type { Storyboard } from '../input.ts';
import { givenLengths, spokenSeconds } from './shot-lengths.ts';

/** Whether a storyboard is a film: its shots are longer than one clip, or it says what only films have. */
export function isFilm(analysis: Analysis): boolean {
  if (filmFields.some((field) => analysis.input[field] !== undefined)) return true;
  const most = analysis.limits.duration?.most;
  if (most === undefined || analysis.shots.length < 2 || !filmTasks.has(analysis.task)) return false;
  return leastSeconds(analysis) > most;
}

/** An edit lasts as long as its clip, and a bridge stands between two. */
export const filmTasks: ReadonlySet<Analysis['task']> = new Set(['generate', 'extend', 'first_last_frames']);

const filmFields = ['continuity', 'scenes', 'soundtrack'] as const satisfies readonly (keyof Storyboard)[];

/** Shots shorter than this are often lost, so open ones are not pressed below it to fit one clip. */
const leastOpenSeconds = 2;

/** What is asked for, or the least that the shots can be told in. */
function leastSeconds({ mode, input, decided }: Analysis): number {
  if (mode === 'text' || input.duration !== undefined) return decided.wanted ?? 0;
  const shots = input.shots ?? [];
  return givenLengths(shots).reduce<number>(
    (sum, seconds, i) => sum + (seconds ?? Math.max(leastOpenSeconds, spokenSeconds(shots[i]?.dialogue ?? []))),
    0,
  );
}
