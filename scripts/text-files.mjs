// `import page from './page.html?text'`: a file of a page as text. HTML as it is, CSS and scripts bundled for browsers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const suffix = '?text';
const browsers = ['chrome111', 'firefox113', 'safari16.4'];

async function readText(path) {
  if (path.endsWith('.html')) return (await readFile(path, 'utf8')).replace(/<!-- biome-ignore .*? -->\n/g, '');
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: browsers,
  });
  return outputFiles[0].text.trimEnd();
}

/** For esbuild. */
export const textFiles = {
  name: 'text-files',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -suffix.length)),
      namespace: 'text-file',
    }));
    onLoad({ filter: /./, namespace: 'text-file' }, async ({ path }) => ({
      contents: await readText(path),
      loader: 'text',
      watchFiles: [path],
    }));
  },
};

/** For vitest. */
export function textFilesOfVite() {
  return {
    name: 'text-files',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id.endsWith(suffix) ? `\0${join(importer ?? '', '..', id.slice(0, -suffix.length))}.text.js` : undefined,
    load: async (id) => {
      const [, path] = /^\0(.*)\.text\.js$/.exec(id) ?? [];
      return path && `export default ${JSON.stringify(await readText(path))};`;
    },
  };
}
