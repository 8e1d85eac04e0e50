import widthOf from 'fast-string-width';
import { afterEach, describe, expect, it } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { shell, startShell } from './shell.ts';

let front: Front;
afterEach(() => front?.close());

const submitting = ['submit', '--model', 'st-ai/super-seed2', '--params', '{"prompt":"A boat","duration":5}'];
const submitted = async (): Promise<string> => (await shell(front.app, submitting)).json.task_id;

describe('Ctrl-C', () => {
  it('in a poll leaves the task as it is and says how to come back', async () => {
    front = await openFront();
    const task = await submitted();
    const poll = startShell(front.app, ['poll', '--task-id', task]);
    await front.clock.advance(40_000);
    poll.interrupt();
    const { code, stdout, stderr } = await poll.ran;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain(`Come back: npx -y seedance-mcp poll ${task}`);
    expect(front.clock.sleepers()).toBe(0);
    expect((await shell(front.app, ['query', '--task-id', task])).json.status).toMatch(/pending|processing/);
  });

  describe('in a submit', () => {
    let answer: () => void;
    async function interrupted(): Promise<ReturnType<typeof startShell>> {
      front = await openFront({
        tamper: ({ path }, pass) =>
          path.endsWith('/create') ? new Promise((resolve) => (answer = () => resolve(pass()))) : undefined,
      });
      const submit = startShell(front.app, submitting);
      await expect.poll(() => front.posts().length).toBe(1);
      submit.interrupt();
      expect(submit.stderr()).toContain('waiting for its answer');
      return submit;
    }

    it('waits for the answer that may be paid for; what comes within a second is one wish', async () => {
      const submit = await interrupted();
      await front.clock.advance(100);
      submit.interrupt();
      await front.clock.advance(10_000);
      expect(submit.quits).toEqual([]);
      answer();
      expect(await submit.ran).toMatchObject({ code: 0, json: { status: 'pending' } });
      await expect.poll(() => submit.quits).toEqual([0]);
    });

    it.each([
      ['a second one after a second', 1_500],
      ['twenty seconds', 20_000],
    ])('%s records the doubt and ends', async (_, ms) => {
      const submit = await interrupted();
      await front.clock.advance(ms);
      submit.interrupt();
      expect(await submit.ran).toMatchObject({ code: 5, json: { status: 'uncertain' } });
      await expect.poll(() => submit.quits).toEqual([5]);
      expect((await shell(front.app, ['list', '--no-save'])).json.tasks).toMatchObject([{ status: 'uncertain' }]);
    });
  });
});

describe('progress', () => {
  const poll = async (env: Record<string, string>, tty: boolean, flags: string[] = []): Promise<string> => {
    front = await openFront({ env: { ...keys, ...env } });
    const session = startShell(front.app, ['poll', '--task-id', await submitted(), ...flags], { tty });
    await front.clock.advance(700_000);
    return (await session.ran).stderr;
  };

  it('is a bar on a terminal, wiped before the result', async () => {
    const stderr = await poll({}, true);
    const drawn = stderr.split('\r\u001b[2K');
    expect(drawn.length).toBeGreaterThan(50);
    expect(drawn.slice(1, -1).every((line) => /^[█░]{20} *\d+% {2}\w+\.\.\. .*, typically \d+ min$/.test(line))).toBe(
      true,
    );
    expect(drawn.slice(1, -1).every((line) => line.length < 80)).toBe(true);
    // Nothing is left of it but the bell.
    expect(drawn.at(-1)).toBe('\u0007');
  });

  it.each([
    ['in a pipe', {}, false],
    ['with NO_COLOR', { NO_COLOR: '1' }, true],
    ['with CI', { CI: 'true' }, true],
    ['on a dumb terminal', { TERM: 'dumb' }, true],
  ])('is a plain line every half minute %s', async (_, env, tty) => {
    const stderr = await poll(env, tty);
    for (const mark of ['\r', '\u001b', '█']) expect(stderr).not.toContain(mark);
    const lines = stderr
      .replace('\u0007', '')
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('Saved '));
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.length).toBeLessThan(30);
    expect(lines.every((line) => /^\w+\.\.\. .*, typically \d+ min$/.test(line))).toBe(true);
  });

  it('is silent with --quiet', async () => {
    expect(await poll({}, true, ['--quiet'])).toBe('');
  });

  it.each([['x'], ['海']])('cuts a line that would wrap: %s', (letter) => {
    const written: string[] = [];
    const stderr = { isTTY: true, columns: 30, write: (text: string) => written.push(text) };
    createProgress({ stderr } as never, { plain: false, now: () => 0 }).show({
      progress: 50,
      total: 100,
      message: letter.repeat(99),
    });
    const line = written.join('').replace('\r\u001b[2K', '');
    expect([28, 29]).toContain(widthOf(line));
    expect(line).toMatch(/…$/);
  });
});

describe('forget', () => {
  it('takes the words of one task out, and names the files that still hold them', async () => {
    front = await openFront();
    const task = await submitted();
    const other = (await shell(front.app, ['submit', '--model', 'st-ai/super-seed2', '--params', '{"prompt":"A fox"}']))
      .json.task_id;
    const poll = startShell(front.app, ['poll', '--task-id', task]);
    await front.clock.advance(600_000);
    const { json: done } = await poll.ran;
    const { code, json, stderr } = await shell(front.app, ['forget', task]);
    expect({ code, json }).toEqual({ code: 0, json: { forgotten: [task], files: [done.files[0].path] } });
    expect(stderr).toContain('still hold the prompts');
    const { tasks } = (await shell(front.app, ['list'])).json;
    expect(tasks.map(({ task_id, prompt }: Record<string, string>) => [task_id, prompt])).toEqual([
      [other, 'A fox'],
      [task, undefined],
    ]);
    // What was forgotten is still not paid for twice.
    expect((await shell(front.app, submitting)).json).toMatchObject({ task_id: task, duplicate: true });
  });

  it('takes everything before a date', async () => {
    front = await openFront();
    const task = await submitted();
    await front.clock.advance(86_400_000);
    await shell(front.app, ['submit', '--model', 'st-ai/super-seed2', '--params', '{"prompt":"A fox"}']);
    const date = new Date(front.clock.now()).toISOString().slice(0, 10);
    expect((await shell(front.app, ['forget', '--before', date])).json.forgotten).toEqual([task]);
    expect(await shell(front.app, ['forget', '--before', 'yesterday'])).toMatchObject({ code: 2 });
    expect(await shell(front.app, ['forget'])).toMatchObject({ code: 2 });
    expect(await shell(front.app, ['forget', 'xskill:nope'])).toMatchObject({ code: 1 });
  });
});
