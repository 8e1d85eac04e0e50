import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backends } from '../src/backends/index.ts';
import { tools } from '../src/tools/index.ts';
import { fences, inlineCode, pages, readPage, root } from './markdown.ts';

type Server = { command: string; args: string[]; env?: Record<string, string> };

const { name, version, engines, mcpName } = readJson('package.json');
const clients = readPage('docs/clients.md');
const blocks = fences(clients);

/** Words that start the server: by npx, on Windows through cmd. */
function expectStarts(words: readonly string[]): void {
  expect(['npx', 'cmd']).toContain(words[0]);
  expect(words.slice(words[0] === 'cmd' ? 1 : 0)).toEqual([...(words[0] === 'cmd' ? ['/c'] : []), 'npx', '-y', name]);
}

function expectServer({ command, args, env = {} }: Server): void {
  expectStarts([command, ...args]);
  const known = [...backends.map(({ credential }) => credential.env), ...settings()];
  for (const variable of Object.keys(env)) expect(known).toContain(variable);
}

/** What config.ts reads beside the keys. */
function settings(): string[] {
  return [...readPage('src/config/config.ts').matchAll(/'(SEEDANCE_\w+)'/g)].map(([, variable = '']) => variable);
}

describe('docs/clients.md', () => {
  const configurations = blocks
    .filter(({ language }) => language === 'json')
    .map(({ text, line }) => [line, text] as const);

  it.each(configurations)('line %i is JSON that starts the server', (_, text) => {
    const { mcpServers, servers, context_servers: contextServers } = JSON.parse(text);
    const { seedance } = mcpServers ?? servers ?? contextServers;
    expectServer(seedance);
  });

  it('has a block for every form there is', () => {
    expect(configurations).toHaveLength(4);
    expect(blocks.filter(({ language }) => language === 'toml')).toHaveLength(1);
  });

  it('is TOML where it says so, and starts the server', () => {
    const { text = '' } = blocks.find(({ language }) => language === 'toml') ?? {};
    const [table, ...lines] = text.trim().split('\n');
    expect(table).toBe('[mcp_servers.seedance]');
    // Every value here is written alike in JSON.
    const values = Object.fromEntries(
      lines.map((line) => line.split(' = ')).map(([key, value = '']) => [key, JSON.parse(value)]),
    );
    expectStarts([values.command, ...values.args]);
    expect(values.env_vars).toEqual(backends.map(({ credential }) => credential.env));
    expect(values.tool_timeout_sec).toBeGreaterThanOrEqual(900);
  });

  it('adds the server by commands that start it', () => {
    const shell = [
      ...blocks.filter(({ language }) => language === 'bash').flatMap(({ text }) => text.split('\n')),
      ...inlineCode(clients),
    ];
    const added = shell.filter((line) => /^(?:claude|codex) mcp add /.test(line));
    expect(added).toHaveLength(4);
    for (const line of added) {
      expect(line).toMatch(/ mcp add seedance /);
      expectStarts((line.split(' -- ')[1] ?? '').split(' '));
    }
    const code = shell.find((line) => line.startsWith('code --add-mcp '));
    expectServer(JSON.parse(/'(.*)'/.exec(code ?? '')?.[1] ?? ''));
  });

  it('has links that hold the same', () => {
    const cursor = new URL(/cursor:\S+/.exec(clients)?.[0] ?? '');
    expect(cursor.searchParams.get('name')).toBe('seedance');
    expectServer(JSON.parse(Buffer.from(cursor.searchParams.get('config') ?? '', 'base64').toString()));
    expectServer(JSON.parse(decodeURIComponent(/vscode:mcp\/install\?([^`]+)/.exec(clients)?.[1] ?? '')));
  });

  it('names the bundle and the Node version of this release', () => {
    for (const page of [clients, readPage('README.md'), readPage('README-zh.md')]) {
      expect(page).toContain(`${name}-${version}.mcpb`);
      expect(page).toContain(`Node.js ${engines.node.replace('>=', '')}`);
    }
    expect(readPage('SKILL.md')).toContain(`Node.js ${engines.node.replace('>=', '')}`);
  });
});

describe('what is shipped to clients', () => {
  const manifest = readJson('manifest.json');
  const registry = readJson('server.json');
  const plugin = readJson('.claude-plugin/plugin.json');
  const marketplace = readJson('.claude-plugin/marketplace.json');

  it('has one version', () => {
    expect([manifest.version, registry.version, registry.packages[0].version, plugin.version]).toEqual(
      Array(4).fill(version),
    );
    expect(readJson('package-lock.json').version).toBe(version);
  });

  it('mcp.json starts the server and takes the keys from the environment', () => {
    const { seedance } = readJson('mcp.json').mcpServers;
    expectServer(seedance);
    for (const { credential } of backends) expect(seedance.env[credential.env]).toBe(`\${${credential.env}:-}`);
  });

  it('the plugin is in its marketplace, with the skill and the server', () => {
    expect(marketplace.plugins).toMatchObject([{ name: plugin.name, source: './' }]);
    for (const folder of plugin.skills) expect(existsSync(join(root, folder, 'SKILL.md')), folder).toBe(true);
    const { command, args, env } = plugin.mcpServers.seedance;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code fills it in
    expect([command, ...args]).toEqual(['node', '${CLAUDE_PLUGIN_ROOT}/dist/main.js']);
    expect(env).toEqual(readJson('mcp.json').mcpServers.seedance.env);
    const longest = Math.max(...tools.map((tool) => tool.name.length));
    expect(`mcp__plugin_${plugin.name}_seedance__`.length + longest).toBeLessThanOrEqual(64);
  });

  it('the bundle names the tools, starts what is built, and keeps the keys secret', () => {
    expect(manifest.tools).toEqual(tools.map((tool) => ({ name: tool.name, description: tool.title })));
    expect(manifest.server.mcp_config.args).toEqual([`\${__dirname}/${manifest.server.entry_point}`]);
    expect(manifest.compatibility.runtimes.node).toBe(engines.node);
    const { env } = manifest.server.mcp_config;
    for (const [variable, value] of Object.entries(env)) {
      const [, field = ''] = /^\$\{user_config\.(\w+)\}$/.exec(String(value)) ?? [];
      expect(manifest.user_config[field], variable).toBeDefined();
      expect(manifest.user_config[field].sensitive ?? false).toBe(variable.endsWith('_KEY'));
    }
    expect(Object.keys(env)).toEqual([
      ...backends.map(({ credential }) => credential.env),
      'SEEDANCE_OUTPUT_DIR',
      'SEEDANCE_MEDIA_ROOTS',
      'SEEDANCE_DAILY_CAP',
      'SEEDANCE_FFMPEG',
    ]);
  });

  it('the registry entry points at this package', () => {
    const [{ identifier, environmentVariables }] = registry.packages;
    expect(identifier).toBe(name);
    expect(registry.name).toBe(mcpName);
    expect(registry.description.length).toBeLessThanOrEqual(100);
    const known = [...backends.map(({ credential }) => credential.env), ...settings()];
    expect(environmentVariables.map(({ name: variable }: { name: string }) => variable)).toEqual(
      expect.arrayContaining(backends.map(({ credential }) => credential.env)),
    );
    for (const variable of environmentVariables) {
      expect(known).toContain(variable.name);
      expect(variable.isSecret ?? false).toBe(variable.name.endsWith('_KEY'));
    }
  });
});

describe.each(pages())('%s', (path) => {
  it('links to files that are there', () => {
    const links = [...readPage(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    for (const link of links) expect(existsSync(join(root, dirname(path), link)), `${path}: ${link}`).toBe(true);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
function readJson(path: string): any {
  return JSON.parse(readPage(path));
}
