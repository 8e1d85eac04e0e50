import { expect, it } from 'vitest';
import { lazy } from '../../src/core/lazy.ts';

it('makes a value once, when it is asked for, undefined as well', () => {
  let made = 0;
  const value = lazy(() => void made++);
  expect(made).toBe(0);
  value();
  value();
  expect(made).toBe(1);
});

it('gives one promise to all who ask, and tries again after a failure', async () => {
  let asked = 0;
  const answer = lazy(async () => {
    if (++asked === 1) throw new Error('not yet');
    return asked;
  });
  const [first, second] = await Promise.allSettled([answer(), answer()]);
  expect([first?.status, second?.status]).toEqual(['rejected', 'rejected']);
  expect(asked).toBe(1);
  expect(await answer()).toBe(2);
  expect(await answer()).toBe(2);
});
