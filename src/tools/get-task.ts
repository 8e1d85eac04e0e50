import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { startProgressNotifier } from './progress-notifier.ts';
import { Row, renderRow, Status } from './task-output.ts';
import { type Attachment, defineTool } from './tool.ts';

/** How long a call may last before the client gives up, by the name it introduces itself with (measured; docs/clients.md). Seconds. */
const patienceSeconds: Record<string, number> = { 'claude-code': 600, shell: 0 };
/** Everyone else gives up at 60 s. */
const usualPatienceSeconds = 45;

export const getTask = defineTool({
  name: 'get_task',
  command: 'query',
  title: 'Wait for a task, or list tasks',
  description:
    'Wait for a task, save its files and check them against the request. One patient call is enough: do not poll. "Not yet" is a normal answer; call again with the same task_id. ' +
    'A failed task is data: error says why and what to do. Without task_id: recent tasks with their prompts, newest first; finished ones are saved. Free.',
  effect: 'reads',
  input: z.strictObject({
    task_id: z.string().min(1).optional(),
    wait_seconds: z.number().min(0).max(900).optional().describe('0 asks once, now'),
    save: z.boolean().optional().describe('false: no download'),
    save_dir: z.string().optional(),
    limit: z.int().min(1).max(100).optional(),
    status: Status.optional(),
    search: z.string().optional().describe('Words of the prompt'),
  }),
  output: Row.partial().extend({
    tasks: z.array(z.looseObject({})).optional(),
    history: z.array(z.looseObject({})).optional(),
  }),
  flags: {
    task_id: { description: 'as submit printed it' },
    save: { name: 'no-save', description: 'do not download' },
    save_dir: { description: 'folder for the files' },
    limit: { description: '10 when left out, at most 100' },
  },
  run: async (input, app, call) => {
    const { task_id: taskId, limit = 10, status, search, save = true } = input;
    const saveDirectory = app.folderOf(input.save_dir, call.client === 'shell');
    if (taskId === undefined) {
      const listed = await app.list({ limit, status, search, save, saveDirectory }, call.signal);
      return { tasks: listed.tasks.map((found) => renderRow(found, app)), history: listed.history };
    }
    const waitSeconds = input.wait_seconds ?? patienceSeconds[call.client] ?? usualPatienceSeconds;
    const ticker = startProgressNotifier(app, call);
    try {
      const request = { taskId, waitSeconds, save, saveDirectory, saveInFull: call.client === 'shell' };
      const found = await app.get(request, { signal: call.signal, onUpdate: ticker.show });
      const row = renderRow(found, app);
      // Whoever waits for a task knows its prompt, and may read "not yet" twenty times.
      const running = row.status === 'pending' || row.status === 'processing';
      return running ? { ...row, prompt: undefined } : row;
    } finally {
      ticker.stop();
    }
  },
  attach: async (output, app) => {
    const attachments: Attachment[] = [];
    for (const file of Row.shape.files.parse(output.files ?? [])) {
      const path = String(file.path);
      const mimeType = String(file.media_type);
      attachments.push({ type: 'resource_link', uri: pathToFileURL(path).href, name: basename(path), mimeType });
      const picture = await app.inlineImage(path);
      if (picture) attachments.push({ type: 'image', ...picture });
    }
    return attachments;
  },
});
