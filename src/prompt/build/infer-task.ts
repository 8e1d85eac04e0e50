import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Storyboard } from '../input.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { Task } from '../target.ts';
import { spellingWords } from '../text/spellings.ts';

/** What is meant where nothing is said: frames alone, a clip to edit or to extend, else a generation. Only words that can mean nothing else decide. */
export function inferTask(bound: readonly Bound[], text = ''): Task {
  const isFrames = bound.length > 0 && bound.length <= 2 && bound.every(({ role }) => role?.id.endsWith('_frame'));
  if (isFrames) return 'first_last_frames';
  const videos = bound.filter(({ type }) => type === 'video');
  const targets = videos.filter(({ role }) => role?.id === 'target');
  if (targets.length >= 2) return 'bridge';
  if (videos.length === 0) return 'generate';
  const opening = text.slice(0, 400);
  if (targets.some(({ file }) => extendingRole.test(file.role)) || extending.test(opening)) return 'extend';
  return targets.length > 0 || editing.test(opening) ? 'edit' : 'generate';
}

/** A task that nobody named and that changes a clip is told. */
export function tellTask(task: Task, { task: given }: Storyboard, bound: readonly Bound[]): Diagnostic[] {
  if (given !== undefined || (task !== 'edit' && task !== 'extend' && task !== 'bridge')) return [];
  const clip = bound.find(({ role, type }) => role?.id === 'target' && type === 'video')?.path ?? 'The video';
  return [
    {
      rule: 'task-inferred',
      severity: 'info',
      path: 'task',
      message: `${clip} is read as ${task === 'bridge' ? 'a clip to connect' : `the clip to ${task}`}, so the task is ${task}.`,
      fix: `Set task: "${task}", or task: "generate" if the clip is only a reference.`,
    },
  ];
}

const bare = spellingWords(({ type, standing }) => type === 'video' && standing === 'bare');
const marked = spellingWords(({ type, standing }) => type === 'video' && standing !== 'given');
const clip = `(?:(?:video_file|clip|${bare})[ _]?\\d*|@(?:${marked})[ _]?\\d*|the (?:video|clip|footage)|(?:这|该|原)?(?:段|个)?视频)`;
const extendingRole = /\b(?:extend|extension|prolong)|延长|续写/i;
/** `Extend @video1 by 6 seconds`, `将@视频1延长8秒`; not "extends his hand". */
const extending = new RegExp(
  `(?:^|[.\\n] ?)(?:extend (?:it|by|for|forward|backward)|延长(?:\\d|至))|\\b(?:extend|prolong|lengthen|continue)\\b[^.;\\n]{0,12}? ?${clip}|(?:延长|续写) ?${clip}|${clip} ?(?:向[前后])?(?:延长|续写)`,
  'i',
);
const editing = new RegExp(`strictly edit|严格编辑|(?:^|[.\\n] ?)(?:edit|modify) ?${clip}|(?:编辑|修改) ?${clip}`, 'i');
