import { fileURLToPath } from 'node:url';
import { bareAddress } from './addresses-in-text.ts';

/** The path that a caller means by a path or a `file:` URL, quoted or not. Undefined where it is none of this machine, as with `vscode-remote:`. */
export function findLocalPath(given: string): string | undefined {
  try {
    const bare = bareAddress(given);
    const path = /^file:/i.test(bare) ? fileURLToPath(bare) : bare;
    const isElsewhere = /^[a-z][a-z\d+.-]+:\/\//i.test(path);
    return isElsewhere || path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}
