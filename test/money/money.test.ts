import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backends } from '../../src/backends/index.ts';
import { NetworkError } from '../../src/net/http.ts';
import { createRehearsal } from '../../src/simulation/rehearsal.ts';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, type Tamper } from '../harness.ts';
import { minuteMs, moveOn, onCreate, open, submit, video } from './stage.ts';

describe('every fault of the wire lands in its outcome, with one POST', () => {
  const reply =
    (status: number, body = '', headers: Record<string, string> = {}) =>
    async () =>
      new Response(body, { status, headers });
  const broken = async (): Promise<never> => {
    throw new NetworkError('read ECONNRESET', 'broken');
  };
  const neverSent = async (): Promise<never> => {
    throw new NetworkError('connect ECONNREFUSED', 'unreachable');
  };
  const silence: Tamper = (_, __, { signal }) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

  const rows: [string, Tamper, string, number][] = [
    ['never sent', neverSent, 'unavailable', 1],
    ['reset', broken, 'uncertain', 1],
    ['silence to the deadline', silence, 'uncertain', 1],
    ['500', reply(500, '{"code":500,"detail":"oops","data":null}'), 'uncertain', 1],
    ['502 with a page', reply(502, '<html>Bad gateway</html>'), 'uncertain', 1],
    ['a cut body', reply(200, '{"code":200,"data":{"task_'), 'uncertain', 1],
    ['200 without an id', reply(200, '{"code":200,"message":"ok","data":{"price":50}}'), 'uncertain', 1],
    ['200 with data null', reply(200, '{"code":200,"message":"ok","data":null}'), 'uncertain', 1],
    ['401', reply(401, '{"code":401,"detail":"bad key","data":null}'), 'unauthorized', 1],
    [
      '402',
      reply(
        402,
        '{"code":402,"detail":"Insufficient balance: required 200 points, have 50 points","data":{"required":200,"available":50}}',
      ),
      'no_credit',
      1,
    ],
    ['403', reply(403, '{"code":403,"detail":"this model needs VIP 3"}'), 'invalid_input', 1],
    ['403 for a quota', reply(403, '{"code":403,"detail":"Out of call volume quota"}'), 'rate_limited', 1],
    ['402 inside a 200', reply(200, '{"code":402,"message":"Insufficient balance","data":null}'), 'no_credit', 1],
    [
      '422',
      reply(422, '{"code":422,"detail":"bad","data":{"errors":[{"field":"duration","message":"too long"}]}}'),
      'invalid_input',
      1,
    ],
    ['429 twice', reply(429, '{"code":429,"detail":"slow down"}', { 'retry-after': '7' }), 'rate_limited', 2],
    ['429 without Retry-After, twice', reply(429, '{"code":429,"detail":"slow down"}'), 'rate_limited', 2],
  ];

  it.each(rows)('%s', async (_, fault, outcome, posts) => {
    const front = await open({ tamper: onCreate(fault) });
    const answer = await submit(front);
    expect(answer.isError ? answer.text.split(':')[0] : answer.data.status).toBe(outcome);
    expect(front.posts()).toHaveLength(posts);
    const listed = await moveOn(front, front.call('get_task', { save: false }));
    expect(listed.data.tasks.map(({ status }: { status: string }) => status)).toEqual(
      outcome === 'uncertain' ? ['uncertain'] : [],
    );
  });

  it('explains an uncertain outcome: what it may have cost, where to look, how to go on', async () => {
    const front = await open({ tamper: onCreate(broken) });
    const { isError, data } = await submit(front);
    expect(isError).toBe(false);
    expect(data.task_id).toMatch(/^xskill:local-/);
    for (const words of [/50 points|100 points/, /get_balance/, /settle xskill:local-/, /allow_duplicate/])
      expect(data.next_step).toMatch(words);
  });
});

describe('the same request', () => {
  it('is paid for once, while it runs and for ten minutes after', async () => {
    const front = await open();
    const first = await submit(front);
    const blanks = { ...video, parameters: { ...video.parameters, prompt: ' A fox crosses  the snow\r\n' } };
    expect((await moveOn(front, front.call('submit_task', blanks))).data).toMatchObject({ duplicate: true });
    const spelled = {
      ...video,
      parameters: { ratio: '16:9', duration: 5, prompt: 'A fox crosses the snow', functionMode: 'omni_reference' },
    };
    const second = await moveOn(front, front.call('submit_task', spelled));
    expect(second.data).toMatchObject({ task_id: first.data.task_id, duplicate: true });
    expect(second.data.next_step).toContain('get_task');

    await front.clock.advance(20 * minuteMs);
    const finished = await moveOn(
      front,
      front.call('get_task', { task_id: first.data.task_id, wait_seconds: 0, save: false }),
    );
    expect(finished.data.status).toBe('completed');
    expect((await submit(front)).data).toMatchObject({ task_id: first.data.task_id, duplicate: true });
    expect(front.posts()).toHaveLength(1);
    await front.clock.advance(11 * minuteMs);
    expect((await submit(front)).data).toMatchObject({ duplicate: false });
    expect(front.posts()).toHaveLength(2);
  });

  it('is paid for twice when another take is asked for', async () => {
    const front = await open();
    const first = await submit(front);
    const second = await submit(front, { allow_duplicate: true });
    expect(second.data.duplicate).toBe(false);
    expect(second.data.task_id).not.toBe(first.data.task_id);
  });

  it('may be sent again once it was refused or has failed', async () => {
    let refuse = true;
    const front = await open({
      tamper: onCreate((_, pass) =>
        refuse ? Promise.resolve(new Response('{"code":402,"detail":"no"}', { status: 402 })) : pass(),
      ),
    });
    expect((await submit(front)).isError).toBe(true);
    refuse = false;
    expect((await submit(front)).data.duplicate).toBe(false);

    const failing = { model_id: video.model_id, parameters: { prompt: 'x [rehearse: fail]', duration: 5 } };
    const failed = await moveOn(front, front.call('submit_task', failing));
    await front.clock.advance(30 * minuteMs);
    const again = await moveOn(front, front.call('submit_task', failing));
    expect(again.data).toMatchObject({ duplicate: false });
    expect(again.data.task_id).not.toBe(failed.data.task_id);
  });

  it('is not paid for again because the service calls it done without a file, and is asked about once more', async () => {
    const front = await open();
    const fileless = { model_id: video.model_id, parameters: { prompt: 'x [rehearse: no-url]', duration: 5 } };
    const { data } = await moveOn(front, front.call('submit_task', fileless));
    await front.clock.advance(20 * minuteMs);
    const asked = await moveOn(front, front.call('get_task', { task_id: data.task_id }));
    expect(asked.data).toMatchObject({ status: 'failed', error: { code: 'bad_reply' } });
    expect((await moveOn(front, front.call('submit_task', fileless))).data).toMatchObject({
      duplicate: true,
      task_id: data.task_id,
    });
    const queries = front.sent.length;
    await moveOn(front, front.call('get_task', { task_id: data.task_id }));
    expect(front.sent.length).toBe(queries + 1);
  });

  it('is not kept from being sent by an old task that the service no longer knows', async () => {
    let gone = false;
    const tamper: Tamper = ({ path }) =>
      gone && path.endsWith('/query')
        ? Promise.resolve(new Response('{"code":404,"detail":"Task not found: x"}', { status: 404 }))
        : undefined;
    const front = await open({ tamper });
    const first = await submit(front);
    gone = true;
    await front.clock.advance(60 * minuteMs);
    expect((await submit(front)).data).toMatchObject({ duplicate: true, task_id: first.data.task_id });
    await front.clock.advance(24 * 60 * minuteMs);
    expect((await submit(front)).data.duplicate).toBe(false);
    expect(front.posts()).toHaveLength(2);
  });

  it('stays completed when the service forgets it, and its price stays spent', async () => {
    let gone = false;
    const tamper: Tamper = ({ path, url }) => {
      if (url.includes('/files/') && gone) return Promise.resolve(new Response('', { status: 404 }));
      return gone && path.endsWith('/query')
        ? Promise.resolve(new Response('{"code":404,"detail":"Task not found: x"}', { status: 404 }))
        : undefined;
    };
    const front = await open({ tamper });
    const { data } = await submit(front);
    await front.clock.advance(20 * minuteMs);
    await moveOn(front, front.call('get_task', { task_id: data.task_id, wait_seconds: 0, save: false }));
    gone = true;
    await front.clock.advance(25 * 60 * minuteMs);
    const listed = await moveOn(front, front.call('get_task', {}));
    expect(listed.data.tasks[0]).toMatchObject({ status: 'completed', price: expect.stringContaining('charged') });
    const known = await front.call('get_task', { task_id: data.task_id, wait_seconds: 0, save: false });
    expect(known.data).toMatchObject({ status: 'completed', output_urls: [expect.stringContaining('http')] });
    expect(listed.data.history[0]).toMatchObject({ success_rate: 1 });
  });

  it('sent at the same instant from two windows makes one POST', async () => {
    const home = temporaryFolder();
    const clock = createTestClock();
    const one = await open({ home, clock });
    const two = await open({ home, clock });
    const answers = await moveOn(
      one,
      Promise.all([one, two, one, two].map((front) => front.call('submit_task', video))),
    );
    expect(one.posts().length + two.posts().length).toBe(1);
    expect(new Set(answers.map(({ data }) => data.task_id)).size).toBe(1);
    expect(answers.filter(({ data }) => data.duplicate)).toHaveLength(3);
  });

  it('gets the same refusal when it was waiting for the first to be answered', async () => {
    let refuse: (() => void) | undefined;
    const refusal = new Promise<void>((resolve) => (refuse = resolve));
    const front = await open({
      tamper: onCreate(async () => refusal.then(() => new Response('{"code":402,"detail":"no"}', { status: 402 }))),
    });
    const answers = Promise.all([front.call('submit_task', video), front.call('submit_task', video)]);
    await front.clock.advance(1_000);
    refuse?.();
    expect((await moveOn(front, answers)).map(({ text }) => text.split(':')[0])).toEqual(['no_credit', 'no_credit']);
    expect(front.posts()).toHaveLength(1);
  });

  it('does not hide behind a rehearsal or another address', async () => {
    const home = temporaryFolder();
    const real = await open({ home });
    await submit(real);
    const elsewhere = await open({
      home,
      env: { ...keys, XSKILL_BASE_URL: 'https://api.apiz.ai' },
      tamper: () => undefined,
    });
    const answer = await submit(elsewhere);
    expect(answer.data.duplicate ?? false).toBe(false);
    expect(elsewhere.posts()).toHaveLength(1);
  });
});

describe('an owner that died', () => {
  const dead = { pid: 999_999_9, started: '1', host: 'nowhere' };

  async function withDeadOwner(host: string): Promise<Front> {
    const front = await open();
    await submit(front);
    const file = join(front.home, 'data/ledger/2026-11.jsonl');
    const [words, intent] = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /"type":"(words|intent)"/.test(line));
    const orphan = { ...JSON.parse(intent ?? ''), process: { ...dead, host } };
    writeFileSync(file, `${words}\n${JSON.stringify(orphan)}\n`);
    return open({ home: front.home, clock: front.clock });
  }

  it('leaves an uncertain task, which is not sent again', async () => {
    const front = await withDeadOwner((await import('node:os')).hostname());
    const answer = await submit(front);
    expect(answer.data).toMatchObject({ duplicate: true, status: 'uncertain' });
    expect(front.posts()).toHaveLength(0);
  });

  it('under another host name is answered as pending within 45 s, and as uncertain once its deadline is surely over', async () => {
    const front = await withDeadOwner('another-machine');
    const answer = front.call('submit_task', video);
    await front.clock.advance(45_000);
    expect((await answer).data).toMatchObject({
      duplicate: true,
      status: 'pending',
      next_step: expect.stringContaining('Another process is submitting this same request just now'),
    });
    const { task_id } = (await answer).data;
    const waited = front.call('get_task', { task_id, wait_seconds: 30 });
    await front.clock.advance(30_000);
    expect((await waited).data.status).toBe('pending');
    const later = front.call('get_task', { task_id, wait_seconds: 900 });
    await front.clock.advance(320_000);
    expect((await later).data.status).toBe('uncertain');
    expect((await submit(front)).data).toMatchObject({ duplicate: true, status: 'uncertain' });
    expect(front.posts()).toHaveLength(0);
  });

  it('no longer blocks after 24 hours, and the answer says that the first may have been paid for', async () => {
    const front = await withDeadOwner((await import('node:os')).hostname());
    const { task_id } = (await submit(front)).data;
    await front.clock.advance(24 * 60 * minuteMs);
    const told = expect.stringMatching(
      `submitted at 2026-11-21T12.* as ${task_id}, .* may have been paid for as well.* settle ${task_id}`,
    );
    expect((await submit(front, { dry_run: true })).data.warnings).toContainEqual(told);
    const again = await submit(front);
    expect(again.data).toMatchObject({ duplicate: false, warnings: [told] });
    expect(front.posts()).toHaveLength(1);
  });

  it.each([30, -30])('is told of as well when the clock jumped by %i days', async (days) => {
    const clock = createTestClock();
    let jumpMs = 0;
    const jumping = { ...clock, now: () => clock.now() + jumpMs };
    const front = await open({
      clock: jumping,
      tamper: onCreate(() => Promise.reject(new NetworkError('reset', 'broken'))),
    });
    await submit(front);
    jumpMs = days * 24 * 60 * minuteMs;
    expect((await submit(front)).data.warnings.join()).toContain('may have been paid for as well');
  });
});

describe('money', () => {
  it('is held by max_cost, in the service’s unit', async () => {
    const front = await open();
    const answer = await submit(front, { max_cost: 1 });
    expect(answer.text).toMatch(/^over_budget: This costs \d+ points, more than max_cost 1/);
    expect((await submit(front, { max_cost: 100_000 })).isError).toBe(false);
    expect(front.posts()).toHaveLength(1);
  });

  it('is held by the daily cap over all processes, and given back when a task fails', async () => {
    const home = temporaryFolder();
    const clock = createTestClock();
    const env = { ...keys, SEEDANCE_DAILY_CAP: 'xskill=120,pixazo=20' };
    const prompt = (text: string) => ({ parameters: { prompt: text, duration: 5 } });
    const one = await open({ home, clock, env });
    expect((await submit(one, prompt('one [rehearse: fail]'))).data.price).toMatchObject({
      amount: 50,
      source: 'charged',
    });
    const two = await open({ home, clock, env });
    expect((await submit(two, prompt('two'))).isError).toBe(false);
    const over = await submit(two, prompt('three'));
    expect(over.text).toMatch(/^over_budget: .*100 points were spent.*\n.*SEEDANCE_DAILY_CAP/s);
    await clock.advance(30 * minuteMs);
    await moveOn(one, one.call('get_task', { status: 'pending', save: false }));
    expect((await submit(two, prompt('three'))).isError).toBe(false);
    expect((await submit(two, prompt('four'))).isError).toBe(true);
    await clock.advance(24 * 60 * minuteMs);
    expect((await submit(two, prompt('four'))).isError).toBe(false);
  });

  it('of an unknown price is not spent under a cap, unless max_cost says what to hold', async () => {
    const env = { ...keys, SEEDANCE_DAILY_CAP: 'xskill=100' };
    const tamper: Tamper = ({ path }) =>
      path.endsWith('/docs') ? Promise.resolve(new Response('{}', { status: 404 })) : undefined;
    const front = await open({ env, tamper });
    const unknown = { model_id: 'ark/seedance-9', parameters: { prompt: 'x' } };
    expect((await moveOn(front, front.call('submit_task', unknown))).text).toMatch(
      /^over_budget: The price is not known/,
    );
    expect(front.posts()).toHaveLength(0);
    await moveOn(front, front.call('submit_task', { ...unknown, max_cost: 60 }));
    expect(front.posts()).toHaveLength(1);
  });

  it.each(['xskill:3000', 'x-skill=1', 'xskill=many'])(
    'is not spent under the cap %s, which cannot be read',
    async (cap) => {
      const front = await open({ env: { ...keys, SEEDANCE_DAILY_CAP: cap } });
      expect((await submit(front)).text).toContain(`over_budget: SEEDANCE_DAILY_CAP cannot be read at "${cap}"`);
      expect(front.posts()).toHaveLength(0);
    },
  );

  it('that the submit would not get is told in the dry run already', async () => {
    const front = await open({ env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=10' } });
    const told = async (more: object) => (await submit(front, { dry_run: true, ...more })).data;
    const capped = await told({});
    expect(capped).toMatchObject({ status: 'dry_run', error: { code: 'over_budget' } });
    expect(capped.next_step).toMatch(/would be refused now\. This costs 50 points; 0 points were spent/);
    expect(capped.next_step).not.toContain('submit_task again');
    expect((await told({ max_cost: 1 })).next_step).toMatch(/would be refused now\. .*max_cost 1/);
    const takes = await told({ takes: 2 });
    expect(takes).toMatchObject({ status: 'dry_run', error: { code: 'over_budget' } });
    expect(takes.next_step).toMatch(/would be refused now\. This may cost 100 points/);
  });

  it('is held in a rehearsal as well, under a cap of its own, and the answer says so', async () => {
    const home = temporaryFolder();
    const cap = { SEEDANCE_DAILY_CAP: 'xskill=100' };
    const rehearsed = { ...video, parameters: { ...video.parameters, duration: 10 } };
    const clock = createTestClock();
    const services = createRehearsal({ backends, home: join(home, 'data'), clock });
    const front = await open({ home, clock, services, env: { ...cap, SEEDANCE_REHEARSAL: '1' } });
    expect((await submit(front, { ...rehearsed, dry_run: true })).data.error).toBeUndefined();
    expect((await submit(front, rehearsed)).data).toMatchObject({ status: 'pending', rehearsal: true });
    const told =
      /^over_budget: This costs 50 points; 100 points were spent .* the cap is 100 points\. This is a rehearsal/;
    expect((await submit(front)).text).toMatch(told);
    expect((await submit(front, { takes: 2 })).text).toContain('This is a rehearsal, which holds the same cap');
    expect((await submit(front, { dry_run: true })).data.next_step).toContain('This is a rehearsal');
    const real = await open({ home, clock: front.clock, env: { ...keys, ...cap } });
    expect((await submit(real)).isError).toBe(false);
    expect((await submit(real, rehearsed)).text).toMatch(
      /100 points; 50 points were spent in the last 24 hours and the cap is 100 points\.\n/,
    );
  });

  it('is not moved by a key that no header can carry: that is a missing key, not a doubt', async () => {
    const front = await open({ env: { XSKILL_API_KEY: 'sk-abc\u2026def' } });
    expect((await submit(front)).text).toMatch(/^unauthorized: .*XSKILL_API_KEY holds a character that no key has/);
    expect((await moveOn(front, front.call('get_task', { save: false }))).data.tasks).toEqual([]);
  });

  it('is not spent without a record', async () => {
    const front = await open();
    writeFileSync(join(front.home, 'data'), 'a file where the folder should be');
    expect((await submit(front)).text).toMatch(/could not be kept.*\nNext: Without a record nothing is sent/s);
    expect(front.posts()).toHaveLength(0);
  });

  it('goes to the fallback only when the first service surely did not take it', async () => {
    const fallback = { fallback_model_id: 'seedance-2-0/text-to-video' };
    const refused = await open({
      tamper: onCreate(() => Promise.resolve(new Response('{"code":402,"detail":"no"}', { status: 402 }))),
    });
    const sent = await submit(refused, fallback);
    expect(sent.data).toMatchObject({ backend: 'pixazo', model_id: 'seedance-2-0/text-to-video' });
    expect(sent.data.warnings[0]).toContain('did not take it');

    const again = await submit(refused, fallback);
    expect(again.data).toMatchObject({ duplicate: true, task_id: sent.data.task_id });
    const mixed = await submit(refused, { ...fallback, max_cost: 200 });
    expect(mixed.text).toMatch(/^invalid_input: max_cost is in points .* and in USD/);

    const doubtful = await open({ tamper: onCreate(() => Promise.reject(new NetworkError('reset', 'broken'))) });
    expect((await submit(doubtful, fallback)).data).toMatchObject({ backend: 'xskill', status: 'uncertain' });
    expect(doubtful.posts()).toHaveLength(1);
  });

  it('is counted although the clock jumped', async () => {
    const clock = createTestClock();
    let jumpMs = 0;
    const jumping = { ...clock, now: () => clock.now() + jumpMs };
    const front = await open({ clock: jumping, env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=120' } });
    const prompt = (text: string) => ({ parameters: { prompt: text, duration: 5 } });
    await submit(front, prompt('one'));
    jumpMs = -3 * 24 * 60 * minuteMs;
    await submit(front, prompt('two'));
    jumpMs = 0;
    await submit(front, prompt('three'));
    expect((await submit(front, prompt('four'))).text).toContain('SEEDANCE_DAILY_CAP');
  });

  it.each<[string, (text: string) => string]>([
    ['a byte order mark', (text) => `\uFEFF${text}`],
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['bytes between lines', (text) => `note\n${text}{"type":"saved","key":"x"}\n`],
  ])('stays told when %s came into the record, here and in a new window', async (_, change) => {
    const front = await open();
    const first = await submit(front);
    const file = join(front.home, 'data/ledger/2026-11.jsonl');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    for (const window of [front, await open({ home: front.home, clock: front.clock })]) {
      expect((await submit(window)).data).toMatchObject({ task_id: first.data.task_id, duplicate: true });
      const { data } = await moveOn(window, window.call('get_task', { save: false }));
      expect(data.tasks).toHaveLength(1);
    }
    expect(front.posts()).toHaveLength(1);
  });

  it('stays told when a line of the record is torn', async () => {
    const front = await open();
    const first = await submit(front);
    appendFileSync(join(front.home, 'data/ledger/2026-11.jsonl'), '{"type":"intent","key":"local-');
    expect((await submit(front)).data).toMatchObject({ task_id: first.data.task_id, duplicate: true });
  });
});
