import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type AppError, toAppError } from '../../src/core/errors.ts';

const thrownBy = (work: () => unknown): AppError => {
  try {
    throw new Error(`it gave ${work()}`);
  } catch (thrown) {
    return toAppError(thrown);
  }
};

it.each([
  ['a folder in the place of a file', '/'],
  ['a file that is not there', '/no/such/file'],
])('%s is no bug', (_, path) => {
  expect(thrownBy(() => readFileSync(path)).nextStep).toContain('This machine refused it');
});

it('files that an upgrade took away ask for a restart', () => {
  const gone = Object.assign(new Error('Cannot find module'), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(toAppError(gone).nextStep).toContain('restart the client');
});

it('anything else is a bug', () => {
  expect(toAppError(new TypeError('x is not a function')).nextStep).toContain('This is a bug');
});
