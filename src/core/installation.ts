import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How this program was installed here: it decides what a user can type, and where a user changes a setting. */
export type Installation = {
  /** Runs the program in any folder: `npx -y seedance-mcp`, or node and the path of the file. */
  command: string;
  /** A bundle in Claude Desktop (manifest.json), which asks for the settings in a form. */
  isBundle: boolean;
};

/** `script` is what node was told to run: the file itself, or the link that npm puts on the PATH. */
export function findInstallation(script: string): Installation {
  const path = script.replaceAll('\\', '/');
  const isOurs = /\/(?:dist\/main\.js|bin\/seedance-mcp|\.bin\/seedance-mcp)$/.test(path);
  if (!isOurs || path.includes('/_npx/')) return { command: 'npx -y seedance-mcp', isBundle: false };
  if (path.endsWith('/bin/seedance-mcp')) return { command: 'seedance-mcp', isBundle: false };
  const folder = join(dirname(script), '..');
  const isBundle = existsSync(join(folder, 'manifest.json')) && !existsSync(join(folder, 'package.json'));
  return { command: `node ${/^[\w@%+=:,./\\-]+$/.test(script) ? script : `"${script}"`}`, isBundle };
}

export const installation = findInstallation(process.argv[1] ?? '');

/** What a user does to change a setting: its variable, or its field in the form of the bundle. */
export function howToSet(variable: string, field: string, { isBundle } = installation): string {
  return isBundle
    ? `fill in "${field}" in the settings of this extension`
    : `set ${variable} in the env of this server and restart it`;
}
