import type { ReadResourceResult, Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import type { App } from '../app.ts';

/** The page that hosts with MCP Apps show beside an answer (docs/viewer.md). */
export const viewerUri = 'ui://seedance/viewer';

const mediaType = 'text/html;profile=mcp-app';

export const viewerResource: Resource = {
  uri: viewerUri,
  name: 'viewer',
  title: 'Viewer',
  description: 'Plays a video beside the other takes of its request, or shows a storyboard.',
  mimeType: mediaType,
};

/** What the page reads. */
export const viewerTemplates: readonly ResourceTemplate[] = [
  {
    uriTemplate: 'seedance://takes/{task_id}',
    name: 'takes',
    title: 'Takes of a request',
    description: 'All takes of the request that a task belongs to, with prices, mismatches and checks.',
    mimeType: 'application/json',
  },
  {
    uriTemplate: 'seedance://files/{task_id}/{number}/{part}',
    name: 'part of a file',
    title: 'A part of a saved file',
    description:
      'The file with this number, from 1, in parts of 384 kB, from 0. Part "poster" is a picture of a video.',
  },
  {
    uriTemplate: 'seedance://sheets/{name}',
    name: 'storyboard sheet',
    title: 'A storyboard sheet',
    description: 'A sheet that compose_storyboard wrote, by its file name.',
    mimeType: 'text/html',
  },
];

/** What stands at an address of the viewer. Undefined for other addresses; throws `not_found`. */
export async function readViewerResource(
  uri: string,
  app: App,
  signal?: AbortSignal,
): Promise<ReadResourceResult | undefined> {
  if (uri === viewerUri) {
    const { renderViewer } = await import('../pictures/viewer.ts');
    return { contents: [{ uri, mimeType: mediaType, text: renderViewer(), _meta: { ui: { prefersBorder: true } } }] };
  }
  const [area, ...rest] = uri
    .replace(/^seedance:\/\//, '')
    .split('/')
    .map(decode);
  if (area === 'takes') {
    const { renderTakes } = await import('../tools/takes-output.ts');
    return {
      contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(await renderTakes(rest.join('/'), app)) }],
    };
  }
  if (area === 'sheets')
    return { contents: [{ uri, mimeType: 'text/html', text: await app.readSheet(rest.join('/')) }] };
  if (area !== 'files') return undefined;
  const part = rest.pop() ?? '';
  const number = Number(rest.pop());
  const { mimeType, blob } = await app.readFilePart(
    { taskId: rest.join('/'), number, part: part === 'poster' ? part : Number(part) },
    signal,
  );
  return { contents: [{ uri, mimeType, blob }] };
}

/** Text that is no encoding stands for itself, and is then found nowhere. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
