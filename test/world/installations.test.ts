import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backends } from '../../src/backends/index.ts';
import { describeProgram } from '../../src/docs/commands.ts';
import { serveSimulators } from '../../src/simulation/serve.ts';
import { temporaryFolder } from '../folder.ts';
import { readPage, root } from '../markdown.ts';
import { program } from '../stdio.ts';

const run = promisify(execFile);

/** Where an installation has the program, and what is beside it. */
function install(script: string, beside: Record<string, string> = {}): string {
  const path = join(temporaryFolder(), script);
  const folder = join(dirname(path), '..');
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(program, path);
  for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
  return path;
}

const envOf = (home: string, more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  SEEDANCE_HOME: join(home, 'data'),
  SEEDANCE_OUTPUT_DIR: join(home, 'out'),
  ...more,
});

/** What an agent reads over MCP when there is no key. */
async function askWithoutKey(script: string): Promise<string> {
  const client = new Client({ name: 'test', version: '0' });
  const env = envOf(temporaryFolder());
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [script], env, stderr: 'ignore' }));
  const parameters = { prompt: 'A fox' };
  const answer = await client.callTool({
    name: 'submit_task',
    arguments: { model_id: 'st-ai/super-seed2', parameters },
  });
  await client.close();
  return JSON.stringify(answer.content);
}

describe('what a message tells a person to run', () => {
  it.each([
    ['a clone', 'seedance-mcp/dist/main.js'],
    ['a folder with a blank', 'my clones/dist/main.js'],
    ['a project', 'node_modules/.bin/seedance-mcp'],
    ['a global installation', 'bin/seedance-mcp'],
  ])('works as it stands, in any folder: %s', (_, place) => {
    const script = install(place);
    const home = temporaryFolder();
    const env = envOf(home, { SEEDANCE_REHEARSAL: '1', PATH: `${dirname(script)}:${process.env.PATH}` });
    const options = { env, cwd: home, encoding: 'utf8', stdio: 'pipe' } as const;
    const params = '{"prompt":"A boat","duration":5}';
    const submit = [script, 'submit', '--model', 'st-ai/super-seed2', '--params', params];
    const told = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, ...submit], options);
    const [, advised = ''] = /^Come back: (.+)$/m.exec(told) ?? [];
    const again = execFileSync('sh', ['-c', advised.replace(' poll ', ' query ')], options);
    expect(JSON.parse(again)).toMatchObject({ status: expect.stringMatching(/^(?:pending|processing)$/) });
  });

  it('is never written as if every installation were the same', () => {
    const source = join(root, 'src');
    const commands = describeProgram().map((command) => command.name());
    const fixed = new RegExp(`seedance-mcp (?:${commands.join('|')}|\\$\\{)`);
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    expect(files.filter((name) => fixed.test(readFileSync(join(source, name), 'utf8')))).toEqual([]);
  });

  it('names npx where npx runs it, this installation where it does not', async () => {
    expect(await askWithoutKey(install('.npm/_npx/ab12/node_modules/.bin/seedance-mcp'))).toContain(
      "save it through stdin: echo 'KEY' | npx -y seedance-mcp auth xskill. Where you cannot run that, the user runs npx -y seedance-mcp auth xskill in a terminal",
    );
    const clone = install('dist/main.js', { 'package.json': '{}', 'manifest.json': '{}' });
    expect(await askWithoutKey(clone)).toContain(`echo 'KEY' | node ${clone} auth xskill.`);
  });

  it('saves a key that was pasted, as the answer for a missing key says', async () => {
    const script = install('my clones/dist/main.js');
    const told: { text: string }[] = JSON.parse(await askWithoutKey(script));
    const [, command = ''] = /save it through stdin: (echo 'KEY' \| .+?)\. Where/.exec(told[0]?.text ?? '') ?? [];
    const simulators = await Promise.all(backends.map(({ loadSimulator }) => loadSimulator()));
    const service = await serveSimulators({ simulators, port: 0, now: Date.now, timeScale: 1 });
    onTestFinished(() => service.close());
    const home = temporaryFolder();
    const env = envOf(home, { XSKILL_BASE_URL: service.url });
    const { stdout } = await run('sh', ['-c', command.replace('KEY', 'sk-pasted-by-a-user')], { env, cwd: home });
    const { saved, checked } = JSON.parse(stdout);
    expect(checked).toBe(true);
    expect(readFileSync(saved, 'utf8')).toBe('sk-pasted-by-a-user\n');
  });

  it('names the form of the bundle, by the words that it has', async () => {
    const bundle = install('dist/main.js', { 'manifest.json': readFileSync('manifest.json', 'utf8') });
    expect(await askWithoutKey(bundle)).toContain(
      'It is saved in the settings of this extension, as \\"xskill API key\\".',
    );
    const { user_config: form } = JSON.parse(readPage('manifest.json'));
    const titles = Object.values<{ title: string }>(form).map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        'xskill API key',
        'Pixazo API key',
        'Folder with your pictures',
        'Folder for finished files',
      ]),
    );
  });
});
