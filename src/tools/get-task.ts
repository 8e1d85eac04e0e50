import * as z from 'zod';
import { parseDay } from '../core/day.ts';
import { isProductionId } from '../core/production-id.ts';
import { isRunning, TaskStatus } from '../core/task-status.ts';
import { attachFiles } from './attachments.ts';
import { driveOf } from './drive.ts';
import { addFilmFrames, addFrames, FramesKind, FramesOutput, framesNeedTask } from './frames-output.ts';
import { hearPrompt } from './language.ts';
import { nameGallery } from './name-gallery.ts';
import { mostRows, ProductionOutput, renderProduction, renderRows } from './production-output.ts';
import { startProgressNotifier } from './progress-notifier.ts';
import { renderTaskList, TaskList } from './task-list.ts';
import { renderTask, TaskOutput } from './task-output.ts';
import { defineTool } from './tool.ts';
import { waitForProduction } from './wait-for-production.ts';

/** How long a call may last before the client gives up, by the name it introduces itself with (measured; docs/clients.md). Seconds. */
const patienceSeconds = new Map([
  ['claude-code', 600],
  ['shell', 0],
]);
/** Everyone else gives up at 60 s. */
const usualPatienceSeconds = 45;

export const getTask = defineTool({
  name: 'get_task',
  command: 'query',
  title: 'Wait for a task, or list tasks',
  description:
    'Wait for a task (10 min in Claude Code, else 45 s), save and check its files. If unfinished, call again. ' +
    'error says why. frames: contact sheet with checks, or last frame. Without task_id: tasks, saved if finished. Free.',
  effect: 'reads',
  hasViewer: true,
  input: z.strictObject({
    task_id: z.string().optional(),
    wait_seconds: z.number().min(0).max(900).optional().describe('0: current status'),
    save: z.boolean().optional(),
    save_dir: z.string().optional(),
    limit: z.int().min(1).max(100).optional(),
    status: z.enum([...TaskStatus.options, 'stopped']).optional(),
    search: z.string().optional(),
    since: z.string().optional().describe('Like yesterday'),
    until: z.string().optional(),
    owner: z.enum(['all']).optional(),
    frames: FramesKind.optional(),
  }),
  output: z
    .object({
      ...TaskList.shape,
      ...ProductionOutput.shape,
      ...FramesOutput.shape,
      ...TaskOutput.shape,
      status: z.enum([...TaskStatus.options, 'stopped']),
      price: ProductionOutput.shape.price,
      files: z.union([TaskOutput.shape.files, ProductionOutput.shape.files]),
    })
    .partial(),
  flags: {
    task_id: { description: 'task id printed by submit' },
    save: { name: 'no-save', description: 'do not download' },
    save_dir: { description: 'folder for the files' },
    limit: { description: '10 when left out (4 for a search), at most 100' },
    search: { description: 'words of prompts, titles and file names, in any order' },
    since: { description: 'from this day on: yesterday, 3 days ago, 2026-11-20' },
    until: { description: 'to this day, with it' },
    owner: { description: 'with a database for many: everybody’s tasks, not only your own' },
    frames: {
      description:
        'a picture of the video: sheet, with checks of what looks broken, or last, its last frame (needs ffmpeg)',
    },
  },
  run: async (input, app, call) => {
    const { task_id: taskId, status, search, owner, save = true } = input;
    const limit = input.limit ?? (search ? fewRows : usualRows);
    const saveDirectory = await app.folderOf(input.save_dir, { anywhere: call.client === 'shell', roots: call.roots });
    const drive = driveOf(call.client);
    if (taskId === undefined) {
      const request = { limit, status, search, owner, ...timeOf(input, app.now()), save, saveDirectory, drive };
      const list = await renderTaskList(await app.list(request, call), app);
      await hearPrompt(app, async () => list.tasks[0]?.prompt);
      return input.frames ? { ...list, warnings: [...list.warnings, framesNeedTask] } : list;
    }
    const waitSeconds = input.wait_seconds ?? patienceSeconds.get(call.client) ?? usualPatienceSeconds;
    if (isProductionId(taskId)) {
      const request = { key: taskId, waitSeconds, save, saveDirectory, drive };
      const found = await waitForProduction(request, app, call);
      await hearPrompt(app, () => app.productions.firstPrompt(found.production));
      if (!input.frames) return renderProduction(found, app);
      const rows = await app.productions.rows(found.production, Number.POSITIVE_INFINITY);
      const answer = await renderRows(found, rows.slice(0, mostRows), app);
      return addFilmFrames(
        answer,
        { rows, kind: input.frames, isBatch: found.production.plan.kind === 'batch' },
        app,
        call.signal,
      );
    }
    const notifier = startProgressNotifier(app, call);
    try {
      const request = { taskId, waitSeconds, save, saveDirectory, saveInFull: call.client === 'shell' };
      const found = await app.get(request, { signal: call.signal, ending: call.ending, onUpdate: notifier.show });
      const task = renderTask(found, app);
      await hearPrompt(app, async () => task.prompt);
      const seen = input.frames ? await addFrames(task, input.frames, app, call.signal) : task;
      const output = { ...seen, next_step: await nameGallery(seen.next_step, seen.files[0]?.path, app) };
      // A client that waits has typed the prompt, and may read "not yet" twenty times.
      return waitSeconds > 0 || isRunning(output.status) ? { ...output, prompt: undefined } : output;
    } finally {
      notifier.stop();
    }
  },
  attach: async ({ files = [], frames = [] }, app) => attachFiles([frames, files].flat(), app),
});

/** Rows of a list; a search is for one of them. */
const [usualRows, fewRows] = [10, 4];

function timeOf(
  { since, until }: { since?: string; until?: string },
  nowMs: number,
): { since?: number; until?: number } {
  return {
    since: since ? parseDay(since, nowMs, 'since').from : undefined,
    until: until ? parseDay(until, nowMs, 'until').to : undefined,
  };
}
