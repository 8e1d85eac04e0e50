import type { Backend } from '../backends/backend.ts';
import type { Failure } from '../core/failure.ts';
import type { Unsaved } from '../media/save.ts';
import type { Task } from '../store/task.ts';

/** Why files of a finished task are on no disk, and what can be done. Undefined where all are. */
export function describeUnsaved(
  { kind }: Pick<Task, 'kind'>,
  { title, dashboardUrl }: Backend,
  unsaved: readonly Unsaved[],
): Failure | undefined {
  if (unsaved.length === 0) return undefined;
  const reasons = [...new Set(unsaved.map(({ reason }) => reason))].join('; ');
  const isLost = unsaved.every(({ isDead }) => isDead);
  return {
    code: 'not_saved',
    message: `The ${kind} was finished but not saved: ${reasons}.`,
    nextStep: isLost
      ? `It is paid for, and ${title} gives no link that works. Ask the user to look for it at ${dashboardUrl}. It can only be made again, and paid for again: the same request with allow_duplicate: true.`
      : 'It is paid for: do not submit it again. Remove the cause, then call get_task with this task_id again; its link works for about a day.',
  };
}
