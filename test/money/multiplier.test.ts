import { describe, expect, it } from 'vitest';
import { renderSubmitted } from '../../src/cli/text/render-task.ts';
import { submitTask } from '../../src/tools/submit-task.ts';
import { keys, type Tamper } from '../harness.ts';
import { json, moveOn, open } from './stage.ts';

const video = {
  model_id: 'st-ai/super-seed2-lite',
  parameters: { prompt: 'A fox crosses the snow', duration: 5, ratio: '16:9' },
};
const view = { columns: 200, nowMs: 0, paint: (_: string, text: string) => text };

/** The service multiplies by the level of an account that cannot be read. */
const hidden: Tamper = ({ path }) => (path.endsWith('/balance') ? json({ code: 500 }, 500) : undefined);

const submit = async (env: Record<string, string>, args: Record<string, unknown>) => {
  const front = await open({ env: { ...keys, ...env }, tamper: hidden });
  return { front, answer: await moveOn(front, front.call('submit_task', args)) };
};

describe("a price before the account's multiplier", () => {
  it('is told as such, with the most that it may become', async () => {
    const { data } = (await submit({}, { ...video, dry_run: true })).answer;
    const { amount, at_most, note } = data.price;
    expect(at_most).toBe(2 * amount);
    expect(note).toContain("Before your account's multiplier");
    expect(data.next_step).toContain(`${amount} points before your account's multiplier (at most ${at_most} points)`);
    const { data: takes } = (await submit({}, { ...video, takes: 3, dry_run: true })).answer;
    expect(takes.price).toMatchObject({ amount: 3 * amount, at_most: 3 * at_most });
    expect(takes.clips).toMatchObject([{ price: { amount, at_most }, total: 3 * at_most }]);
    expect(renderSubmitted(submitTask.output.parse(takes), view).join('\n')).toContain(
      `at most ${3 * at_most} points together`,
    );
  });

  it.each([
    ['a task', {}],
    ['takes', { takes: 2 }],
  ])('is held at that by max_cost and by a cap: %s', async (_, more) => {
    const quoted = await submit({}, { ...video, ...more, dry_run: true });
    const most = quoted.answer.data.price.at_most;
    for (const [env, limit] of [
      [{}, { max_cost: most - 1 }],
      [{ SEEDANCE_DAILY_CAP: `xskill=${most - 1}` }, {}],
    ] as [Record<string, string>, object][]) {
      const { front, answer } = await submit(env, { ...video, ...more, ...limit });
      expect(answer.text).toMatch(/^over_budget: /);
      expect(front.posts()).toEqual([]);
    }
    const { answer } = await submit({ SEEDANCE_DAILY_CAP: `xskill=${most}` }, { ...video, ...more, max_cost: most });
    expect(answer.isError).toBe(false);
  });
});
