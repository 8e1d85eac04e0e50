import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleProgram } from './bundle.mjs';
import { renderLicenses } from './licenses.mjs';

const [outdir = 'dist'] = process.argv.slice(2);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const { metafile } = await bundleProgram({ version, outdir });
await chmod(join(outdir, 'main.js'), 0o755);
await writeFile(join(outdir, 'THIRD_PARTY_LICENSES'), await renderLicenses(metafile));

// Chunks of an earlier build go last, so that a program that runs them now is not disturbed.
const fresh = new Set(['THIRD_PARTY_LICENSES', ...Object.keys(metafile.outputs).map((path) => basename(path))]);
for (const name of await readdir(outdir)) if (!fresh.has(name)) await rm(join(outdir, name), { recursive: true });
