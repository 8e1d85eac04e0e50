import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleProgram } from './bundle.mjs';
import { renderLicenses } from './licenses.mjs';

const [outdir = 'dist'] = process.argv.slice(2);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const { metafile } = await bundleProgram({ version, outdir });
const names = await nameChunks(metafile.outputs);
await chmod(join(outdir, 'main.js'), 0o755);
await writeFile(join(outdir, 'THIRD_PARTY_LICENSES'), await renderLicenses(metafile));

// Chunks of an earlier build go last, so that a program that runs them now is not disturbed.
const fresh = new Set([
  'THIRD_PARTY_LICENSES',
  ...Object.keys(metafile.outputs).map((path) => names.get(basename(path)) ?? basename(path)),
]);
for (const name of await readdir(outdir)) if (!fresh.has(name)) await rm(join(outdir, name), { recursive: true });

/**
 * Names each shared chunk by the folder that most of it comes from, before its hash: the tarball is sorted by name, and its gzip finds
 * again only what stands close by. Resolves to the new names by the old ones.
 */
async function nameChunks(outputs) {
  const names = new Map();
  for (const [path, { inputs }] of Object.entries(outputs)) {
    const name = basename(path);
    if (!name.startsWith('chunk-')) continue;
    const [largest = ''] = Object.keys(inputs).sort((a, b) => inputs[b].bytesInOutput - inputs[a].bytesInOutput);
    const [, folder = 'chunk'] = /^(?:src|node_modules)\/@?(\w{1,3})/.exec(largest) ?? [];
    names.set(name, name.replace('chunk', folder));
  }
  const renamed = (text) => text.replace(/chunk-[A-Z0-9]{8}\.js/g, (name) => names.get(name) ?? name);
  // What a running program loads by the old names stays until all is written.
  const chunksFirst = Object.keys(outputs).sort((a, b) => names.has(basename(b)) - names.has(basename(a)));
  for (const path of chunksFirst) await writeFile(renamed(path), renamed(await readFile(path, 'utf8')));
  return names;
}
