import { readFile } from 'node:fs/promises';
import type { ReadResourceResult, Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
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
    title: 'One task',
    description: 'Its status now, as get_task gives it. Nothing is waited for or saved.',
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
  if (area !== 'tasks' || !id) throw notFound(uri);
  const { getTask } = await import('../tools/get-task.ts');
  const { runTool } = await import('../tools/tool.ts');
  const input = id === 'recent' ? { limit: 20, save: false } : { task_id: id, wait_seconds: 0, save: false };
  return say(json, JSON.stringify(await runTool(getTask, input, app, call)));
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
