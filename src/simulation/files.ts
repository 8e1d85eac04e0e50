import { randomUUID } from 'node:crypto';
import type { Account, State, Upload } from './account.ts';
import { serveBytes } from './bytes.ts';
import { makePicture } from './picture.ts';
import type { Route, SimulatorOptions } from './simulator.ts';
import { fileCount, phaseOf, type Task } from './tasks.ts';

/** The file host of a service: results of finished tasks and uploaded pictures, below `/files/<service>/`. */
export type Files = {
  /** Result URLs of a finished task. */
  urls(task: Task): string[];
  /** Keeps a picture, or a URL that stands for one, and tells where it is served. */
  keep(upload: Omit<Upload, 'id'>): string;
  routes: Route[];
};

type Served = { bytes: Uint8Array; mediaType: string };

const cachedFiles = 8;

export function createFiles(
  service: string,
  account: Account,
  { origin, now, timeScale = 1 }: SimulatorOptions,
): Files {
  const base = `${new URL(origin).origin}/files/${service}`;
  const cache = new Map<string, Promise<Served>>();

  const resultOf = (task: Task, n: number): Promise<Served> => {
    const key = `${task.id}-${n}`;
    const served = cache.get(key) ?? draw(task, n);
    cache.delete(key);
    cache.set(key, served);
    for (const oldest of cache.keys()) if (cache.size > cachedFiles) cache.delete(oldest);
    return served;
  };

  const serveResult = async (request: Request, [id = '', n = '1']: string[]): Promise<Response> => {
    const task = account.read().tasks.find((one) => one.id === id);
    const ready = task && phaseOf(task, now(), timeScale).name === 'done' && Number(n) <= fileCount(task);
    if (!ready || task.faults.includes('dead-link')) return noSuchFile();
    if (task.faults.includes('html-file')) return new Response(page, { headers: { 'content-type': 'text/html' } });
    const { bytes, mediaType } = await resultOf(task, Number(n));
    return serveBytes(request, bytes, mediaType, task.faults.includes('cut-file'));
  };

  const serveUpload = (request: Request, [id]: string[]): Response => {
    const upload = findUpload(account.read(), id, base);
    if (!upload) return noSuchFile();
    const bytes = upload.base64 ? Buffer.from(upload.base64, 'base64') : makePicture(uploadSize, upload.from ?? '');
    return serveBytes(request, bytes, upload.mediaType);
  };

  return {
    urls: (task) => {
      const extension = task.result.kind === 'image' ? 'png' : 'mp4';
      return Array.from({ length: fileCount(task) }, (_, n) => `${base}/${task.id}-${n + 1}.${extension}`);
    },
    keep(upload) {
      const kept = { id: `${randomUUID()}.${upload.mediaType.replace('image/', '')}`, ...upload };
      account.update((state) => state.uploads.push(kept));
      return `${base}/upload/${kept.id}`;
    },
    routes: [
      { method: 'GET', path: new RegExp(`^/files/${service}/upload/([^/]+)$`), anonymous: true, handle: serveUpload },
      {
        method: 'GET',
        path: new RegExp(`^/files/${service}/([^/]+)-(\\d+)\\.(?:png|mp4)$`),
        anonymous: true,
        handle: serveResult,
      },
    ],
  };
}

const uploadSize = { width: 1280, height: 720 };
const page = '<html><body>Please sign in to see this file.</body></html>';

function noSuchFile(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } });
}

/** An upload made from the URL of another upload shows the same picture. */
function findUpload(state: State, id: string | undefined, base: string): Upload | undefined {
  const upload = state.uploads.find((one) => one.id === id);
  const original = state.uploads.find((one) => `${base}/upload/${one.id}` === upload?.from);
  return original?.base64 ? original : upload;
}

async function draw({ result, faults }: Task, n: number): Promise<Served> {
  const wrong = faults.includes('wrong-ratio');
  if (result.kind === 'image') {
    const { width, height } = wrong ? { width: result.height * 2, height: result.width } : result;
    return { bytes: makePicture({ width, height }, `${result.seed} ${n}`), mediaType: 'image/png' };
  }
  const { makeClip } = await import('./clip.ts');
  const bytes = await makeClip({
    seconds: faults.includes('short') ? Math.max(1, result.seconds - 2) : result.seconds,
    ratio: wrong ? (result.ratio === '16:9' ? '9:16' : '16:9') : result.ratio,
    resolution: result.resolution,
    audio: result.audio && !faults.includes('silent'),
  });
  return { bytes, mediaType: 'video/mp4' };
}
