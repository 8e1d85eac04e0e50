import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLifetime } from '../../src/core/lifetime.ts';
import { createTestClock, settle } from '../clock.ts';
import { type Front, openFront, type Tamper } from '../harness.ts';

function open() {
  const clock = createTestClock();
  const exits: number[] = [];
  const lifetime = createLifetime({ clock, flush: async () => undefined, exit: (code) => exits.push(code) });
  return { clock, exits, ...lifetime };
}

/** Work that a test ends. */
function work() {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end: () => end() };
}

describe('a client that closes stdin', () => {
  it('gets the answers under way, then the end', async () => {
    const { exits, ending, began, answered, drain } = open();
    began(1);
    began(2);
    answered(1);
    drain();
    drain();
    expect([ending.draining.aborted, ending.stopping.aborted]).toEqual([true, false]);
    await settle();
    expect(exits).toEqual([]);
    answered(2);
    await settle();
    expect(exits).toEqual([0]);
  });

  it('waits 20 seconds for them', async () => {
    const { clock, exits, ending, began, drain } = open();
    began(1);
    drain();
    await clock.advance(19_999);
    expect([exits.length, ending.cutOff.aborted]).toEqual([0, false]);
    await clock.advance(1);
    expect([exits, ending.cutOff.aborted]).toEqual([[0], true]);
  });
});

describe('a signal', () => {
  it('ends at once where nothing spends money, whatever else is under way', async () => {
    const { exits, ending, began, stop } = open();
    began(1);
    stop();
    expect([ending.draining.aborted, ending.stopping.aborted]).toEqual([true, true]);
    await settle();
    expect(exits).toEqual([0]);
  });

  it('lingers for a send, through a second signal within a second', async () => {
    const { clock, exits, ending, stop } = open();
    const send = work();
    const held = ending.hold(send.promise);
    stop();
    await clock.advance(100);
    stop();
    await clock.advance(15_000);
    expect(exits).toEqual([]);
    send.end();
    await held;
    await settle();
    expect([exits, ending.cutOff.aborted]).toEqual([[0], true]);
  });

  it('is cut short by one more than a second later, and by 20 seconds, once the send is on record', async () => {
    for (const cut of ['signal', 'time']) {
      const { clock, exits, ending, stop } = open();
      const send = work();
      const held = ending.hold(send.promise);
      stop();
      await clock.advance(cut === 'time' ? 19_999 : 1_001);
      expect(ending.cutOff.aborted).toBe(false);
      if (cut === 'signal') stop();
      await clock.advance(1);
      expect([exits.length, ending.cutOff.aborted]).toEqual([0, true]);
      send.end();
      await held;
      await settle();
      expect(exits).toEqual([0]);
    }
  });

  it('does not wait for a send that cannot be cut off', async () => {
    const { clock, exits, ending, stop } = open();
    void ending.hold(work().promise);
    stop();
    await clock.advance(20_500);
    expect(exits).toEqual([0]);
  });
});

describe('calls under an end', () => {
  const video = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox crosses the snow', duration: 5 } };
  const createPath = '/api/v3/tasks/create';
  let front: Front;
  afterEach(() => front?.close());

  it('answers a wait with the present status', async () => {
    const { clock, ending, drain } = open();
    front = await openFront({ clock, ending });
    const { task_id } = (await front.call('submit_task', video)).data;
    const waiting = front.call('get_task', { task_id, wait_seconds: 900 });
    await clock.advance(70_000);
    drain();
    expect((await waiting).data).toMatchObject({ status: 'processing', warnings: [] });
    const late = await front.call('get_task', { task_id, wait_seconds: 900 });
    expect(late.data).toMatchObject({ status: 'processing', warnings: [] });
  });

  it('records a send that is cut off as uncertain', async () => {
    const { clock, ending, stop } = open();
    const silent: Tamper = ({ path }) => (path === createPath ? new Promise(() => undefined) : undefined);
    front = await openFront({ clock, ending, tamper: silent });
    const submitted = front.call('submit_task', video);
    await expect.poll(front.posts).toHaveLength(1);
    stop();
    await clock.advance(20_000);
    expect((await submitted).data).toMatchObject({
      status: 'uncertain',
      error: { message: 'The process was ended before the service answered.' },
    });
  });

  it('records it before the cut returns, once, and lets an answer that comes after all correct it', async () => {
    const { clock, ending, stop } = open();
    let answer = (): void => undefined;
    const late: Tamper = ({ path }, pass) =>
      path === createPath ? new Promise((resolve) => (answer = () => resolve(pass()))) : undefined;
    front = await openFront({ clock, ending, tamper: late });
    const submitted = front.call('submit_task', video);
    await expect.poll(front.posts).toHaveLength(1);
    const lines = (): string[] =>
      readFileSync(join(front.home, 'data/ledger/2026-11.jsonl'), 'utf8').match(/"type":"(uncertain|accepted)"/g) ?? [];
    let atCut: string[] = [];
    ending.cutOff.addEventListener('abort', () => (atCut = lines()));
    stop();
    await clock.advance(20_000);
    expect(atCut).toEqual(['"type":"uncertain"']);
    answer();
    const { task_id } = (await submitted).data;
    expect(task_id).toMatch(/^xskill:local-/);
    expect(lines()).toHaveLength(1);
    const found = await front.call('get_task', { task_id, wait_seconds: 0 });
    expect(found.data.status).toBe('pending'); // found in the service's list
  });

  it('records nothing but the refusal of a 429 that it did not wait out', async () => {
    const { clock, ending, stop } = open();
    const reply = { status: 429, headers: { 'retry-after': '60' } };
    const busy: Tamper = ({ path }) =>
      path === createPath ? Promise.resolve(new Response('{"code":429}', reply)) : undefined;
    front = await openFront({ clock, ending, tamper: busy });
    const submitted = front.call('submit_task', video);
    await expect.poll(front.posts).toHaveLength(1);
    stop();
    await clock.advance(20_000);
    expect((await submitted).text).toMatch(/^rate_limited: /);
    expect((await front.call('get_task', { save: false })).data.tasks).toEqual([]);
  });

  it('sends nothing new once it is stopped', async () => {
    const { clock, ending, stop } = open();
    front = await openFront({ clock, ending });
    stop();
    expect((await front.call('submit_task', video)).text).toMatch(
      /^cancelled: The process is being ended\. Nothing was sent\./,
    );
    expect(front.posts()).toEqual([]);
    expect((await front.call('get_task', { save: false })).data.tasks).toEqual([]);
  });
});
