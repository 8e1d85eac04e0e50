import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { modelIds } from '../../src/docs/models.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, openFront } from '../harness.ts';
import { program } from '../stdio.ts';
import { shell } from './shell.ts';
import { hasTmux, openWindow } from './tmux.ts';

let front: Front;
afterEach(() => front?.close());

async function complete(...words: string[]): Promise<string[]> {
  const { stdout, code } = await shell(front.app, ['complete', '--', ...words]);
  expect(code).toBe(0);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('what a completion offers', () => {
  it.each([
    ['commands', ['ba'], ['batch', 'balance']],
    ['flags', ['submit', '--dr'], ['--draft', '--dry-run']],
    ['choices', ['list', '--status', 'c'], ['completed']],
    ['ratios', ['submit', '--ratio', '16'], ['16:9']],
    ['ratios behind an equals sign', ['compose', '--ratio=9'], ['--ratio=9:16']],
    ['resolutions', ['submit', '--resolution', '7'], ['720p']],
    ['templates', ['compose', '--genre', 'product'], ['product-ad']],
    ['models', ['submit', '--model', ''], modelIds()],
    ['models of videos where one is made', ['make', '--model', ''], modelIds('video')],
    ['and where one is composed', ['compose', '--model', ''], modelIds('video')],
    ['services', ['auth', ''], ['xskill', 'pixazo']],
    ['shells', ['completion', 'f'], ['fish']],
    ['nothing where it knows nothing', ['compose', '--style', ''], []],
  ])('%s', async (_, words, expected) => {
    front = await openFront();
    expect(await complete(...words)).toEqual(expected);
  });

  it('ids of tasks, the newest first', async () => {
    front = await openFront();
    const { json } = await shell(front.app, ['submit', '--prompt', 'A boat']);
    for (const command of ['poll', 'query', 'open', 'frame', 'settle', 'forget'])
      expect(await complete(command, '')).toEqual(['last', json.task_id]);
    expect(front.posts()).toHaveLength(1);
  });
});

const has = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

/** A script as it is printed, and a command of its name. */
function install(name: string): { script: string; env: NodeJS.ProcessEnv } {
  const home = temporaryFolder();
  const script = join(home, name);
  writeFileSync(script, execFileSync(process.execPath, [program, 'completion', name]));
  return { script, env: { PATH: process.env.PATH, HOME: home, SEEDANCE_HOME: home, SEEDANCE_REHEARSAL: '1' } };
}

describe('a completion script', () => {
  it('of bash is sourced twice without a word, and completes what has a colon', () => {
    const { script, env } = install('bash');
    const line = 'seedance-mcp submit --ratio 16:';
    const asking = `source ${script}; source ${script}; COMP_LINE='${line}' COMP_POINT=${line.length} _seedance_mcp; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asking], { env, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '9\n', stderr: '' });
  });

  it.runIf(has('fish'))('of fish is sourced twice without a word', () => {
    const { script, env } = install('fish');
    const asking = `source ${script}; source ${script}; complete -C 'seedance-mcp submit --ratio 16'; complete -C 'seedance-mcp bal'`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', asking], { env, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '16:9\nbalance\tShow balances\n', stderr: '' });
  });

  it.runIf(has('zsh') && hasTmux)(
    'of zsh is sourced twice without a word, before compinit too',
    { timeout: 30_000 },
    async () => {
      const { script, env } = install('zsh');
      const sourced = spawnSync('zsh', ['-f', '-c', `source ${script}; source ${script}`], { env, encoding: 'utf8' });
      expect([sourced.stdout, sourced.stderr]).toEqual(['', '']);
      const window = await openWindow(80);
      try {
        await window.type(`exec zsh -f`);
        await window.type(`source ${script}; source ${script}; clear; echo ready`);
        await expect.poll(window.capture, { timeout: 10_000 }).toMatch(/^ready$/m);
        await window.write('seedance-mcp submit --ratio 16');
        await window.press('Tab');
        await expect.poll(window.capture, { timeout: 10_000 }).toContain('--ratio 16:9');
      } finally {
        window.close();
      }
    },
  );
});
