import { dirname, join } from 'node:path';
import type { Plugin } from 'vitest/config';

const dynamicImport = /\bimport\((["'])([^"'?]+)\1(?:, *\{[^)]*\})?\)/g;

/**
 * Has `import()` in the program take what test/preload.ts has loaded. Vitest asks its main thread at each `import()`,
 * for loaded modules too: that takes real time, in which a test's clock moves on.
 */
export function keepImports(source: string): Plugin {
  return {
    name: 'keep-imports',
    enforce: 'post',
    transform: (code, id) => {
      if (!id.startsWith(source)) return undefined;
      const keyOf = (name: string) => JSON.stringify(name.startsWith('.') ? join(dirname(id), name) : name);
      return code.replace(dynamicImport, (call, _, name) => `(globalThis.kept?.get(${keyOf(name)}) ?? ${call})`);
    },
  };
}
