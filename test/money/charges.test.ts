import { beforeEach, describe, expect, it } from 'vitest';
import { shell } from '../cli/shell.ts';
import { type Front, keys, type Tamper } from '../harness.ts';
import { json, moveOn, onCreate, open, submit, withPrompt } from './stage.ts';

const charging = (price: number): Tamper =>
  onCreate(() => json({ code: 200, data: { task_id: `t-${price}`, price, status: 'pending' } }));

let front: Front;

describe('a charge above what was agreed', () => {
  it('is told with the task, for as long as it is known', async () => {
    front = await open({ tamper: charging(60) });
    const told =
      'Charged more than agreed: the service charged 60 points where 50 points were agreed. Tell the user now.';
    const { data } = await submit(front);
    expect(data).toMatchObject({ price: { amount: 60, source: 'charged' }, warnings: [told] });
    expect(data.next_step).toMatch(/^Charged more than agreed/);
    expect((await submit(front)).data).toMatchObject({ duplicate: true, warnings: [told] });
    const found = await front.call('get_task', { task_id: data.task_id, wait_seconds: 0 });
    expect(found.data.warnings).toContain(told);
    const listed = await moveOn(front, front.call('get_task', { save: false }));
    expect(listed.data.warnings).toContain(`${data.task_id}: ${told}`);
    expect((await submit(front, withPrompt('Another'))).isError).toBe(false);
  });

  it('is not told where it is within the quote', async () => {
    front = await open({ tamper: charging(50) });
    expect((await submit(front)).data.warnings).toEqual([]);
  });

  it('counts in the caps', async () => {
    front = await open({ tamper: charging(95), env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=120' } });
    await submit(front);
    expect((await submit(front, withPrompt('Another'))).text).toMatch(/^over_budget: .*95 points were spent/);
  });
});

describe.each<[string, number, object]>([
  ['of more than twice the quote', 4_000, {}],
  ['above max_cost', 61, { max_cost: 60 }],
])('a charge %s', (_, amount, more) => {
  beforeEach(async () => {
    front = await open({ tamper: charging(amount) });
    const { data } = await submit(front, more);
    expect(data.warnings[0]).toMatch(/sent nothing more until the user has run .*npx -y seedance-mcp unblock xskill$/);
  });

  it('keeps everything else from the service, after a restart too, until a person lifts it', async () => {
    const later = await open({ home: front.home, clock: front.clock });
    const refusal = new RegExp(
      `^over_budget: xskill charged ${amount} points where 50 points were agreed for xskill:t-${amount}\\..*npx -y seedance-mcp unblock xskill\\nNext: Nothing was submitted\\.`,
    );
    for (const window of [front, later]) {
      expect((await submit(window, withPrompt('Another'))).text).toMatch(refusal);
      const dry = await submit(window, { ...withPrompt('Another'), dry_run: true });
      expect(dry.data.next_step).toMatch(/would be refused now\. .*unblock xskill/);
    }
    const other = { model_id: 'seedance-2-0/text-to-video', parameters: { prompt: 'Elsewhere', duration: 5 } };
    expect((await moveOn(later, later.call('submit_task', other))).isError).toBe(false);
    expect((await submit(later, more)).data).toMatchObject({ duplicate: true, task_id: `xskill:t-${amount}` });
    expect(later.posts().filter(({ url }) => url.includes('xskill'))).toEqual([]);

    expect(await shell(later.app, ['unblock', 'xskill'])).toMatchObject({
      code: 0,
      json: { backend: 'xskill', unblocked: true, task_id: `xskill:t-${amount}` },
    });
    expect((await submit(later, withPrompt('Another'))).isError).toBe(false);
    expect((await shell(later.app, ['unblock', 'xskill'])).json).toEqual({ backend: 'xskill', unblocked: false });
  });

  it('is named by the doctor', async () => {
    const { json: report } = await shell(front.app, ['doctor', '--json']);
    expect(report).toMatchObject({ ok: false });
    expect(report.checks).toContainEqual({
      name: 'xskill charges',
      state: 'fail',
      message: expect.stringContaining('unblock xskill'),
      nextStep: expect.stringContaining('xskill.ai'),
    });
  });
});

describe('a price', () => {
  it('of 0 in the answer does not replace the quote', async () => {
    front = await open({ tamper: charging(0), env: { ...keys, SEEDANCE_DAILY_CAP: 'xskill=60' } });
    expect((await submit(front)).data.price).toMatchObject({ amount: 50 });
    expect((await submit(front, withPrompt('Another'))).text).toMatch(/50 points were spent/);
  });

  it('that is only listed is compared with max_cost, and that is told', async () => {
    front = await open();
    const pixazo = { model_id: 'seedance-2-0/text-to-video', parameters: { prompt: 'A fox', duration: 5 } };
    const warnings = async (more: object): Promise<string> =>
      (await moveOn(front, front.call('submit_task', { ...pixazo, ...more }))).data.warnings.join();
    expect(await warnings({ max_cost: 5, dry_run: true })).toMatch(
      /no live price: max_cost was compared with a listed/,
    );
    expect(await warnings({ max_cost: 5 })).toMatch(/no live price/);
    expect(await warnings({ dry_run: true, allow_duplicate: true })).not.toMatch(/no live price/);
  });

  it('is not forgiven to a service that nobody knows', async () => {
    front = await open();
    expect(await shell(front.app, ['unblock', 'xskil'])).toMatchObject({
      code: 2,
      stderr: 'invalid_input: Name the service: xskill or pixazo.\nNext: npx -y seedance-mcp unblock xskill\n',
    });
  });
});
