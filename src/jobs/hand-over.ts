import { replaceStrings } from '../core/replace-strings.ts';
import type { Jobs } from './jobs.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** Uploads local pictures. Last, so that nothing is uploaded for a request that is refused. */
export async function handOver(
  jobs: Jobs,
  { service, parameters, pictures }: PreparedRequest,
): Promise<Record<string, unknown>> {
  const urls = new Map<string, string>();
  for (const [path, image] of pictures)
    urls.set(path, (await jobs.upload({ image }, { backend: service.backend.id })).url);
  return replaceStrings(parameters, urls);
}
