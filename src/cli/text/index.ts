import type * as z from 'zod';
import { printable } from '../../core/printable.ts';
import { mapStrings } from '../../core/replace-strings.ts';
import { composeStoryboard } from '../../tools/compose-storyboard.ts';
import { getBalance } from '../../tools/get-balance.ts';
import { getTask } from '../../tools/get-task.ts';
import { submitTask } from '../../tools/submit-task.ts';
import { TaskList } from '../../tools/task-list.ts';
import { uploadImage } from '../../tools/upload-image.ts';
import { readOutcome } from '../outcome.ts';
import { renderAdvice } from './render-advice.ts';
import { renderBalances } from './render-balances.ts';
import { renderComposition } from './render-composition.ts';
import { renderList } from './render-list.ts';
import { renderFound, renderSubmitted } from './render-task.ts';
import { flow, type View } from './view.ts';

type Output = Record<string, unknown>;

/** An answer as text for a person: what it is, then what is to be known and done. */
export function renderAnswer(tool: string, output: Output, view: View): string[] {
  const safe = mapStrings(output, printable);
  return [...renderHead(tool, safe, view), ...renderAdvice(readOutcome(safe), view)];
}

function renderHead(tool: string, output: Output, view: View): string[] {
  switch (tool) {
    case composeStoryboard.name:
      return renderComposition(composeStoryboard.output.parse(output), view);
    case submitTask.name:
      return renderSubmitted(submitTask.output.parse(output), view);
    case getTask.name:
      return 'tasks' in output
        ? renderList(TaskList.parse(output), view)
        : renderFound(getTask.output.parse(output), view);
    case getBalance.name:
      return renderBalances(getBalance.output.parse(output), view);
    case uploadImage.name:
      return renderUpload(uploadImage.output.parse(output), view);
    default:
      return [];
  }
}

function renderUpload({ url, media_type, width, height }: z.output<typeof uploadImage.output>, view: View): string[] {
  return flow([url, media_type, width === undefined ? undefined : `${width}×${height}`], view);
}
