// npm run docs: writes the generated sections of reference.md from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { importBundled } from './bundle.mjs';

const { fillReference } = await importBundled({
  entryPoints: ['src/docs/index.ts'],
  // commander is CommonJS inside.
  banner: {
    js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
  },
});

writeFileSync('reference.md', fillReference(readFileSync('reference.md', 'utf8')));
