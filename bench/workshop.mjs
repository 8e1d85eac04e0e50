import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle, slimUndici } from '../scripts/bundle.mjs';
import { textFiles } from '../scripts/text-files.mjs';

export const execute = promisify(execFile);
export const project = join(import.meta.dirname, '..');

/** What the benches build and install. Not in git. */
export const folder = join(project, '.bench');
export const program = join(project, 'dist/main.js');

/** A bench's own entry into our source, bundled like the program and imported. */
export async function importSource(name, contents) {
  const entry = join(folder, `${name}.ts`);
  await writeFile(entry, contents.replaceAll("'./", "'../"));
  await bundle({
    entryPoints: [entry],
    outdir: join(folder, name),
    splitting: true,
    minify: false,
    plugins: [textFiles, slimUndici],
  });
  return import(join(folder, name, `${name}.js`));
}

/** Runs `work` in a folder that is gone afterwards. */
export async function inTemporaryFolder(work) {
  const path = await mkdtemp(join(tmpdir(), 'seedance-bench-'));
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Peers that npm gives, each in a folder of its own. A peer that cannot be installed is left out, with a note. */
export async function installPeers() {
  const installed = [];
  const notes = [];
  for (const { name, env } of peers) {
    const home = join(folder, 'peers', name.replace(/^@/, '').replaceAll('/', '-'));
    try {
      const path = await install(name, home);
      const { version, bin } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
      const command = [join(path, Object.values(bin)[0])];
      installed.push({ name: `${name} ${version}`, command, env, home });
    } catch (error) {
      notes.push(`${name} could not be installed: ${String(error.stderr ?? error.message).split('\n')[0]}`);
    }
  }
  return { installed, notes };
}

const peers = [
  { name: 'minimax-mcp-js', env: { MINIMAX_API_KEY: 'none', MINIMAX_API_HOST: 'https://example.invalid' } },
  { name: 'replicate-mcp', env: { REPLICATE_API_TOKEN: 'none' } },
  { name: '@felores/kie-ai-mcp-server', env: { KIE_AI_API_KEY: 'none' } },
];

/** Installs a package, or a tarball, into a folder; returns where the package is. */
export async function install(name, home, spec = name) {
  const path = join(home, 'node_modules', name);
  const isThere = await readFile(join(path, 'package.json')).catch(() => undefined);
  if (isThere && spec === name) return path;
  await mkdir(home, { recursive: true });
  await execute('npm', ['install', '--no-audit', '--no-fund', '--prefix', home, spec], { timeout: 180_000 });
  return path;
}
