import { fileURLToPath } from 'node:url';

/** The path that a caller means by a path or a `file:` URL. Undefined where it is none of this machine. */
export function findLocalPath(given: string): string | undefined {
  try {
    const path = /^file:/i.test(given) ? fileURLToPath(given) : given;
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}
