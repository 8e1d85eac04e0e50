import { installation } from '../../core/installation.ts';
import { type Outcome, renderWords } from '../outcome.ts';
import { toUser } from '../shell-words.ts';
import { fold, type Style, type View } from './view.ts';

const leads: readonly [RegExp, Style][] = [
  [/^Saved /, 'good'],
  [/^(?:Warning|warn|Differs from the request|uncertain|stopped):/, 'doubtful'],
  [/^(?:error|failed|[a-z]+_[a-z_]+):/, 'bad'],
  [/^(?:info|Rehearsal):/, 'faint'],
];

/** What a person is told below a result: warnings, mistakes, files, and what to do next. */
export function renderAdvice(outcome: Outcome, view: View): string[] {
  return [...renderWords(outcome), ...renderNext(outcome)].flatMap((words) => renderLine(toUser(words), view));
}

function renderLine(words: string, view: View): string[] {
  const lines = fold(words, view);
  const [pattern, style] = leads.find(([lead]) => lead.test(words)) ?? [];
  const [first = '', ...rest] = lines;
  return pattern && style ? [first.replace(pattern, (lead) => view.paint(style, lead)), ...rest] : lines;
}

/** What people do with what is composed, or finished. */
function renderNext({ status, task_id, files, submit }: Outcome): string[] {
  if (submit?.draft_id !== undefined)
    return [`To submit it: ${installation.command} submit --draft ${submit.draft_id}`];
  if (status !== 'completed' || task_id === undefined || files.length === 0) return [];
  return [`To look at it: ${installation.command} open ${task_id}`];
}
