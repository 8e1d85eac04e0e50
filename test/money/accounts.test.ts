import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/net/http.ts';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, type Tamper } from '../harness.ts';
import { json, minuteMs, moveOn, open, submit } from './stage.ts';

const home = (): { home: string; clock: ReturnType<typeof createTestClock> } => ({
  home: temporaryFolder(),
  clock: createTestClock(),
});

/** A service that tells whose key it is; `undefined` is one that it does not know. */
const accounts =
  (ids: Record<string, number>): Tamper =>
  ({ path, headers }) => {
    if (!path.endsWith('/balance')) return undefined;
    const id = ids[headers.authorization?.replace('Bearer ', '') ?? ''];
    return id === undefined ? json({ code: 500 }, 500) : json({ code: 200, data: { user_id: id, balance: 900 } });
  };

const withKey = (XSKILL_API_KEY: string, PIXAZO_API_KEY = 'px') => ({ ...keys, XSKILL_API_KEY, PIXAZO_API_KEY });
const unknown = /^It is not known whether xskill:\S+ is paid from the account of the API key in use now: it counts/;
const another = /^The same request is paid for on another \w+ account as \w+:\S+: the API key changed since\./;

const ledger = (front: Front): string => readFileSync(join(front.home, 'data/ledger/2026-11.jsonl'), 'utf8');

describe('the same request', () => {
  const tamper = accounts({ 'sk-first-key-0001': 7, 'sk-second-key-002': 7, 'sk-others-key-003': 8 });

  it('from another key of the same account is the same task', async () => {
    const shared = home();
    const one = await open({ ...shared, tamper, env: withKey('sk-first-key-0001') });
    const two = await open({ ...shared, tamper, env: withKey('sk-second-key-002') });
    const { data } = await submit(one);
    expect((await submit(two)).data).toMatchObject({ duplicate: true, task_id: data.task_id, warnings: [] });
    expect(ledger(one)).not.toContain('sk-first');
  });

  it('from another account is paid for there, and that is told, in the dry run too', async () => {
    const shared = home();
    const one = await open({ ...shared, tamper, env: withKey('sk-first-key-0001') });
    const two = await open({ ...shared, tamper, env: withKey('sk-others-key-003') });
    const { data } = await submit(one);
    expect((await submit(two, { dry_run: true })).data.warnings).toEqual([expect.stringMatching(another)]);
    const there = await submit(two);
    expect(there.data).toMatchObject({ duplicate: false, warnings: [expect.stringMatching(another)] });
    expect((await submit(two)).data).toMatchObject({ duplicate: true, task_id: there.data.task_id });
    expect((await submit(one)).data).toMatchObject({ duplicate: true, task_id: data.task_id, warnings: [] });
    expect(one.posts().length + two.posts().length).toBe(2);
  });

  it('on an account that could not be read counts as the same, and that is told', async () => {
    const shared = home();
    const one = await open({ ...shared, tamper, env: withKey('sk-first-key-0001') });
    const two = await open({ ...shared, tamper, env: withKey('sk-unread-key-004') });
    await submit(one);
    expect((await submit(two, { dry_run: true })).data.warnings).toEqual([
      expect.stringMatching(/^This same request is already submitted as xskill:\S+: submitting it again sends nothing/),
      expect.stringMatching(unknown),
    ]);
    expect((await submit(two)).data).toMatchObject({ duplicate: true, warnings: [expect.stringMatching(unknown)] });
  });

  it('is told apart once the account of its key is learnt', async () => {
    const shared = home();
    let ids: Record<string, number> = {};
    const late: Tamper = (...given) => accounts(ids)(...given);
    const one = await open({ ...shared, tamper: late, env: withKey('sk-first-key-0001') });
    await submit(one);
    ids = { 'sk-first-key-0001': 7, 'sk-others-key-003': 8 };
    await moveOn(one, one.call('get_balance'));
    const two = await open({ ...shared, tamper: late, env: withKey('sk-others-key-003') });
    expect((await submit(two)).data).toMatchObject({ duplicate: false, warnings: [expect.stringMatching(another)] });
  });

  it('is asked about once a key, not once a submit', async () => {
    const front = await open({ tamper, env: withKey('sk-first-key-0001') });
    await submit(front);
    const asked = (): number => front.sent.filter(({ path }) => path.endsWith('/balance')).length;
    const before = asked();
    await submit(front);
    await submit(front, { parameters: { prompt: 'Another', duration: 5 } });
    expect(asked()).toBe(before);
  });

  it('is asked about again after five minutes where the service did not tell', async () => {
    const front = await open({ tamper: accounts({}), env: withKey('sk-first-key-0001') });
    const asked = (): number => front.sent.filter(({ path }) => path.endsWith('/balance')).length;
    const dryRun = () => submit(front, { dry_run: true });
    await dryRun();
    const once = asked();
    await dryRun();
    expect(asked()).toBe(once);
    await front.clock.advance(5 * minuteMs);
    await dryRun();
    expect(asked()).toBeGreaterThan(once);
  });

  it('goes by the key alone at a service that tells no accounts', async () => {
    const shared = home();
    const pixazo = { model_id: 'seedance-2-0/text-to-video', parameters: { prompt: 'A fox', duration: 5 } };
    const one = await open({ ...shared, env: withKey('sk', 'px-first') });
    const two = await open({ ...shared, env: withKey('sk', 'px-second') });
    const call = (front: Front) => moveOn(front, front.call('submit_task', pixazo));
    await call(one);
    expect((await call(one)).data).toMatchObject({ duplicate: true, warnings: [] });
    expect((await call(two)).data).toMatchObject({ duplicate: false, warnings: [expect.stringMatching(another)] });
  });

  it('that is lost is not looked for in the list of another account', async () => {
    const shared = home();
    const lost: Tamper = (request, pass, init) => {
      if (request.path.endsWith('/create')) return Promise.reject(new NetworkError('reset', 'broken'));
      if (!request.path.endsWith('/tasks/list')) return tamper(request, pass, init);
      const created_at = new Date(shared.clock.now()).toISOString();
      return request.headers.authorization?.includes('others')
        ? json({ code: 200, data: { list: [{ task_id: 'theirs', model: 'st-ai/super-seed2', created_at }] } })
        : json({ code: 500 }, 500);
    };
    const one = await open({ ...shared, tamper: lost, env: withKey('sk-first-key-0001') });
    const two = await open({ ...shared, tamper: lost, env: withKey('sk-others-key-003') });
    const { task_id } = (await submit(one)).data;
    await shared.clock.advance(minuteMs / 2);
    const found = await moveOn(two, two.call('get_task', { task_id, wait_seconds: 0 }));
    expect(found.data).toMatchObject({ task_id, status: 'uncertain' });
  });
});
