import type { Production } from '../../store/productions/production.ts';
import { isUnfinished } from '../../store/productions/progress.ts';
import { isOver, type Stand, standsOf } from '../../store/productions/stand.ts';

export type StepToDrive = { number: number; is: Stand['is'] };

/** The steps of a production that somebody can do something for now: a function of its record and the time. */
export function stepsToDrive(production: Production, nowMs: number): StepToDrive[] {
  if (!isUnfinished(production)) return [];
  const isGoing = production.state === 'active';
  const stands = standsOf(production);
  const steps = stands.flatMap((stand, number) => {
    const isDue = stand.is === 'unsent' && isGoing && stand.dueAt <= nowMs;
    return isDue || stand.is === 'running' || stand.is === 'uncertain' ? [{ number, is: stand.is }] : [];
  });
  if (steps.length > 0 || !stands.every(isOver)) return steps;
  // Only the film is missing: it is joined with a look at any of its clips.
  const number = stands.findIndex(({ is }) => is === 'completed');
  return number < 0 ? [] : [{ number, is: 'completed' }];
}
