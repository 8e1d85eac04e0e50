import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { followAbort } from '../../src/core/abort.ts';

it('a signal that many steps listen to follows its caller, and Node warns of none of them', async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error): void => void warnings.push(warning);
  process.on('warning', keep);
  const caller = new AbortController();
  const { signal } = followAbort(caller.signal);
  for (let n = 0; n < 20; n++) signal.addEventListener('abort', () => undefined);
  await setImmediate();
  process.off('warning', keep);
  expect(warnings).toEqual([]);
  caller.abort('enough');
  expect(signal.reason).toBe('enough');
});
