import { join } from 'node:path';
import { openClaude } from './claude.mjs';
import { runProgram } from './program.mjs';

/** The plugin says itself how its server is started. No registry answers: nothing may have to be fetched. */
export async function open({ env, cwd }) {
  const packed = join(import.meta.dirname, 'node_modules', 'seedance-mcp');
  await runProgram('claude', ['plugin', 'marketplace', 'add', packed], cwd);
  await runProgram('claude', ['plugin', 'install', 'seedance@seedance-mcp'], cwd);
  const variables = { ...env, npm_config_registry: 'http://127.0.0.1:1' };
  return openClaude({ prefix: 'mcp__plugin_seedance_seedance__', flags: [], cwd, env: variables });
}
