import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundle, renderedToolList, slimUndici, withoutAjv } from './bundle.mjs';
import { renderLicenses } from './licenses.mjs';

const [outdir = 'dist'] = process.argv.slice(2);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const { metafile } = await bundle({
  entryPoints: ['src/main.ts'],
  outdir,
  splitting: true,
  loader: { '.html': 'text' },
  define: { 'process.env.SEEDANCE_MCP_VERSION': JSON.stringify(version) },
  plugins: [renderedToolList, withoutAjv, slimUndici],
});
await mkdir(outdir, { recursive: true });
await chmod(join(outdir, 'main.js'), 0o755);
await writeFile(join(outdir, 'THIRD_PARTY_LICENSES'), await renderLicenses(metafile));

// Chunks of an earlier build go last, so that whoever runs them now is not disturbed.
const fresh = new Set(['THIRD_PARTY_LICENSES', ...Object.keys(metafile.outputs).map((path) => basename(path))]);
for (const name of await readdir(outdir)) if (!fresh.has(name)) await rm(join(outdir, name), { recursive: true });
