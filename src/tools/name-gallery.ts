import { dirname } from 'node:path';
import type { App } from '../app.ts';

/** A saved answer says where everything that was made can be looked at. */
export async function nameGallery(step: string, path: string | undefined, { findGallery }: App): Promise<string> {
  const gallery = path && (await findGallery(dirname(path)));
  return gallery ? `${step} All takes: ${gallery}` : step;
}
