import { readFile } from 'node:fs/promises';
import type { ReadResourceResult, Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { isProductionId } from '../core/production-id.ts';
import { shorten } from '../core/quote.ts';
import type { Call } from '../tools/tool.ts';
import { decode, readViewerResource, viewerResource, viewerTemplates } from './viewer.ts';

const markdown = 'text/markdown';
const json = 'application/json';

export const resources: readonly Resource[] = [
  {
    uri: 'seedance://reference',
    name: 'reference',
    title: 'Storyboard reference',
    description: 'Templates, worked examples, camera words, limits, models, errors.',
    mimeType: markdown,
  },
  {
    uri: 'seedance://models',
    name: 'models',
    title: 'Models and their parameters',
    description: 'Every model id of both services, with each parameter.',
    mimeType: markdown,
  },
  {
    uri: 'seedance://tasks/recent',
    name: 'recent tasks',
    title: 'Recent tasks',
    description: 'The last 20 tasks, as get_task lists them.',
    mimeType: json,
  },
  viewerResource,
];

export const resourceTemplates: readonly ResourceTemplate[] = [
  {
    uriTemplate: 'seedance://models/{+model_id}',
    name: 'model',
    title: 'One model',
    description: 'Its parameters.',
    mimeType: markdown,
  },
  {
    uriTemplate: 'seedance://tasks/{task_id}',
    name: 'task',
    title: 'One task or production',
    description: 'Its status now, as get_task gives it; of a production every take. Nothing is waited for or saved.',
    mimeType: json,
  },
  {
    uriTemplate: 'seedance://drafts/{draft_id}',
    name: 'draft',
    title: 'One draft',
    description: 'What a draft_id of compose_storyboard submits, and its listed price.',
    mimeType: json,
  },
  ...viewerTemplates,
];

/** The text behind an address. Throws `not_found` for what is not there. */
export async function readResource(uri: string, root: URL, app: App, call: Call): Promise<ReadResourceResult> {
  const viewed = await readViewerResource(uri, app, call.signal);
  if (viewed) return viewed;
  const [, area = '', rest] = /^seedance:\/\/(\w+)(?:\/(.+))?$/.exec(uri) ?? [];
  const id = rest && decode(rest);
  const say = (mimeType: string, text: string | undefined): ReadResourceResult => {
    if (text === undefined) throw notFound(uri);
    return { contents: [{ uri, mimeType, text }] };
  };
  if (area === 'reference' && !id) return say(markdown, await readFile(new URL('reference.md', root), 'utf8'));
  if (area === 'models') {
    const { renderModel, renderModels } = await import('../docs/models.ts');
    return say(markdown, id ? renderModel(id) : renderModels());
  }
  if (area === 'drafts' && id) return say(json, JSON.stringify(await app.describeDraft(id)));
  if (area !== 'tasks' || !id) throw notFound(uri);
  return say(json, JSON.stringify(await readTasks(id, app, call)));
}

/** As get_task answers. Of a production every take is told; nothing is sent for it. */
async function readTasks(id: string, app: App, call: Call): Promise<unknown> {
  const drive = 'looks';
  if (id === 'recent') {
    const { renderTaskList } = await import('../tools/task-list.ts');
    return renderTaskList(await app.list({ limit: 20, save: false, drive }, call), app);
  }
  if (isProductionId(id)) {
    const { renderProduction } = await import('../tools/production-output.ts');
    const request = { key: id, waitSeconds: 0, save: false, drive } as const;
    return renderProduction(await app.productions.get(request, call), app, Number.POSITIVE_INFINITY);
  }
  const { getTask } = await import('../tools/get-task.ts');
  const { runTool } = await import('../tools/tool.ts');
  return runTool(getTask, { task_id: id, wait_seconds: 0, save: false }, app, call);
}

/** Ids for the place in a template. */
export async function completeResource(argument: string, app: App): Promise<string[]> {
  if (argument === 'task_id') return app.recentTaskIds(100);
  return argument === 'model_id' ? (await import('../docs/models.ts')).modelIds() : [];
}

function notFound(uri: string): AppError {
  return new AppError('not_found', `There is nothing at ${shorten(uri)}.`, {
    nextStep: `There are ${resources.map((resource) => resource.uri).join(', ')}.`,
  });
}
