import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClaude } from './claude.mjs';

export async function open({ command, args, env, cwd }) {
  const config = join(import.meta.dirname, 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { seedance: { command, args, env } } }));
  return openClaude({ prefix: 'mcp__seedance__', flags: ['--mcp-config', config, '--strict-mcp-config'], cwd });
}
