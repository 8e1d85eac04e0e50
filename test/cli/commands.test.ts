import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { NetworkError } from '../../src/net/http.ts';
import { makePicture } from '../../src/simulation/picture.ts';
import { tools } from '../../src/tools/index.ts';
import { type Front, openFront } from '../harness.ts';
import { moveOn } from '../productions/stage.ts';
import { shell, startShell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

const params = '{"prompt":"A paper boat","duration":5}';
const submitting = ['submit', '--model', 'st-ai/super-seed2', '--params', params];

async function submitted(): Promise<string> {
  const { json } = await shell(front.app, submitting);
  return json.task_id;
}

describe('commands', () => {
  it('offers every tool, and every field of it, in the spellings of the seed', async () => {
    front = await openFront();
    const { stdout, code } = await shell(front.app, ['help']);
    for (const { command } of tools) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const { code: number } of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^  ${number} `, 'm'));
    expect(code).toBe(0);
    const seed = {
      submit: ['--model', '--params'],
      query: ['--task-id'],
      poll: ['--task-id', '--interval', '--timeout', '--save-dir'],
      upload: ['--image-url', '--image-path'],
      list: ['--search', '--status'],
    };
    for (const [command, flags] of Object.entries(seed)) {
      const help = await shell(front.app, ['help', command]);
      for (const flag of flags) expect(help.stdout).toContain(`${flag} `);
    }
    expect((await shell(front.app, ['--version'])).stdout).toBe('1.2.3\n');
  });

  it('submits, asks, waits and saves, with the same JSON as over MCP', async () => {
    front = await openFront();
    const submit = await shell(front.app, submitting);
    expect(submit.code).toBe(0);
    const again = await front.call('submit_task', {
      model_id: 'st-ai/super-seed2',
      parameters: JSON.parse(params),
    });
    expect([...Object.keys(submit.json), 'submitted_at'].sort()).toEqual(Object.keys(again.data).sort());
    expect(submit.json).toMatchObject({ task_id: again.data.task_id, duplicate: false });
    expect(submit.stderr).toContain(`seedance-mcp poll ${submit.json.task_id}`);
    expect(submit.stdout.trim().split('\n')).toHaveLength(1);

    const query = await shell(front.app, ['query', '--task-id', submit.json.task_id]);
    expect(query).toMatchObject({ code: 0, json: { status: 'pending' } });

    const poll = startShell(front.app, ['poll', '--task-id', submit.json.task_id, '--interval', '30']);
    await front.clock.advance(600_000);
    const { code, json, stderr } = await poll.ran;
    expect({ code, status: json.status }).toEqual({ code: 0, status: 'completed' });
    expect(stderr).toContain(`Saved ${json.files[0].path}`);

    const list = await shell(front.app, ['list', '--search', 'PAPER', '--status', 'completed']);
    expect(list.json.tasks).toHaveLength(1);
    expect((await shell(front.app, ['list', '--search', 'unicorn'])).json.tasks).toEqual([]);
    expect(front.posts()).toHaveLength(1);
  });

  it('prints with --quiet only the id, then the path', async () => {
    front = await openFront();
    const { stdout, stderr } = await shell(front.app, [...submitting, '--quiet']);
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^xskill:[\w-]+\n$/), stderr: '' });
    const poll = startShell(front.app, [
      'poll',
      '--quiet',
      '--task-id',
      stdout.trim(),
      '--save-dir',
      join(front.home, 'here'),
    ]);
    await front.clock.advance(600_000);
    const { stdout: path } = await poll.ran;
    expect(path).toMatch(new RegExp(`^${join(front.home, 'here')}/.*\\.mp4\n$`));
  });

  it.each([
    ['stdin', '-', params],
    ['a file', '@PARAMS', ''],
    ['a file of Windows PowerShell', '@UTF16', ''],
  ])('takes parameters from %s', async (_, given, stdin) => {
    front = await openFront();
    writeFileSync(join(front.home, 'PARAMS'), `\uFEFF${params}`);
    writeFileSync(join(front.home, 'UTF16'), Buffer.from(`\uFEFF${params}`, 'utf16le'));
    const argument = given.replace('@', `@${front.home}/`);
    const { json } = await shell(
      front.app,
      ['submit', '--model', 'st-ai/super-seed2', '--params', argument, '--dry-run'],
      { stdin },
    );
    expect(json).toMatchObject({ status: 'dry_run', price: { amount: expect.any(Number) } });
  });

  it('takes all fields from one file, and flags win', async () => {
    front = await openFront();
    const stdin = JSON.stringify({ model_id: 'nope', parameters: { prompt: 'A boat' } });
    const { json } = await shell(front.app, ['submit', '--file', '-', '--model', 'st-ai/super-seed2', '--dry-run'], {
      stdin,
    });
    expect(json).toMatchObject({ model_id: 'st-ai/super-seed2', status: 'dry_run' });
  });

  it('uploads any readable picture that a person names', async () => {
    front = await openFront();
    const picture = join(front.home, 'hero.png');
    writeFileSync(picture, makePicture({ width: 400, height: 300 }, 'hero'));
    const { code, json } = await shell(front.app, ['upload', '--image-path', picture]);
    expect({ code, json }).toMatchObject({ code: 0, json: { width: 400, height: 300, media_type: 'image/png' } });
    expect((await shell(front.app, ['upload', '--quiet', '--image-url', String(json.url)])).stdout).toMatch(
      /^https:\/\/\S+\n$/,
    );
  });
});

describe('a storyboard', () => {
  it('goes from compose to submit as it is, and not while it has errors', async () => {
    front = await openFront();
    const file = join(front.home, 'story.json');
    const shots = [{ seconds: 5, camera: 'wide shot, static', visual: 'a fox crosses the snow' }];
    writeFileSync(file, JSON.stringify({ style: 'painted realism', shots, ratio: '16:9', music: 'soft piano' }));
    const composed = await shell(front.app, ['compose', '--file', file]);
    expect(composed.code).toBe(0);
    writeFileSync(file, composed.stdout);
    expect((await shell(front.app, ['submit', '--file', file])).json).toMatchObject({ status: 'pending' });
    writeFileSync(file, JSON.stringify({ ...composed.json, submit: null }));
    expect(await shell(front.app, ['submit', '--file', file])).toMatchObject({ code: 2 });
  });
});

describe('exit codes', () => {
  const refuse = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status });

  it.each([
    ['no command of ours', ['subimt'], 2, 'invalid_input: unknown command', 'Did you mean submit'],
    [
      'an unknown flag',
      ['submit', '--modle', 'x'],
      2,
      'invalid_input: unknown option',
      'Next: npx -y seedance-mcp help submit',
    ],
    ['help on no command of ours', ['help', 'nothing'], 2, "unknown command 'nothing'", 'Next: '],
    ['--help on none', ['subimt', '--help'], 2, 'unknown command', 'Did you mean submit'],
    ['a missing flag', ['query'], 2, 'invalid_input: A task must be given: its id, or last for the newest.', 'Next: '],
    [
      'a value that is no number',
      ['submit', '--model', 'x', '--params', '{}', '--max-cost', 'ten'],
      2,
      '--max-cost takes a number, not "ten".',
      'Next: ',
    ],
    [
      'a timeout that is none',
      ['poll', '--task-id', 'x', '--timeout', 'soon'],
      2,
      '--timeout takes a number of seconds',
      'Next: ',
    ],
    [
      'wrong JSON',
      ['submit', '--model', 'x', '--params', '{prompt:"a"}'],
      2,
      'a name in double quotes was expected at line 1, column 2',
      'PowerShell',
    ],
    [
      'a file without its @',
      ['submit', '--model', 'x', '--params', 'package.json'],
      2,
      'is not JSON',
      '--params @package.json',
    ],
    [
      'no such file',
      ['submit', '--model', 'x', '--params', '@no.json'],
      2,
      'no.json cannot be read: there is no such file',
      'Next: ',
    ],
    ['a list for a file', ['submit', '--file', '-'], 2, '--file (from stdin) is empty', 'Next: '],
    [
      'an unknown model',
      ['submit', '--model', 'st-ai/super-sed2', '--params', params],
      2,
      'unknown_model: ',
      'Did you mean st-ai/super-seed2',
    ],
    [
      'a parameter out of range',
      ['submit', '--model', 'st-ai/super-seed2', '--params', '{"prompt":"a","duration":99}'],
      2,
      'invalid_input: ',
      'Next: ',
    ],
    ['a task nobody knows', ['query', '--task-id', 'xskill:nope'], 1, 'not_found: ', 'Next: '],
  ])('%s', async (_, argv, code, what, next) => {
    front = await openFront();
    const ran = await shell(front.app, argv);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: '' });
    expect(ran.stderr).toContain(what);
    expect(ran.stderr).toContain(next);
    expect(front.posts()).toEqual([]);
  });

  it('4 without a key, with a refused one, and without credits', async () => {
    front = await openFront({ env: {} });
    expect(await shell(front.app, submitting)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('unauthorized: There is no xskill API key yet.'),
    });
    await front.close();
    front = await openFront({
      tamper: ({ path }) =>
        path.endsWith('/create') ? refuse(401, { code: 401, detail: 'Invalid key' })() : undefined,
    });
    expect(await shell(front.app, submitting)).toMatchObject({ code: 4 });
    await front.close();
    front = await openFront({
      tamper: ({ path }) =>
        path.endsWith('/create')
          ? refuse(402, { code: 402, detail: 'Insufficient balance: required 200 points, have 50 points' })()
          : undefined,
    });
    expect(await shell(front.app, submitting)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no_credit: '),
    });
  });

  it('1 when the service is in trouble or the task has failed', async () => {
    front = await openFront({
      tamper: ({ path }) =>
        path.endsWith('/query') ? refuse(200, { code: 200, data: { status: 'failed', error: 'boom' } })() : undefined,
    });
    const task = await submitted();
    const { code, json, stderr } = await shell(front.app, ['query', '--task-id', task]);
    expect({ code, status: json.status }).toEqual({ code: 1, status: 'failed' });
    expect(stderr).toContain(`${json.error.code}: ${json.error.message}\nNext: `);
    await front.close();
    front = await openFront({
      tamper: ({ path }) => {
        if (path.endsWith('/create')) throw new NetworkError('refused', 'unreachable');
      },
    });
    expect(await shell(front.app, submitting)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('unavailable: '),
    });
  });

  it('1, not 2, when the service refuses what was sent, alone or before a second service', async () => {
    const refused = { code: 422, detail: 'prompt: it is wrong' };
    front = await openFront({
      tamper: ({ path }) => (path.endsWith('/create') ? refuse(422, refused)() : undefined),
    });
    expect(await shell(front.app, submitting)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('invalid_input: '),
    });
    expect(front.posts()).toHaveLength(1);
    const chinese = JSON.stringify({ prompt: '一只狐狸' });
    expect(await shell(front.app, ['submit', '--model', 'st-ai/super-seed2', '--params', chinese])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Next: \p{Script=Han}/mu),
    });
    expect(front.posts()).toHaveLength(2);
    await front.close();
    front = await openFront({
      tamper: ({ path }) => (path.includes('/upload') ? refuse(422, refused)() : undefined),
    });
    const picture = join(front.home, 'hero.png');
    writeFileSync(picture, makePicture({ width: 400, height: 300 }, 'hero'));
    expect(await shell(front.app, ['upload', '--image-path', picture])).toMatchObject({ code: 1 });
  });

  it('not 2 when what comes after a submit is wrong', async () => {
    front = await openFront();
    const file = join(front.home, 'a-file');
    writeFileSync(file, '');
    const argv = [...submitting, '--wait', '--save-dir', file];
    const { code } = await moveOn(front, shell(front.app, argv));
    expect(code).not.toBe(2);
    expect(front.posts()).toHaveLength(1);
  });

  it('3 when it still runs at --timeout, and says how to come back', async () => {
    front = await openFront();
    const task = await submitted();
    const poll = startShell(front.app, ['poll', '--task-id', task, '--timeout', '20', '--quiet']);
    await front.clock.advance(25_000);
    const { code, stdout, stderr } = await poll.ran;
    expect({ code, stdout }).toEqual({ code: 3, stdout: `${task}\n` });
    expect(stderr).toContain(`Come back: npx -y seedance-mcp poll ${task}`);
  });

  it('waits longer than one call may last', async () => {
    front = await openFront({
      tamper: ({ path }) =>
        path.endsWith('/query') ? refuse(200, { code: 200, data: { status: 'processing' } })() : undefined,
    });
    const poll = startShell(front.app, ['poll', '--task-id', await submitted(), '--timeout', '2000']);
    await front.clock.advance(1_990_000);
    expect(poll.stderr()).not.toContain('Come back');
    await front.clock.advance(20_000);
    expect((await poll.ran).code).toBe(3);
  });

  it('5 when nobody knows, until a person settles it', async () => {
    front = await openFront({
      tamper: ({ path }, pass) =>
        path.endsWith('/create')
          ? pass().then(() => Promise.reject(new NetworkError('reset', 'broken')))
          : path.endsWith('/list')
            ? refuse(404, {})()
            : undefined,
    });
    const { code, json, stderr } = await shell(front.app, submitting);
    expect({ code, status: json.status }).toEqual({ code: 5, status: 'uncertain' });
    expect(stderr).toContain(`seedance-mcp settle ${json.task_id} --taken REMOTE_ID`);
    expect(await shell(front.app, ['query', '--task-id', json.task_id])).toMatchObject({ code: 5 });

    expect(await shell(front.app, ['settle', json.task_id])).toMatchObject({ code: 2 });
    expect(await shell(front.app, ['settle', json.task_id, '--taken', 'made-up'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was changed'),
    });
    expect(await shell(front.app, ['settle', json.task_id, '--not-taken'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('no longer counts'),
    });
    expect(await shell(front.app, ['settle', json.task_id, '--not-taken'])).toMatchObject({ code: 2 });
  });

  it('makes an uncertain task an ordinary one again when a person has found it', async () => {
    let remoteId = '';
    front = await openFront({
      tamper: ({ path }, pass) => {
        if (path.endsWith('/list')) return refuse(404, {})();
        if (!path.endsWith('/create') || remoteId) return undefined;
        return pass().then(async (reply) => {
          remoteId = ((await (reply as Response).json()) as { data: { task_id: string } }).data.task_id;
          throw new NetworkError('reset', 'broken');
        });
      },
    });
    const { json: lost } = await shell(front.app, submitting);
    const { json: other } = await shell(front.app, [...submitting, '--allow-duplicate']);
    const wrong = await shell(front.app, ['settle', lost.task_id, '--taken', other.task_id]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('is another task of this record') });

    // A person may correct a first, hasty answer.
    await shell(front.app, ['settle', lost.task_id, '--not-taken']);
    const settled = await shell(front.app, ['settle', lost.task_id, '--taken', remoteId]);
    expect(settled).toMatchObject({ code: 0, json: { task_id: `xskill:${remoteId}`, settled: 'taken' } });
    const poll = startShell(front.app, ['poll', '--task-id', `xskill:${remoteId}`]);
    await front.clock.advance(600_000);
    expect(await poll.ran).toMatchObject({ code: 0, json: { status: 'completed' } });
    const again = await shell(front.app, ['settle', lost.task_id, '--not-taken']);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('the service accepted it') });
  });
});
