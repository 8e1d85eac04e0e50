import type { Drive } from '../jobs/productions/get.ts';

/** A server goes on with a production behind its answer; a shell command ends with its own. */
export function driveOf(client: string): Drive {
  return client === 'shell' ? 'leaves' : 'stays';
}
