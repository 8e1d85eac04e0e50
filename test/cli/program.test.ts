import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../folder.ts';
import { program } from '../stdio.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

type Options = { home?: string; env?: Record<string, string>; stdout?: number | 'pipe' };

/** The built program in a process of its own. */
function start(
  argv: string[],
  { home = temporaryFolder(), env = { SEEDANCE_REHEARSAL: '1' }, stdout = 'pipe' }: Options = {},
) {
  const child = spawn(process.execPath, [program, ...argv], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      SEEDANCE_HOME: join(home, 'data'),
      SEEDANCE_OUTPUT_DIR: join(home, 'out'),
      ...env,
    },
    stdio: ['ignore', stdout, 'pipe'],
  });
  started.push(child);
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (text.stdout += chunk));
  child.stderr?.on('data', (chunk) => (text.stderr += chunk));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  return { child, text, ended, home };
}

const submitting = [
  'submit',
  '--model',
  'st-ai/super-seed2',
  '--params',
  '{"prompt":"A boat","duration":5}',
  '--quiet',
];

describe('the built program in a shell', () => {
  it('takes a reader who has had enough as a good Unix tool does', async () => {
    const { child, text, ended } = start(['list']);
    child.stdout?.destroy();
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(text.stderr).toBe('Rehearsal: nothing is sent to a service, nothing is spent.\n');
  });

  it.runIf(existsSync('/dev/full'))('fails when its result cannot be written', async () => {
    const { text, ended } = start(['balance'], { stdout: openSync('/dev/full', 'w') });
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(text.stderr).toContain('The result could not be written');
  });

  it('ends with 130 on Ctrl-C in a poll', async () => {
    const submit = start(submitting);
    expect((await submit.ended).code).toBe(0);
    const task = submit.text.stdout.trim();
    const poll = start(['poll', '--task-id', task], { home: submit.home });
    await expect.poll(() => poll.text.stderr).toContain('typically');
    poll.child.kill('SIGINT');
    expect(await poll.ended).toEqual({ code: 130, signal: null });
    expect(poll.text.stderr).toContain(`Come back: node ${program} poll ${task}`);
  });

  it('serves the simulators for another process, until Ctrl-C', async () => {
    const served = start(['simulate', '--port', '0']);
    await expect.poll(() => served.text.stderr).toContain('Serving');
    const env = Object.fromEntries(
      served.text.stdout
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    expect(Object.keys(env).sort()).toEqual(['PIXAZO_API_KEY', 'PIXAZO_BASE_URL', 'XSKILL_API_KEY', 'XSKILL_BASE_URL']);
    const doctor = start(['doctor'], { env });
    expect(await doctor.ended, doctor.text.stdout).toEqual({ code: 0, signal: null });
    const { checks } = JSON.parse(doctor.text.stdout);
    const accounts = checks.filter(({ name }: { name: string }) => name.endsWith('account'));
    expect(accounts).toMatchObject([
      { name: 'xskill account', state: 'ok', message: expect.stringMatching(/accepted, \d+ points left$/) },
      { name: 'pixazo account', state: 'ok' },
    ]);
    served.child.kill('SIGINT');
    expect(await served.ended).toEqual({ code: 0, signal: null });
  });
});
