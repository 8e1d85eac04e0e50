import type { DurationLimits } from '../../core/model-limits.ts';
import type { Language, Storyboard } from '../input.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Task } from '../target.ts';
import { isChinese } from '../text/word-count.ts';

/** What is meant where nothing is said: frames alone, a clip to edit or to extend, else a generation. */
export function inferTask(bound: readonly Bound[], text = ''): Task {
  const isFrames = bound.length > 0 && bound.length <= 2 && bound.every(({ role }) => role?.id.endsWith('_frame'));
  if (isFrames) return 'first_last_frames';
  const videos = bound.filter(({ type }) => type === 'video');
  const targets = videos.filter(({ role }) => role?.id === 'target');
  if (targets.length >= 2) return 'bridge';
  const opening = `${targets.map(({ file }) => file.role).join(' ')} ${videos.length > 0 ? text.trimStart().slice(0, 80) : ''}`;
  if (/\bextend\b|延长/i.test(opening)) return 'extend';
  return targets.length > 0 || /strictly edit|严格编辑/i.test(opening) ? 'edit' : 'generate';
}

export function languageOf({ shots = [], style = '', music = '' }: Storyboard): Language {
  return isChinese(
    [style, music, ...shots.flatMap(({ visual, camera = '', action = '' }) => [visual, camera, action])].join(' '),
  )
    ? 'zh'
    : 'en';
}

export function isLength(seconds: number | undefined, limits: DurationLimits | undefined): seconds is number {
  return seconds !== undefined && (!limits || (seconds >= limits.least && seconds <= limits.most));
}
