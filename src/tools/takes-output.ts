import type { App } from '../app.ts';
import { renderPrice } from '../core/price.ts';
import { failureOf, statusOf, type Task, taskIdOf } from '../store/task.ts';
import { priceOf } from './task-output.ts';

/** The takes of a request, as the viewer shows them. */
export async function renderTakes(taskId: string, app: App) {
  const takes = await app.takesOf(taskId);
  const { firstPicture } = await import('../prompt/text/first-picture.ts');
  return {
    title: firstPicture(takes[0]?.asked.prompt ?? ''),
    takes: await Promise.all(takes.map((take) => renderTake(take, app))),
  };
}

async function renderTake(task: Task, { frames }: App) {
  const files = task.files.map(async ({ path, media_type, bytes, width, height, duration_seconds }) => ({
    ...{ path, media_type, bytes, width, height, duration_seconds },
    checks: await frames.findChecks(path),
  }));
  return {
    task_id: taskIdOf(task),
    status: statusOf(task),
    price: renderPrice(priceOf(task)),
    files: await Promise.all(files),
    mismatches: task.mismatches,
    output_urls: task.remote?.outputUrls ?? [],
    error: failureOf(task)?.message,
  };
}
