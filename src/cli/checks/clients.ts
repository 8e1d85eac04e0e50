import { join } from 'node:path';
import { findJsonFault } from '../../core/json-fault.ts';
import { readFileOf } from '../../core/regular-file.ts';
import type { Check } from './check.ts';

type Place = { userHome: string; project: string; platform: NodeJS.Platform };
type ClientFile = { client: string; path: string; format: 'json' | 'other' };

/** Where clients keep their list of servers (their own documents, 2026). */
function clientFiles({ userHome, project, platform }: Place): ClientFile[] {
  const roaming: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(userHome, 'Library', 'Application Support'),
    win32: join(userHome, 'AppData', 'Roaming'),
  };
  const settings = roaming[platform] ?? join(userHome, '.config');
  const zed = platform === 'win32' ? join(settings, 'Zed') : join(userHome, '.config', 'zed');
  return [
    { client: 'Claude Code', path: join(userHome, '.claude.json'), format: 'json' },
    { client: 'Claude Code, this project', path: join(project, '.mcp.json'), format: 'json' },
    { client: 'Claude Desktop', path: join(settings, 'Claude', 'claude_desktop_config.json'), format: 'json' },
    { client: 'Cursor', path: join(userHome, '.cursor', 'mcp.json'), format: 'json' },
    { client: 'Cursor, this project', path: join(project, '.cursor', 'mcp.json'), format: 'json' },
    { client: 'VS Code', path: join(settings, 'Code', 'User', 'mcp.json'), format: 'other' },
    { client: 'VS Code, this project', path: join(project, '.vscode', 'mcp.json'), format: 'other' },
    { client: 'Windsurf', path: join(userHome, '.codeium', 'windsurf', 'mcp_config.json'), format: 'json' },
    { client: 'Codex', path: join(userHome, '.codex', 'config.toml'), format: 'other' },
    { client: 'Zed', path: join(zed, 'settings.json'), format: 'other' },
  ];
}

/** Which clients of this machine and this folder know the server. */
export async function checkClients(place: Place): Promise<Check[]> {
  const checks = await Promise.all(clientFiles(place).map(checkFile));
  const found = checks.flatMap((check) => check ?? []);
  if (found.length > 0) return found;
  return [{ name: 'clients', state: 'ok', message: 'no configuration of a client was found here' }];
}

/** Claude Code keeps its whole history in one. */
const largestFileBytes = 64 * 1024 * 1024;

async function checkFile({ client: name, path, format }: ClientFile): Promise<Check | undefined> {
  const text = await readFileOf(path, largestFileBytes).then(String, () => undefined);
  if (text === undefined) return undefined;
  const fault = format === 'json' ? findJsonFault(text.replace(/^\uFEFF/, '')) : undefined;
  if (fault) {
    const line = text.slice(0, fault.position).split('\n').length;
    return {
      name,
      state: 'warn',
      message: `${path} is not JSON: ${fault.expected} was expected in line ${line}.`,
      nextStep: 'The client ignores the whole file until it is corrected.',
    };
  }
  const message = text.includes('seedance-mcp') ? `${path} has seedance-mcp` : `${path} does not have seedance-mcp`;
  return { name, state: 'ok', message };
}
