import { expect, it } from 'vitest';
import { createOutcomes } from '../../../src/store/postgres/outcomes.ts';
import { accepted } from '../intents.ts';

/** Outcomes without a disk, on a database that answers each change as the test says. */
function createOutcomesWithoutDisk() {
  const written: unknown[] = [];
  const answers: { resolve(): void; reject(why: Error): void }[] = [];
  const outcomes = createOutcomes(() => ({
    database: {
      change: async (work) => {
        const keys: unknown[] = [];
        const result = await work(async (_, values = []) => {
          keys.push(values[0]);
          return [];
        }, false);
        await new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
        written.push(...keys);
        return result;
      },
    },
    session: { inHand: new Set() },
    spool: {
      directory: '/none',
      keep: () => {
        throw new Error('no disk');
      },
      deliver: async () => undefined,
    },
    claimer: () => ({ owner: 'anna', host: 'studio', now: () => 0 }),
  }));
  return { outcomes, written, answers };
}

it('an outcome that comes while others are written waits on when its own write fails', async () => {
  const { outcomes, written, answers } = createOutcomesWithoutDisk();
  outcomes.recordLast(accepted('local-1'));
  await expect.poll(() => answers.length).toBe(1);
  outcomes.recordLast(accepted('local-2'));
  await expect.poll(() => answers.length).toBe(2);
  answers[0]?.resolve();
  answers[1]?.reject(new Error('away'));
  await expect.poll(() => written).toEqual(['local-1']);
  const delivered = outcomes.deliver();
  await expect.poll(() => answers.length).toBe(3);
  answers[2]?.resolve();
  await delivered;
  expect(written).toEqual(['local-1', 'local-2']);
});
