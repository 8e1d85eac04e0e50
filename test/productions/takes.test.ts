import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { keys } from '../harness.ts';
import { finish, fox, foxPoints, look, moveOn, open, submit, videoOf } from './stage.ts';

describe('takes', () => {
  it('are quoted, made and saved under one id', async () => {
    const front = await open();
    const quoted = await submit(front, { ...fox, takes: 3, dry_run: true });
    expect(quoted.data).toMatchObject({
      status: 'dry_run',
      price: { amount: 3 * foxPoints, unit: 'points' },
      clips: [{ clips: '1', takes: 3, price: { amount: foxPoints } }],
    });
    expect(quoted.data.next_step).toContain('150 points at the most, for 3 tasks');
    expect(front.posts()).toEqual([]);

    const { data: sent } = await submit(front, { ...fox, takes: 3 });
    expect(sent).toMatchObject({ status: 'processing', duplicate: false, counts: { all: 3, running: 3 } });
    expect(sent.task_id).toMatch(/^production:/);
    expect(front.posts()).toHaveLength(3);

    const messages: string[] = [];
    const onprogress = ({ message = '' }) => void messages.push(message);
    await moveOn(front, front.call('get_task', { task_id: sent.task_id, wait_seconds: 60 }, { onprogress }));
    const { data } = await finish(front, sent.task_id, { save: true });
    expect(data).toMatchObject({ status: 'completed', counts: { all: 3, completed: 3 }, price: { amount: 150 } });
    expect(data.clips.map(({ take, used }: { take: number; used?: boolean }) => [take, used])).toEqual([
      [1, true],
      [2, undefined],
      [3, undefined],
    ]);
    for (const { path } of data.clips) expect(readFileSync(path).length).toBeGreaterThan(1_000);
    expect(messages).toContainEqual(expect.stringMatching(/^Take 1 of 3: Generating\.\.\. about \d+ min left$/));
    expect(front.posts()).toHaveLength(3);
  });

  it('are n in all: what is there counts', async () => {
    const front = await open();
    const { data: single } = await submit(front, fox);
    expect((await submit(front, { ...fox, takes: 3, dry_run: true })).data.warnings[0]).toBe(
      '1 of 3 are there already and are not paid for again.',
    );
    const { data } = await submit(front, { ...fox, takes: 3 });
    expect(front.posts()).toHaveLength(3);
    const { clips } = (await finish(front, data.task_id)).data;
    expect(clips.map((clip: { task_id: string }) => clip.task_id)).toContain(single.task_id);
  });

  it('are the same production for whoever asks for the same, in every window', async () => {
    const [home, clock] = [temporaryFolder(), createTestClock()];
    const one = await open({ home, clock });
    const other = await open({ home, clock, services: one.services });
    const answers = await moveOn(
      one,
      Promise.all([one, other, one].map((front) => front.call('submit_task', { ...fox, takes: 4 }))),
    );
    expect(new Set(answers.map(({ data }) => data.task_id)).size).toBe(1);
    expect(answers.filter(({ data }) => data.duplicate)).toHaveLength(2);
    expect([...one.posts(), ...other.posts()]).toHaveLength(4);
    const again = await submit(one, { ...fox, takes: 4, allow_duplicate: true });
    expect(again.data.task_id).not.toBe(answers[0]!.data.task_id);
  });

  it('are sent a few at a time, and the rest when a place is free', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '2' } });
    const { data } = await submit(front, { ...fox, takes: 5 });
    expect(data.counts).toEqual({ all: 5, running: 2, waiting: 3 });
    expect((await finish(front, data.task_id)).data.status).toBe('completed');
    expect(front.posts()).toHaveLength(5);
  });

  it('tell a caller who cannot wait when to come back', async () => {
    const front = await open();
    const submitted = front.call('submit_task', { ...fox, takes: 2 });
    // Time moves on once both are sent: what is left is counted from there.
    await expect.poll(() => front.posts()).toHaveLength(2);
    const { data: sent } = await moveOn(front, submitted);
    const { data } = await moveOn(front, front.call('get_task', { task_id: sent.task_id, save: false }));
    expect(data.next_step).toMatch(
      /^0 of 2 are done, about 9 min left: end your turn, or call get_task with this task_id again then\./,
    );
    expect(data.check_after_seconds).toBe(540);
  });

  it('are one row in a listing, and all rows of a resource', async () => {
    const front = await open();
    const { data: sent } = await submit(front, { ...fox, takes: 2 });
    await front.clock.advance(1_000);
    const { data: heron } = await submit(front, videoOf('A heron stands in the reeds'));
    const { completion } = await front.client.complete({
      ref: { type: 'ref/resource', uri: 'seedance://tasks/{task_id}' },
      argument: { name: 'task_id', value: '' },
    });
    expect(completion.values).toEqual([heron.task_id, sent.task_id]);
    const { data } = await moveOn(front, front.call('get_task', { save: false }));
    expect(data.tasks).toHaveLength(2);
    expect(data.tasks).toContainEqual(
      expect.objectContaining({ task_id: sent.task_id, status: 'processing', done: '0 of 2', price: '100 points' }),
    );
    const read = await front.client.readResource({ uri: `seedance://tasks/${encodeURIComponent(sent.task_id)}` });
    expect(JSON.parse((read.contents[0] as { text: string }).text).clips).toHaveLength(2);
    const stopped = await front.call('get_task', { status: 'stopped', save: false });
    expect(stopped.data.tasks).toEqual([]);
  });
});

describe('the take that is used', () => {
  it('is the first completed one until somebody says which', async () => {
    const front = await open();
    const { data: sent } = await submit(front, { ...fox, takes: 2 });
    const { clips } = (await finish(front, sent.task_id)).data;
    const second = clips[1].task_id;
    const chosen = await front.call('submit_task', { task_id: sent.task_id, use: [second] });
    expect(chosen.data).toMatchObject({ status: 'completed', next_step: expect.stringContaining(second) });
    const { data } = await look(front, sent.task_id);
    expect(data.clips[0]).toMatchObject({ task_id: second, used: true });
    expect(front.posts()).toHaveLength(2);
  });

  it('may be a task that was made by itself, and must be completed and of the same request', async () => {
    const front = await open();
    const { data: sent } = await submit(front, { ...fox, takes: 2 });
    await finish(front, sent.task_id);
    const { data: single } = await submit(front, { ...fox, allow_duplicate: true });
    const use = (...ids: string[]) => front.call('submit_task', { task_id: sent.task_id, use: ids });
    expect((await use(single.task_id)).text).toContain('is not completed');
    await finish(front, single.task_id);
    expect((await use(single.task_id)).isError).toBe(false);
    expect((await look(front, sent.task_id)).data.clips[0]).toMatchObject({ task_id: single.task_id, used: true });

    const { data: heron } = await submit(front, videoOf('A heron stands in the reeds'));
    await finish(front, heron.task_id);
    expect((await use(heron.task_id)).text).toContain('it was made from another request');
  });
});

describe('the money of takes', () => {
  it.each([
    ['max_cost', {}, { max_cost: 149 }],
    ['SEEDANCE_DAILY_CAP', { SEEDANCE_DAILY_CAP: 'xskill=149' }, {}],
  ])('is held as a whole under %s before anything is sent', async (name, env, limit) => {
    const front = await open({ env: { ...keys, ...env } });
    const refused = await submit(front, { ...fox, takes: 3, ...limit });
    expect(refused.text).toMatch(/^over_budget: /);
    expect(refused.text).toContain(name === 'max_cost' ? 'max_cost' : 'the cap is 149 points');
    expect(front.posts()).toEqual([]);
    const two = await submit(front, { ...fox, takes: 2, ...limit });
    expect(two.data.counts).toMatchObject({ running: 2 });
  });

  it('is reserved against what comes later, however few are sent yet', async () => {
    const env = { ...keys, SEEDANCE_CONCURRENCY: '1', SEEDANCE_DAILY_CAP: 'xskill=200' };
    const front = await open({ env });
    const { data } = await submit(front, { ...fox, takes: 4 });
    expect(front.posts()).toHaveLength(1);
    const other = await submit(front, videoOf('A heron stands in the reeds'));
    expect(other.text).toMatch(/^over_budget: .*200 points were spent/);
    await submit(front, { task_id: data.task_id, stop: true });
    expect((await submit(front, videoOf('A heron stands in the reeds'))).isError).toBe(false);
  });
});
