import type * as z from 'zod';
import { renderAmount } from '../../core/price.ts';
import type { getTask } from '../../tools/get-task.ts';
import type { submitTask } from '../../tools/submit-task.ts';
import { renderDuration } from '../../tools/task-output.ts';
import { toUser } from '../shell-words.ts';
import { renderCost, renderModel, renderNumbers, renderStatus } from './units.ts';
import { flow, type View, wrap } from './view.ts';

type Found = z.output<typeof getTask.output>;
type Submitted = z.output<typeof submitTask.output>;

const indent = '  ';

/** A task or a production as `query` and `poll` found it. Its files and what to do next are told below. */
export function renderFound(found: Found, view: View): string[] {
  const { status = 'pending', task_id, price, elapsed_seconds, files = [], clips = [] } = found;
  const [file] = files;
  const size = file && 'width' in file && 'height' in file ? `${file.width}×${file.height}` : undefined;
  const length = file?.duration_seconds === undefined ? undefined : `${file.duration_seconds} s`;
  const elapsed = elapsed_seconds === undefined ? undefined : `after ${renderDuration(elapsed_seconds)}`;
  const head = [renderStatus(status, view), task_id, renderCost(price), length, size, elapsed];
  return [...flow(head, view, indent, ''), ...clips.flatMap((clip) => renderClip(clip, view))];
}

/** What became of a submit, of `stop` and of `use`. */
export function renderSubmitted({ status, task_id, price, clips = [], ...of }: Submitted, view: View): string[] {
  const rows = clips.flatMap(({ clips, pictures, takes, there, price, total, ...of }) => {
    const name = clips === undefined ? renderNumbers('picture', pictures ?? '') : renderNumbers('clip', clips);
    const some = there ? `${there} of ${takes} there` : takes > 1 ? `${takes} takes` : undefined;
    const cost =
      total === undefined
        ? [renderCost(price)]
        : [
            `${renderCost(price)} each`,
            `${price.at_most === undefined ? '' : 'at most '}${renderAmount(total, price.unit)} together`,
          ];
    return flow([name, some, renderModel(of), ...(total === 0 ? [] : cost)], view, indent.repeat(2), indent);
  });
  const head = [renderStatus(status, view), task_id, renderCost(price), renderModel(of)];
  return [...flow(head, view, indent, ''), ...rows];
}

type Clip = NonNullable<Found['clips']>[number];

function renderClip({ clip, picture, take, task_id, status, used, stale, error }: Clip, view: View): string[] {
  const name = picture === undefined ? `clip ${clip}` : `picture ${picture}`;
  const marks = [used ? 'used' : '', stale ? 'continues another take' : ''].filter(Boolean).join(', ');
  const which = take !== undefined && take > 1 ? `take ${take}` : undefined;
  const why = error ? [error.message, error.next_step] : [];
  return [
    ...flow([name, which, renderStatus(status, view), task_id, marks], view, indent.repeat(2), indent),
    ...why.flatMap((words) => wrap(toUser(words), view, indent.repeat(2))),
  ];
}
