import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findLocalPath } from '../core/local-path.ts';

/** What a page calls a file of this machine, given as a path or a `file:` URL. Undefined for anything else. */
export function findLocalAddress(given: string): string | undefined {
  const path = /^[a-z][a-z0-9+.-]+:/i.test(given) && !/^file:/i.test(given) ? undefined : findLocalPath(given);
  return path && isAbsolute(path) ? pathToFileURL(path).href : undefined;
}
