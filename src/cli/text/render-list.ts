import type * as z from 'zod';
import { installation } from '../../core/installation.ts';
import type { TaskList } from '../../tools/task-list.ts';
import { renderAge, renderStatus } from './units.ts';
import { cut, flow, isNarrow, pad, type View } from './view.ts';

type Listed = z.output<typeof TaskList>;

const statusColumns = 12;
const ageColumns = 12;

/** Each task in a few lines: how it stands and what it shows, then its id, its price and its file. */
export function renderList({ tasks, folder }: Listed, view: View): string[] {
  if (tasks.length === 0) return [`No task was found. To make a video: ${installation.command} make "what it shows"`];
  const rows = tasks.flatMap((task) => renderRow(task, view));
  return folder ? [...rows, view.paint('faint', `Files without a folder are in ${folder}`)] : rows;
}

function renderRow(task: Listed['tasks'][number], view: View): string[] {
  const { columns, paint } = view;
  const status = pad(renderStatus(task.status, view), statusColumns);
  const head = status + pad(renderAge(task.submitted_at, view), ageColumns);
  const indent = isNarrow(view) ? '  ' : ' '.repeat(statusColumns);
  const done = task.done && `${task.done} done`;
  const facts = flow([task.task_id, task.price, done, task.owner, task.project, task.file], view, indent).map((line) =>
    paint('faint', line),
  );
  const prompt = task.prompt ?? '';
  if (isNarrow(view)) return [head.trimEnd(), paint('strong', `  ${cut(prompt, columns - 2)}`), ...facts];
  return [head + paint('strong', cut(prompt, columns - statusColumns - ageColumns)), ...facts];
}
