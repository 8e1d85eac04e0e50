import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../src/backends/index.ts';
import { type Served, serveSimulators } from '../src/simulation/serve.ts';
import { tools } from '../src/tools/index.ts';
import { temporaryFolder } from './folder.ts';
import { fences, readPage, root, under } from './markdown.ts';
import { finish, open } from './productions/stage.ts';

const run = promisify(execFile);
const { tryServer } = await import(join(root, 'scripts/try-server.mjs'));

const english = readPage('README.md');
const chinese = readPage('README-zh.md');
const blocks = (page: string) => fences(page).map(({ language, text }) => ({ language, text }));
const linksOf = (page: string) =>
  [...page.matchAll(/\]\(([^)]+)\)|href="([^"]+)"/g)].map(([, link, href]) => link ?? href).filter(isNoLanguage);
const isNoLanguage = (link = '') => !/^README/.test(link);

describe('README.md', () => {
  it('has the same commands, configurations, pictures and links in both languages', () => {
    expect(blocks(english).length).toBeGreaterThan(10);
    expect(blocks(chinese)).toEqual(blocks(english));
    expect(linksOf(chinese)).toEqual(linksOf(english));
    expect(chinese.match(/^#+ /gm)).toEqual(english.match(/^#+ /gm));
  });

  it('shows a moving picture below 2 MB', () => {
    expect(english).toContain('(docs/hero.gif)');
    expect(statSync(join(root, 'docs/hero.gif')).size).toBeLessThan(2_000_000);
    const bytes = readFileSync(join(root, 'docs/hero.gif')).toString('latin1');
    expect(bytes.startsWith('GIF89a')).toBe(true);
    expect(bytes).toContain('NETSCAPE2.0');
  });

  it('makes a film in the five calls that it shows', async () => {
    const front = await open();
    const calls = [
      ...under(english, '## A film in five calls').matchAll(/^([a-z]+_[a-z]+) (\{.*\}$|\{\n[\s\S]*?^\})/gm),
    ];
    expect(calls).toHaveLength(5);
    const answers = [];
    const ids: Record<string, string> = {};
    for (const [, name = '', input = ''] of calls) {
      const args = JSON.parse(input.replace(/"(DRAFT|FILM)"/g, (_, id) => JSON.stringify(ids[id])));
      const answer = args.wait_seconds ? await finish(front, ids.FILM!, { save: true }) : await front.call(name, args);
      expect(answer.isError, answer.text).toBe(false);
      ids.DRAFT ??= answer.data.submit?.draft_id;
      if (answer.data.status !== 'dry_run') ids.FILM ??= answer.data.task_id;
      answers.push(answer);
    }
    const [composed, quoted, submitted, finished, seen] = answers.map(({ data }) => data);
    expect(composed).toMatchObject({ problems: [], duration: 30, clips: [{}, {}, {}] });
    expect(quoted).toMatchObject({ status: 'dry_run', price: { amount: 300, source: 'quoted' } });
    expect(submitted).toMatchObject({ price: { amount: 300, source: 'charged' } });
    expect(finished).toMatchObject({ status: 'completed', files: [{ media_type: 'video/mp4' }] });
    expect(seen?.status).toBe('completed');
  });
});

/** Stands in for a program of this machine: writes down its words. */
const recorder = `#!/usr/bin/env node
require('node:fs').appendFileSync(process.env.CALLS, JSON.stringify(process.argv.slice(1)) + '\\n');
`;

/** Packages are installed and built before the tests run; every other word of npm is real. */
const npm = `#!/usr/bin/env node
const { spawnSync } = require('node:child_process');
const words = process.argv.slice(2).join(' ');
const { scripts } = require(process.cwd() + '/package.json');
const [, name] = /^run (\\S+)$/.exec(words) ?? [];
if (words === 'ci' || name === 'build') process.exit(0);
const [command, args] = name ? ['sh', ['-c', scripts[name]]] : [process.env.REAL_NPM, process.argv.slice(2)];
process.exit(spawnSync(command, args, { stdio: 'inherit' }).status);
`;

describe.skipIf(process.platform === 'win32')('the commands of README.md', () => {
  const home = temporaryFolder();
  const calls = join(home, 'calls.jsonl');
  const bin = join(home, 'bin');
  const prefix = join(home, 'prefix');
  const PATH = [bin, join(prefix, 'bin'), process.env.PATH].join(delimiter);
  const env = { PATH, HOME: home, CALLS: calls, npm_config_prefix: prefix, npm_config_offline: 'true' };
  const commands = blocks(english).filter(({ language }) => language === 'sh');
  const printed: string[] = [];
  let service: Served;

  beforeAll(async () => {
    const simulators = await Promise.all(backends.map(({ loadSimulator }) => loadSimulator()));
    service = await serveSimulators({ simulators, port: 0, now: Date.now, timeScale: 1 });
    mkdirSync(bin);
    const programs = { npm, claude: recorder, codex: recorder, code: recorder };
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), text);
      chmodSync(join(bin, name), 0o755);
    }
    const { stdout: path } = await run('sh', ['-c', 'command -v npm']);
    const services = Object.fromEntries(backends.map(({ baseUrlEnv }) => [baseUrlEnv, service.url]));
    for (const { text } of commands) {
      const ran = run('bash', ['-euc', text], { cwd: root, env: { ...env, ...services, REAL_NPM: path.trim() } });
      ran.child.stdin?.end('sk-simulated\n');
      printed.push((await ran).stdout);
    }
  }, 90_000);
  afterAll(() => service?.close());

  /** What a client would start, from a path on which only the README has put the program. */
  const expectStarts = async ({ command, args = [] }: { command: string; args?: string[] }) => {
    const names = await tryServer({ command, args, env: { ...env, SEEDANCE_REHEARSAL: '1' } });
    expect(names).toEqual(tools.map(({ name }) => name));
  };

  it('rehearse a film, save a key, and check the installation', () => {
    expect(printed[0]).toMatch(/completed, 300 points charged: 30 s in one file/);
    const told = printed.find((text) => text.includes('"saved"'));
    expect(told).toContain('"checked":true');
    expect(told).toContain('xskill account');
  });

  it('give each client a program that starts, by command', async () => {
    const lines = readFileSync(calls, 'utf8').trim().split('\n');
    const added = lines.map((line): string[] => JSON.parse(line).slice(1));
    const [claude, market, plugin, code, codex] = added;
    expect(added).toHaveLength(5);
    for (const words of [claude!, codex!]) {
      expect(words.slice(0, 3)).toEqual(['mcp', 'add', 'seedance']);
      const [command = '', ...args] = words.slice(words.indexOf('--') + 1);
      await expectStarts({ command, args });
    }
    expect(code?.[0]).toBe('--add-mcp');
    await expectStarts(JSON.parse(code?.[1] ?? ''));
    expect(market).toEqual(['plugin', 'marketplace', 'add', '/path/to/clone']);
    const marketplace = JSON.parse(readPage('.claude-plugin/marketplace.json'));
    expect(plugin).toEqual(['plugin', 'install', `${marketplace.plugins[0].name}@${marketplace.name}`]);
  });

  it('and its configurations and buttons start the same', async () => {
    const [toml] = blocks(english).filter(({ language }) => language === 'toml');
    expect(toml?.text).toMatch(/^command = "seedance-mcp"\nargs = \[\]$/m);
    const configurations = blocks(english).filter(({ language }) => language === 'json');
    expect(configurations.length).toBeGreaterThan(2);
    for (const text of new Set(configurations.map(({ text }) => text)))
      await expectStarts(JSON.parse(text).mcpServers.seedance);
    const [cursor, code] = linksOf(english)
      .filter((link = '') => link.includes('install'))
      .map((link = '') => new URL(link).searchParams);
    for (const button of [cursor, code]) expect(button?.get('name')).toBe('seedance');
    await expectStarts(JSON.parse(Buffer.from(cursor?.get('config') ?? '', 'base64').toString()));
    await expectStarts(JSON.parse(code?.get('config') ?? ''));
  });
});
