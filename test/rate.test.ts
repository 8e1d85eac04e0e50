import { afterEach, describe, expect, it } from 'vitest';
import { createPace } from '../src/net/pace.ts';
import { createTestClock } from './clock.ts';
import { type Front, keys, openFront } from './harness.ts';
import { withoutPostgres } from './postgres-server.ts';
import { createStage } from './store/postgres/stage.ts';

const fox = { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox', duration: 5, ratio: '16:9' } };
let front: Front;
afterEach(() => front?.close());

describe('SEEDANCE_RATE', () => {
  it('spaces submits and questions alike', async () => {
    const leftAt: number[] = [];
    const clock = createTestClock();
    const tamper = () => void leftAt.push(clock.now());
    front = await openFront({ env: { ...keys, SEEDANCE_RATE: 'xskill=2' }, clock, tamper });
    const calls = ['a fox', 'an owl', 'a hare'].map((prompt) =>
      front.call('submit_task', { ...fox, parameters: { ...fox.parameters, prompt } }),
    );
    const answers = Promise.all(calls);
    let isDone = false;
    void answers.finally(() => (isDone = true));
    for (let n = 0; n < 400 && !isDone; n++) await clock.advance(250);
    for (const { isError, text } of await answers) expect(isError, text).toBe(false);
    const gaps = leftAt.slice(1).map((at, n) => at - leftAt[n]!);
    expect(leftAt.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
  });

  it('that cannot be read refuses before anything is sent', async () => {
    for (const SEEDANCE_RATE of ['5', 'xskill=0', 'xskil=5', 'xskill=-1']) {
      front = await openFront({ env: { ...keys, SEEDANCE_RATE } });
      const { text } = await front.call('submit_task', fox);
      expect(text).toMatch(/^invalid_input: SEEDANCE_RATE cannot be read at/);
      expect(front.sent).toEqual([]);
      await front.close();
    }
  });

  it('holds nobody up for longer than those before it, wherever the clock goes', async () => {
    const clock = createTestClock(1_000_000_000);
    const times = { backwardMs: 0 };
    const slept: number[] = [];
    const pace = createPace({
      clock: {
        now: () => clock.now() - times.backwardMs,
        sleep: async (ms) => void slept.push(ms),
      },
      name: 'xskill',
      rate: () => 2,
    });
    await pace();
    times.backwardMs = 3_600_000;
    await pace();
    expect(slept).toEqual([500]);
  });

  it.skipIf(withoutPostgres)('is one row for all machines of a database', async () => {
    const stage = await createStage();
    const [one, two] = [await stage.open('anna'), await stage.open('ben')];
    const waits: number[] = [];
    for (const store of [one, two, one, two, one]) waits.push(await store.takeSlot('xskill', 10_000));
    for (const [n, wait] of waits.entries()) {
      expect(wait).toBeGreaterThan((n - 1) * 10_000);
      expect(wait).toBeLessThanOrEqual(n * 10_000);
    }
    await Promise.all([one.end(), two.end()]);
  });

  it('keeps to its own slots while the others cannot be asked', async () => {
    const slept: number[] = [];
    const pace = createPace({
      clock: { now: () => 5, sleep: async (ms) => void slept.push(ms) },
      name: 'xskill',
      rate: () => 10,
      shared: { takeSlot: () => Promise.reject(new Error('away')) },
    });
    await Promise.all([pace(), pace(), pace()]);
    expect(slept).toEqual([100, 200]);
  });
});
