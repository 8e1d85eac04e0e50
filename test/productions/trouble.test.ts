import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/net/http.ts';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { keys, type Tamper } from '../harness.ts';
import { createPath, finish, fox, look, moveOn, open, promptOf, submit, videoOf } from './stage.ts';

/** Loses the answer of the n-th submit, from 0; the service does not have it, or it lists nothing. */
function loseAnswer(lost: number): Tamper {
  let submits = 0;
  return ({ path }) => {
    if (path.endsWith('/tasks/list')) return Promise.resolve(Response.json({ code: 200, data: { list: [] } }));
    if (path !== createPath || submits++ !== lost) return undefined;
    return Promise.reject(new NetworkError('reset', 'broken'));
  };
}

const batchOf = (...prompts: string[]) => ({ tasks: prompts.map(videoOf) });

describe('a task that fails', () => {
  it('by chance is tried once more, and the rest is not lost', async () => {
    const front = await open();
    const { data: sent } = await submit(front, batchOf('A fox', 'A heron [rehearse: fail]'));
    const { data } = await finish(front, sent.task_id);
    expect(data).toMatchObject({ status: 'failed', counts: { completed: 1, failed: 1 }, price: { amount: 50 } });
    expect(
      front
        .posts()
        .map(promptOf)
        .filter((prompt) => prompt.includes('heron')),
    ).toHaveLength(2);
    expect(data.next_step).toMatch(/^Task 2 failed: .* pay for what is missing only: submit_task with this task_id\./);
    expect(data.clips[0]).toMatchObject({ clip: 2, status: 'failed', error: { code: 'task_failed' } });
  });

  it('for its content is not, and the answer names the clip, the cause and the change', async () => {
    const front = await open();
    const { data: sent } = await submit(front, batchOf('A fox', 'A heron [rehearse: face]'));
    const { data } = await finish(front, sent.task_id);
    expect(front.posts()).toHaveLength(2);
    expect(data.clips[0]).toMatchObject({ clip: 2, error: { code: 'face_detected', next_step: expect.any(String) } });
  });

  it('beside a take that does not leaves the production completed, and is told', async () => {
    let failed = 0;
    const front = await open({
      tamper: async ({ path }, pass) => {
        if (!path.endsWith('/query')) return pass();
        const text = await new Response((await pass()).body as ReadableStream).text();
        const isFirst = failed === 0 || text.includes(`"${failed}"`);
        if (!isFirst || !text.includes('completed')) return new Response(text);
        failed = 1;
        const { data } = JSON.parse(text);
        return Response.json({ code: 200, data: { task_id: data.task_id, status: 'failed', error: 'content policy' } });
      },
    });
    const { data: sent } = await submit(front, { ...fox, takes: 2 });
    const { data } = await finish(front, sent.task_id);
    expect(data).toMatchObject({ status: 'completed', counts: { completed: 1, failed: 1 } });
    expect(data.warnings).toEqual(['1 take failed; every clip has another.']);
  });

  it('is paid for again when somebody goes on with the production, and nothing else is', async () => {
    const front = await open();
    const { data: sent } = await submit(front, batchOf('A fox', 'A heron [rehearse: face]'));
    await finish(front, sent.task_id);
    const { task_id } = sent;
    const dry = await submit(front, { task_id, dry_run: true });
    expect(dry.data).toMatchObject({ status: 'dry_run', price: { amount: 50, source: 'quoted' }, warnings: [] });
    expect(dry.data.next_step).toContain('It would cost 50 points at the most, for what is missing.');
    const again = await submit(front, { task_id });
    expect(again.data).toMatchObject({ task_id, status: 'processing', duplicate: false });
    expect(front.posts()).toHaveLength(3);
    expect((await submit(front, batchOf('A fox', 'A heron [rehearse: face]'))).data).toMatchObject({ task_id });
    expect(front.posts()).toHaveLength(3);
  });

  it('for want of credit stops the production, and nothing is reserved any more', async () => {
    const env = { ...keys, SEEDANCE_DAILY_CAP: 'xskill=150', SEEDANCE_CONCURRENCY: '1' };
    const front = await open({ env });
    const { data } = await submit(front, batchOf('A fox [rehearse: 402]', 'A heron', 'A hare'));
    expect(data).toMatchObject({ status: 'stopped', error: { code: 'no_credit' }, counts: { waiting: 2, failed: 1 } });
    expect(data.next_step).toContain('2 were not sent, and nothing is reserved for them.');
    expect((await submit(front, { ...fox, takes: 3 })).isError).toBe(false);
  });
});

describe('a task whose answer was lost', () => {
  it('is looked for and never sent again by itself, and is listed', async () => {
    const front = await open({ tamper: loseAnswer(1) });
    const { data: sent } = await submit(front, { ...fox, takes: 2 });
    const { data } = await finish(front, sent.task_id);
    expect(data).toMatchObject({ status: 'uncertain', counts: { completed: 1, uncertain: 1 } });
    const [doubtful] = data.clips;
    expect(doubtful).toMatchObject({ clip: 1, take: 2, status: 'uncertain' });
    expect(data.next_step).toContain(`settle ${doubtful.task_id} --taken REMOTE_ID`);
    await look(front, sent.task_id);
    expect(front.posts()).toHaveLength(2);
  });

  it('is sent once more by whoever looks next, when a person says that it was not taken', async () => {
    const front = await open({ tamper: loseAnswer(1) });
    const { data: sent } = await submit(front, { ...fox, takes: 2 });
    const { data } = await finish(front, sent.task_id);
    await front.app.settle(data.clips[0].task_id, { taken: false });
    expect((await finish(front, sent.task_id)).data).toMatchObject({ status: 'completed', counts: { completed: 2 } });
    expect(front.posts()).toHaveLength(3);
  });
});

describe('a process that ends', () => {
  it('loses nothing: whoever looks next goes on, and pays for nothing twice', async () => {
    const [home, clock] = [temporaryFolder(), createTestClock()];
    const env = { ...keys, SEEDANCE_CONCURRENCY: '2' };
    const ended = new AbortController();
    const [draining, stopping, cutOff] = [ended.signal, ended.signal, new AbortController().signal];
    const ending = { draining, stopping, cutOff, hold: <T>(work: Promise<T>) => work };
    const first = await open({ home, clock, env, ending });
    const { data: sent } = await submit(first, { ...fox, takes: 5 });
    expect(first.posts()).toHaveLength(2);
    ended.abort();
    await moveOn(first, clock.sleep(600_000));
    expect(first.posts()).toHaveLength(2);
    const second = await open({ home, clock, env, services: first.services });
    await look(second, sent.task_id);
    expect(second.posts()).toHaveLength(2); // the first two have ended meanwhile: their places are free
    const { data } = await finish(second, sent.task_id);
    expect(data).toMatchObject({ status: 'completed', counts: { all: 5, completed: 5 } });
    expect([...first.posts(), ...second.posts()]).toHaveLength(5);
  });
});

describe('a production that is stopped', () => {
  it('sends nothing more, finishes what runs, and goes on when it is asked to', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '2' } });
    const { data: sent } = await submit(front, { ...fox, takes: 5 });
    const { task_id } = sent;
    const stopped = await submit(front, { task_id, stop: true });
    expect(stopped.data.next_step).toMatch(
      /^Nothing more is sent; what was reserved for 3 is given back\. 2 are at work/,
    );
    const { data } = await finish(front, task_id);
    expect(data).toMatchObject({ status: 'stopped', counts: { completed: 2, waiting: 3 }, price: { amount: 100 } });
    expect(front.posts()).toHaveLength(2);
    const { data: listed } = await moveOn(front, front.call('get_task', { status: 'stopped', save: false }));
    expect(listed.tasks).toMatchObject([{ task_id, done: '2 of 5' }]);
    expect((await submit(front, { task_id })).data).toMatchObject({ status: 'processing' });
    expect((await finish(front, task_id)).data).toMatchObject({ status: 'completed', price: { amount: 250 } });
    expect(front.posts()).toHaveLength(5);
  });

  it('is only a production: a single task says what to do instead', async () => {
    const front = await open();
    const { data } = await submit(front, fox);
    expect((await submit(front, { task_id: data.task_id, stop: true })).text).toContain('only a production can stop');
    expect((await submit(front, { task_id: data.task_id })).text).toContain('only a production can go on');
    expect((await submit(front, { task_id: 'production:nothing' })).text).toMatch(/^not_found: /);
  });
});

describe('a service that charges far more than was agreed', () => {
  it('is sent nothing more, and the production goes on when a person has lifted the block', async () => {
    const charges = 1_000;
    let isDear = true;
    const front = await open({
      env: { ...keys, SEEDANCE_CONCURRENCY: '1' },
      tamper: async ({ path }, pass) => {
        const reply = await pass();
        if (path !== createPath || !isDear) return reply;
        const answer = (await new Response(reply.body as ReadableStream).json()) as { data: object };
        return Response.json({ ...answer, data: { ...answer.data, price: charges } });
      },
    });
    const { data: sent } = await submit(front, { ...fox, takes: 3 });
    const { data } = await finish(front, sent.task_id);
    expect(data).toMatchObject({
      status: 'stopped',
      counts: { completed: 1, waiting: 2 },
      error: { code: 'over_budget' },
    });
    expect(data.warnings[0]).toContain('Charged more than agreed');
    isDear = false;
    const service = front.app.parts.services.byId('xskill')!;
    expect(await front.app.unblock(service)).toBeDefined();
    expect((await finish(front, sent.task_id)).data).toMatchObject({ status: 'completed', counts: { completed: 3 } });
    expect(front.posts()).toHaveLength(3);
  });
});

describe('a production that is forgotten', () => {
  it('has no prompts any more, and nothing more of it is sent', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_CONCURRENCY: '1' } });
    const { data: sent } = await submit(front, { ...fox, takes: 3 });
    expect(await front.app.forget({ taskId: sent.task_id })).toHaveLength(1);
    const { data } = await finish(front, sent.task_id);
    expect(data).toMatchObject({ status: 'stopped', counts: { completed: 1, waiting: 2 } });
    expect(data.next_step).toContain('Its prompts were erased');
    expect(front.posts()).toHaveLength(1);
  });
});
