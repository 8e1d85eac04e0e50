import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type Front, keys, openFront, type Tamper } from './harness.ts';

const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
const queryPath = '/api/v3/tasks/query';

let front: Front;
afterEach(() => front?.close());

async function submitted(options: Parameters<typeof openFront>[0] = {}): Promise<string> {
  front = await openFront(options);
  return (await front.call('submit_task', video)).data.task_id;
}

/** Seconds until a call answers, by the test's clock. */
async function secondsUntil(answer: Promise<Answer>, mostSeconds = 1_000): Promise<number> {
  let done = false;
  answer.finally(() => (done = true)).catch(() => undefined);
  let seconds = 0;
  for (await front.clock.advance(0); !done && seconds < mostSeconds; seconds++) await front.clock.advance(1_000);
  return seconds;
}

const stuck: Tamper = ({ path }) =>
  path === queryPath ? Promise.resolve(new Response('{"code":200,"data":{"status":"processing"}}')) : undefined;

describe('a patient get_task', () => {
  it.each([
    ['claude-code', 600],
    ['cursor-vscode', 45],
    ['some-client-nobody-knows', 45],
    ['constructor', 45],
  ])('waits as long as %s does: %i s', async (client, seconds) => {
    const task_id = await submitted({ client, tamper: stuck });
    const answer = front.call('get_task', { task_id });
    expect(await secondsUntil(answer)).toBe(seconds);
    expect((await answer).data).toMatchObject({ status: 'processing' });
    expect((await answer).data.next_step).toContain('Generating...');
  });

  it('serves forty callers with one poller', async () => {
    const task_id = await submitted();
    const answers = Promise.all(
      Array.from({ length: 40 }, () => front.call('get_task', { task_id, wait_seconds: 900, save: false })),
    );
    await front.clock.advance(900_000);
    expect((await answers).map(({ data }) => data.status)).toEqual(Array(40).fill('completed'));
    expect(front.sent.filter(({ path }) => path === queryPath).length).toBeLessThan(90);
  });

  it('stops at once when it is cancelled, and leaves the task alone', async () => {
    const task_id = await submitted({ tamper: stuck });
    const caller = new AbortController();
    const cancelled = front
      .call('get_task', { task_id, wait_seconds: 900 }, { signal: caller.signal })
      .catch(() => 'cancelled');
    await front.clock.advance(30_000);
    caller.abort();
    expect(await cancelled).toBe('cancelled');
    const asked = front.sent.length;
    await front.clock.advance(120_000);
    expect(front.sent.length).toBe(asked);
    expect((await front.call('get_task', { task_id, wait_seconds: 0 })).data.status).toBe('processing');
  });

  it('tells progress at once, every few seconds, and what is usual', async () => {
    const task_id = await submitted({ tamper: stuck });
    const told: { at: number; message?: string }[] = [];
    const startedAt = front.clock.now();
    const answer = front.call(
      'get_task',
      { task_id, wait_seconds: 60 },
      { onprogress: ({ message }) => told.push({ at: front.clock.now() - startedAt, message }) },
    );
    await secondsUntil(answer);
    expect(told[0]).toMatchObject({ at: 0 });
    const gaps = told.slice(2).map(({ at }, n) => at - (told[n + 1]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
    expect(told.at(-1)?.message).toMatch(/Generating\.\.\. \d+ s, typically 10 min/);
  });

  it('goes on through trouble of the service and says so if it never ends', async () => {
    const task_id = await submitted({
      tamper: ({ path }) => (path === queryPath ? Promise.resolve(new Response('<html>', { status: 502 })) : undefined),
    });
    const answer = front.call('get_task', { task_id, wait_seconds: 120 });
    await secondsUntil(answer);
    expect((await answer).isError).toBe(false);
    expect((await answer).data.warnings[0]).toContain('could not be reached just now');
  });

  it('says so when the service has not answered at all yet', async () => {
    const silent: Tamper = ({ path }, _, { signal }) =>
      path === queryPath
        ? new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
        : undefined;
    const task_id = await submitted({ tamper: silent });
    const answer = front.call('get_task', { task_id, wait_seconds: 5 });
    await secondsUntil(answer);
    expect((await answer).data.warnings[0]).toContain('it has not answered yet');
  });

  it('takes "not found" right after a submit for "pending"', async () => {
    const task_id = await submitted({
      tamper: ({ path }) =>
        path === queryPath
          ? Promise.resolve(new Response('{"code":404,"detail":"Task not found: x"}', { status: 404 }))
          : undefined,
    });
    expect((await front.call('get_task', { task_id, wait_seconds: 0 })).data.status).toBe('pending');
    await front.clock.advance(91_000);
    expect((await front.call('get_task', { task_id, wait_seconds: 0 })).text).toMatch(/^not_found: /);
  });

  it('learns from its own record what is usual', async () => {
    const task_id = await submitted();
    const waited = front.call('get_task', { task_id, wait_seconds: 900, save: false });
    await secondsUntil(waited);
    await front.clock.advance(60_000); // one's own history is read once a minute
    const again = await front.call('submit_task', { ...video, allow_duplicate: true });
    const minutes = (await front.call('get_task', { save: false })).data.history[0].median_minutes;
    expect(minutes).toBeGreaterThan(5);
    expect(again.data.check_after_seconds).toBe(Math.round(minutes * 60));
    expect(again.data.next_step).toContain(`estimated ~${Math.round(minutes)} minutes`);
  });

  it('learns nothing from a task that nobody watched when it ended', async () => {
    const task_id = await submitted();
    await front.clock.advance(50 * 60_000);
    expect((await front.call('get_task', { task_id, save: false })).data.status).toBe('completed');
    expect((await front.call('get_task', { save: false })).data.history).toEqual([
      { model_id: video.model_id, finished: 1, success_rate: 1 },
    ]);
    const again = await front.call('submit_task', { ...video, allow_duplicate: true });
    expect(again.data.check_after_seconds).toBe(600);
  });

  it('counts a task as watched whose waits follow one another', async () => {
    const task_id = await submitted();
    for (let status = ''; status !== 'completed'; ) {
      const waited = front.call('get_task', { task_id, wait_seconds: 45, save: false });
      await secondsUntil(waited);
      status = (await waited).data.status;
      await front.clock.advance(5_000);
    }
    expect((await front.call('get_task', { save: false })).data.history[0].median_minutes).toBeGreaterThan(5);
  });

  it('tells the time that is really left, then the rhythm of the model', async () => {
    const task_id = await submitted({ tamper: stuck });
    const ask = async () => (await front.call('get_task', { task_id, wait_seconds: 0 })).data;
    await front.clock.advance(4 * 60_000);
    expect(await ask()).toMatchObject({
      check_after_seconds: 360,
      next_step: expect.stringContaining('about 6 min more'),
    });
    await front.clock.advance(7 * 60_000);
    expect(await ask()).toMatchObject({
      check_after_seconds: 90,
      next_step: expect.stringContaining('longer than usual'),
    });
  });
});

describe('listing', () => {
  it('looks after what it lists for at most ten seconds', async () => {
    const silent: Tamper = ({ path }, _, { signal }) =>
      path === queryPath
        ? new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
        : undefined;
    await submitted({ tamper: silent });
    await front.call('submit_task', { ...video, parameters: { prompt: 'Another', duration: 5 } });
    const answer = front.call('get_task', {});
    expect(await secondsUntil(answer)).toBe(10);
    expect((await answer).data.tasks).toHaveLength(2);
    expect((await answer).data.warnings).toEqual([
      expect.stringMatching(/^xskill:.+: Could not be refreshed in time/),
      expect.stringMatching(/^xskill:.+: Could not be refreshed in time/),
    ]);
  });

  it('passes over a task of a service that this version does not know', async () => {
    await submitted();
    const file = join(front.home, 'data/ledger/2026-11.jsonl');
    const [intent] = readFileSync(file, 'utf8').split('\n');
    appendFileSync(
      file,
      `${intent?.replace(/"key":"[^"]+"/, '"key":"local-other"').replace('"backend":"xskill"', '"backend":"other"')}\n`,
    );
    expect((await front.call('get_task', { save: false })).data.tasks).toHaveLength(1);
  });

  it('leaves tasks of another address alone', async () => {
    const task_id = await submitted();
    const { home, clock } = front;
    await front.close();
    front = await openFront({ home, clock, env: { ...keys, XSKILL_BASE_URL: 'https://api.apiz.ai' } });
    expect((await front.call('get_task', {})).data.tasks).toHaveLength(1);
    expect(front.sent).toEqual([]);
    expect((await front.call('get_task', { task_id })).text).toMatch(
      /^not_found: .*was submitted at https:\/\/api\.xskill\.ai/,
    );
  });
});
