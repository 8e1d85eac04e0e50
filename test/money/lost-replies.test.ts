import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/net/http.ts';
import { createTestClock } from '../clock.ts';
import type { Front, openFront } from '../harness.ts';
import { createPath, json, minuteMs, moveOn, open, submit, video, withPrompt } from './stage.ts';

type Row = { task_id: string; model: string; created_at: string; params?: { prompt: string } };

/** Loses the answer of every submit; the service lists what it is given. */
const lose = (list: (now: number) => Row[], clock = createTestClock()): Parameters<typeof openFront>[0] => ({
  clock,
  tamper: ({ path }) => {
    if (path === createPath) return Promise.reject(new NetworkError('reset', 'broken'));
    return path.endsWith('/tasks/list') ? json({ code: 200, data: { list: list(clock.now()) } }) : undefined;
  },
});

const row = (task_id: string, at: number, prompt?: string, model = video.model_id): Row => ({
  task_id,
  model,
  created_at: new Date(at).toISOString(),
  ...(prompt !== undefined && { params: { prompt } }),
});

describe('a lost task', () => {
  it('is found again when only one can be meant', async () => {
    const front = await open(
      lose((now) => [
        row('found', now),
        row('other', now, undefined, 'another/model'),
        row('old', now - 10 * minuteMs),
      ]),
    );
    expect((await submit(front)).data).toMatchObject({ task_id: 'xskill:found' });
  });

  it.each([
    ['stays uncertain when the row tells of other words', 'Quite another shot', /^xskill:local-/],
    ['is found again when the row tells of the same words', video.parameters.prompt, /^xskill:found$/],
    ['is found again when the row cuts its words short', 'A fox crosses…', /^xskill:found$/],
    ['stays uncertain when the row cuts other words short', 'A fox sleeps...', /^xskill:local-/],
  ])('%s', async (_, prompt, id) => {
    const front = await open(lose((now) => [row('found', now, prompt)]));
    expect((await submit(front)).data.task_id).toMatch(id);
  });

  it('is found by words that are longer than any line', async () => {
    const prompt = 'A long walk through the old town. '.repeat(40);
    const front = await open(lose((now) => [row('other', now, `${prompt} At dusk.`), row('found', now, prompt)]));
    expect((await submit(front, withPrompt(prompt))).data.task_id).toBe('xskill:found');
  });

  it('is not one that was made before the submit', async () => {
    const front = await open(lose((now) => [row('earlier', now - 20_000)]));
    expect((await submit(front)).data.status).toBe('uncertain');
  });

  it('stays uncertain when two could be meant', async () => {
    const front = await open(lose((now) => [row('one', now), row('two', now)]));
    expect((await submit(front)).data).toMatchObject({ status: 'uncertain' });
  });
});

describe('several lost tasks at once', () => {
  const prompts = ['The fox wakes', 'The fox runs', 'The fox sleeps'];

  /** Submits the prompts while nothing can be reached, then shows the service's list. */
  async function afterOutage(
    list: (at: number) => Row[],
    asked = prompts.map(withPrompt),
  ): Promise<{ front: Front; ids: string[]; statuses: Record<string, string> }> {
    const clock = createTestClock();
    let known: Row[] = [];
    const front = await open(lose(() => known, clock));
    const ids: string[] = [];
    for (const more of asked) ids.push((await submit(front, more)).data.task_id);
    known = list(clock.now());
    const listed = await moveOn(front, front.call('get_task', { save: false }));
    const tasks = listed.data.tasks as { task_id: string; prompt: string; status: string }[];
    return { front, ids, statuses: Object.fromEntries(tasks.map(({ task_id, prompt }) => [prompt, task_id])) };
  }

  it('are each found by their words', async () => {
    const { statuses } = await afterOutage((now) => prompts.map((prompt, n) => row(`remote-${n}`, now, prompt)));
    expect(statuses).toEqual({
      'The fox wakes': 'xskill:remote-0',
      'The fox runs': 'xskill:remote-1',
      'The fox sleeps': 'xskill:remote-2',
    });
  });

  it('are found where some of them never arrived', async () => {
    const { statuses } = await afterOutage((now) => [row('remote-1', now, 'The fox runs')]);
    expect(statuses).toMatchObject({
      'The fox wakes': expect.stringMatching(/^xskill:local-/),
      'The fox runs': 'xskill:remote-1',
      'The fox sleeps': expect.stringMatching(/^xskill:local-/),
    });
  });

  it('stay in doubt where a row tells no words, or words that are cut before they differ', async () => {
    for (const words of [undefined, 'The fox…']) {
      const { statuses } = await afterOutage((now) => [row('remote-1', now, words)]);
      for (const id of Object.values(statuses)) expect(id).toMatch(/^xskill:local-/);
    }
  });

  it('stay in doubt where two takes of one request could be the same row', async () => {
    const takes = [withPrompt('A take'), { ...withPrompt('A take'), allow_duplicate: true }];
    const { ids } = await afterOutage((now) => [row('remote-1', now, 'A take'), row('other', now, 'B')], takes);
    expect(ids.every((id) => id.startsWith('xskill:local-'))).toBe(true);
  });
});
