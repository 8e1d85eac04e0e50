import { replaceStrings } from '../core/replace-strings.ts';
import type { Jobs } from './jobs.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** Pictures on their way to a service, for requests that share them. */
export type Uploads = Map<string, Promise<{ url: string }>>;

/** Uploads local pictures. Last, so that nothing is uploaded for a request that is refused. */
export async function handOver(
  jobs: Jobs,
  { service: { backend }, parameters, pictures }: PreparedRequest,
  uploads: Uploads = new Map(),
): Promise<Record<string, unknown>> {
  const urls = new Map<string, string>();
  for (const [path, image] of pictures) {
    const name = `${image.sha256} ${backend.id}`;
    const upload = uploads.get(name) ?? jobs.upload({ image }, { backend: backend.id });
    uploads.set(name, upload);
    urls.set(path, (await upload).url);
  }
  return replaceStrings(parameters, urls);
}
