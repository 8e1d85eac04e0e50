import type { DurationLimits } from '../../core/model-limits.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Task } from '../target.ts';
import { wholeSeconds } from './schedule.ts';

/** The clip that is edited or extended: the one with that role, else the first video. A bridge takes every video. */
export function targetsOf(bound: readonly Bound[], task: Task): Bound[] {
  const videos = bound.filter(({ type }) => type === 'video');
  const named = videos.filter(({ role }) => role?.id === 'target');
  if (task === 'bridge') return named.length >= 2 ? named : videos;
  if (task !== 'edit' && task !== 'extend') return [];
  return (named.length > 0 ? named : videos).slice(0, 1);
}

/** How long an edit or a bridge without times lasts: as long as its clips, in whole seconds that can be asked for. Undefined where a length is unknown. */
export function clipDuration(
  bound: readonly Bound[],
  task: Task,
  limits: DurationLimits | undefined,
): number | undefined {
  const targets = task === 'edit' || task === 'bridge' ? targetsOf(bound, task) : [];
  const seconds = targets.flatMap(({ file }) => file.seconds ?? []);
  if (targets.length === 0 || seconds.length < targets.length) return undefined;
  const sum = seconds.reduce((total, length) => total + length, 0);
  return wholeSeconds(sum, limits);
}
