import type { Account } from './account.ts';
import { connectionReset, readFaults, unknownFault } from './faults.ts';
import { digest, type FieldError } from './validate.ts';

/** The status that a submit is refused with on purpose. */
export type Refusal = 400 | 401 | 402 | 422 | 429 | 500;

/** The faults a prompt asks for, and the refusal they mean before anything is taken. Throws where the connection is to die. */
export function planFaults(
  prompt: string,
  account: Account,
): { faults: string[]; refusal?: Refusal; errors: FieldError[] } {
  const { faults, unknown } = readFaults(prompt);
  const errors = unknown.map((word) => ({ field: 'prompt', message: unknownFault(word) }));
  if (faults.includes('reset-early')) throw connectionReset();
  if (faults.includes('moderated')) return { faults, errors, refusal: 400 };
  if (faults.includes('429-once') && !hadItsOnce(account, digest(prompt))) return { faults, errors, refusal: 429 };
  return {
    faults,
    errors,
    refusal: ([401, 402, 422, 429, 500] as const).find((status) => faults.includes(String(status))),
  };
}

function hadItsOnce(account: Account, fingerprint: string): boolean {
  if (account.read().refused.includes(fingerprint)) return true;
  account.update((state) => state.refused.push(fingerprint));
  return false;
}
