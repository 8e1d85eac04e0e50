// npm run mcpb: packs a bundle for Claude Desktop, and starts it as it was packed. Needs a registry for @anthropic-ai/mcpb.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { tryServer } from './try-server.mjs';

const contents = ['manifest.json', 'dist', 'SKILL.md', 'reference.md', 'LICENSE'];
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundle = join(process.cwd(), `${name}-${version}.mcpb`);
const folder = mkdtempSync(join(tmpdir(), 'seedance-mcpb-'));
const mcpb = (...args) => console.log(run('npx', ['-y', '@anthropic-ai/mcpb@2.1.2', ...args]).trim());

try {
  run('npm', ['run', 'build']);
  for (const path of contents) cpSync(path, join(folder, 'packed', path), { recursive: true });
  mcpb('validate', join(folder, 'packed', 'manifest.json'));
  mcpb('pack', join(folder, 'packed'), bundle);
  mcpb('unpack', bundle, join(folder, 'unpacked'));
  console.log(`\nUnpacked, it offers ${(await listTools(join(folder, 'unpacked'))).join(', ')}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the bundle as its manifest says, with no key given: the host leaves those places as they are. */
async function listTools(directory) {
  const { mcp_config: server } = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')).server;
  const args = server.args.map((arg) => arg.replace(/\$\{__dirname\}/, () => directory));
  return tryServer({ command: process.execPath, args, env: { ...process.env, ...server.env } });
}
