import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startShell } from '../cli/shell.ts';
import { type Front, keys } from '../harness.ts';
import { finish, fox, moveOn, open, promptOf, submit, videoOf } from './stage.ts';

const pixazo = {
  model_id: 'seedance-2-0/text-to-video',
  parameters: { prompt: 'A fox crosses the snow', duration: 5 },
};
const storyboard = { shots: [{ seconds: 5, visual: 'A red fox crosses the snow' }], style: 'live-action' };
const named = ['A fox', 'A heron', 'A hare'];

describe('a batch', () => {
  it('makes every task once, equal ones as one', async () => {
    const front = await open();
    const { submit: draft } = (await front.call('compose_storyboard', storyboard)).data;
    const tasks = [videoOf('A fox'), videoOf('A heron'), draft, { ...videoOf('A fox'), tier: 'fast' }];
    const quoted = await submit(front, { tasks, dry_run: true });
    expect(quoted.data).toMatchObject({ price: { amount: 150 }, clips: [{ clips: '1-3', takes: 1 }] });
    expect(quoted.data.warnings).toContain('Tasks 1, 4 are the same request: it is made once.');
    const { data: sent } = await submit(front, { tasks });
    expect(front.posts()).toHaveLength(3);
    const { data } = await finish(front, sent.task_id);
    expect(data).toMatchObject({ status: 'completed', counts: { all: 3, completed: 3 }, price: { amount: 150 } });
  });

  it('counts its tasks as they were given, or by the lines of a file, also where some are equal', async () => {
    const front = await open();
    const tasks = [videoOf('A fox'), videoOf('A fox'), videoOf('A heron [rehearse: face]'), videoOf('A hare')];
    expect((await submit(front, { tasks, dry_run: true })).data.clips).toMatchObject([{ clips: '1, 3-4' }]);
    const { data: sent } = await submit(front, { tasks });
    const { data } = await finish(front, sent.task_id);
    expect(data.next_step).toMatch(/^Task 3 failed/);
    expect(data.clips.map(({ clip }: { clip: number }) => clip)).toEqual([3, 1, 4]);
    const path = join(front.home, 'spaced.jsonl');
    const lines = tasks.map((task) => JSON.stringify(videoOf(`${task.parameters.prompt} at night`)));
    writeFileSync(path, lines.join('\n\n'));
    const { json, stderr } = await run(front, 'batch', path);
    expect(stderr).toContain('Lines 1, 3 are the same request: it is made once.');
    expect(stderr).toContain('Line 5 failed');
    expect(json.clips.map(({ clip }: { clip: number }) => clip)).toEqual([5, 1, 7]);
  });

  it('is refused as a whole, and tells all that is wrong, before anything is sent', async () => {
    const front = await open();
    const tasks = [videoOf('A fox'), { ...fox, parameters: { prompt: 'x', duration: 99 } }, { model_id: 'no/such' }];
    const unread = await submit(front, { tasks: [...tasks, { words: 'x' }] });
    expect(unread.text).toMatch(
      /tasks\[1\]: .*duration.*\ntasks\[2\]: parameters must be given.*\ntasks\[3\]: .*words/,
    );
    tasks[2] = { ...pixazo, parameters: { prompt: '', duration: 5 } };
    const { text } = await submit(front, { tasks });
    expect(text).toMatch(/tasks\[1\]: .*duration/);
    expect(text).toMatch(/tasks\[2\]: .*prompt/);
    expect(front.posts()).toEqual([]);
    expect((await submit(front, { tasks: Array(101).fill(fox) })).text).toContain('the most is 100');
  });

  it('over two services has a sum for each, holds each cap, and takes no max_cost', async () => {
    const front = await open();
    const tasks = [fox, pixazo];
    const quoted = await submit(front, { tasks, dry_run: true });
    expect(quoted.data.price.amounts).toEqual([
      { amount: 50, unit: 'points' },
      { amount: expect.any(Number), unit: 'USD' },
    ]);
    expect(quoted.data.warnings).toContainEqual(expect.stringContaining('twice the price is reserved'));
    expect((await submit(front, { tasks, max_cost: 1_000 })).text).toMatch(/max_cost is one number/);
    const poor = await open({ env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=1000,pixazo=0.5' } });
    expect((await submit(poor, { tasks })).text).toMatch(/over_budget: This may cost .* USD at pixazo/);
    expect([...front.posts(), ...poor.posts()]).toEqual([]);
    const { data: sent } = await submit(front, { tasks });
    expect((await finish(front, sent.task_id)).data.status).toBe('completed');
  });

  it('answers with twelve rows, and a resource with all', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '20' } });
    const prompts = Array.from({ length: 20 }, (_, n) => `A fox on hill ${n}${n === 17 ? ' [rehearse: face]' : ''}`);
    const { data: sent } = await submit(front, { tasks: prompts.map(videoOf) });
    const { data } = await finish(front, sent.task_id);
    expect(data.clips).toHaveLength(12);
    expect(data.clips[0]).toMatchObject({ clip: 18, status: 'failed' });
    expect(data).toMatchObject({ status: 'failed', counts: { all: 20, completed: 19, failed: 1 } });
    const { contents } = await front.client.readResource({ uri: `seedance://tasks/${sent.task_id}` });
    expect(JSON.parse((contents[0] as { text: string }).text).clips).toHaveLength(20);
  });
});

describe('fields of submit_task that do not go together', () => {
  it.each([
    [{}, 'Give draft_id, model_id with parameters, tasks, or the task_id of a production'],
    [{ ...fox, tasks: [fox] }, 'tasks and model_id cannot stand together'],
    [{ task_id: 'production:x', max_cost: 1, tier: 'fast' }, 'tier cannot stand beside task_id'],
    [{ task_id: 'production:x', use: ['a'], stop: true }, 'stop cannot stand beside use'],
    [{ tasks: [fox], tier: 'fast' }, 'tier cannot stand beside tasks'],
    [{ ...fox, takes: 2, fallback_model_id: pixazo.model_id }, 'fallback_model_id cannot stand beside takes'],
    [{ ...fox, stop: true }, 'stop cannot stand beside model_id'],
    [{ tasks: [{ ...fox, takes: 2 }] }, 'tasks[0]: "takes": no such field'],
  ])('are named: %j', async (args, words) => {
    const front = await open();
    expect((await submit(front, args)).text).toContain(words);
    expect(front.posts()).toEqual([]);
  });

  it('may be filled in empty by a host', async () => {
    const front = await open();
    const args = { ...fox, stop: false, use: [], takes: 1, dry_run: true };
    expect((await submit(front, args)).data.status).toBe('dry_run');
  });
});

function fileOf({ home }: Front, lines: readonly unknown[]): string {
  const path = join(home, 'batch.jsonl');
  mkdirSync(home, { recursive: true });
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
}

const run = (front: Front, ...argv: string[]) => moveOn(front, startShell(front.app, argv).ran);

describe('a batch from the shell', () => {
  it('takes storyboards, drafts and arguments, a line each, and stays until all have ended', async () => {
    const front = await open();
    const { draft_id } = (await front.call('compose_storyboard', storyboard)).data.submit;
    const other = { ...storyboard, shots: [{ seconds: 5, visual: 'A heron stands in the reeds' }] };
    const path = fileOf(front, [draft_id, '', { draft_id }, other, videoOf('A hare')]);
    const dry = await run(front, 'batch', path, '--dry-run');
    expect(dry).toMatchObject({ code: 0, json: { status: 'dry_run', price: { amount: 150 } } });
    const { code, json, stderr } = await run(front, 'batch', path);
    expect({ code, status: json.status, counts: json.counts }).toEqual({
      code: 0,
      status: 'completed',
      counts: { all: 3, completed: 3 },
    });
    for (const { path } of json.clips) expect(stderr).toContain(`Saved ${path}`);
    expect(readFileSync(json.clips[0].path).length).toBeGreaterThan(1_000);
    expect(front.posts()).toHaveLength(3);
    expect((await run(front, 'batch', path)).code).toBe(0);
    expect(front.posts()).toHaveLength(3);
  });

  it('names every line that is wrong', async () => {
    const front = await open();
    const path = fileOf(front, [fox, '', '{"shots": [', { shots: [] }, { ...fox, parameters: { duration: 99 } }]);
    const { code, stderr } = await run(front, 'batch', path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/line 3: the line is not JSON/);
    expect(stderr).toMatch(/line 4: /);
    expect(stderr).toMatch(/line 5: .*duration/);
    expect((await run(front, 'batch', join(front.home, 'none.jsonl'))).stderr).toContain('there is no such file');
    expect(front.posts()).toEqual([]);
  });

  it.each([
    ['as it is', (key: string) => key],
    ['in escapes of JSON', (key: string) => `\\u0073${key.slice(1)}`],
  ])('says no key back that was pasted into a line, %s', async (_, spell) => {
    const key = 'sk-0123456789abcdef0123';
    const front = await open({ env: { ...keys, XSKILL_API_KEY: key } });
    const line = `{"model_id": "${spell(key)}", "parameters": {"prompt": "A fox"}}`;
    const { code, stderr } = await run(front, 'batch', fileOf(front, [line, `draft:${spell(key)}`]));
    expect(code).toBe(2);
    expect(stderr).toMatch(/line 1: The input holds your API key/);
    expect(stderr).not.toContain(key);
  });

  it('tells what became of every line, also of more than an answer over MCP holds', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '20' } });
    const prompts = Array.from({ length: 15 }, (_, n) => `A fox on hill ${n}${n === 7 ? ' [rehearse: face]' : ''}`);
    const { json, stderr } = await run(front, 'batch', fileOf(front, prompts.map(videoOf)));
    expect(json.clips).toHaveLength(15);
    expect(stderr.match(/^Saved /gm)).toHaveLength(14);
    expect(stderr).toContain('failed: Line 8 failed');
  });

  it.each([
    ['failed', named.with(1, 'A heron [rehearse: face]'), 1],
    ['uncertain', named.with(1, 'A heron [rehearse: face]').with(2, 'A hare [rehearse: no-id]'), 5],
  ])('exits by the worst of its lines: %s', async (status, prompts, code) => {
    const front = await open({
      tamper: ({ path }) =>
        path.endsWith('/tasks/list') ? Promise.resolve(Response.json({ code: 200, data: { list: [] } })) : undefined,
    });
    const ran = await run(front, 'batch', fileOf(front, prompts.map(videoOf)));
    expect({ code: ran.code, status: ran.json.status }).toEqual({ code, status });
  });

  it('returns at once with --no-wait, is stopped, gone on with by running it again, and used', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '1' } });
    const path = fileOf(front, named.map(videoOf));
    const started = await run(front, 'batch', path, '--no-wait');
    expect(started).toMatchObject({ code: 0, json: { status: 'processing', counts: { running: 1, waiting: 2 } } });
    const id = started.json.task_id;
    expect(await run(front, 'stop', id)).toMatchObject({ code: 0 });
    expect(await run(front, 'poll', '--task-id', id)).toMatchObject({ code: 3, json: { status: 'stopped' } });
    const again = await run(front, 'batch', path);
    expect(again).toMatchObject({ code: 0, json: { task_id: id, status: 'completed' } });
    expect(front.posts().map(promptOf)).toEqual(named);
    const used = await run(front, 'use', id, again.json.clips[0].task_id);
    expect(used).toMatchObject({ code: 0 });
    expect(used.json.next_step).toContain('is used');
  });
});
