import type { Service } from '../backends/service.ts';
import { toAppError } from '../core/errors.ts';

/** `unchecked`: the service could not be asked. The note says what it told, or why not. */
export type KeyCheck = { verdict: 'accepted' | 'refused' | 'unchecked'; note: string };

/** An id that no task has: with a good key the service says that it does not know it. */
const noTask = '00000000-0000-4000-8000-000000000000';
const patienceMs = 10_000;

/** Asks the service whether it takes the key, with a call that never spends: its balance, else the state of a task that does not exist. */
export async function checkKey({ client }: Pick<Service, 'client'>): Promise<KeyCheck> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    if (client.balance) {
      const { balance, unit } = await client.balance({ signal });
      return { verdict: 'accepted', note: `${balance} ${unit} left` };
    }
    await client.get(noTask, { once: true, signal });
    return { verdict: 'accepted', note: 'it answers' };
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    if (code === 'unauthorized') return { verdict: 'refused', note: message };
    if (code === 'not_found' && !client.balance) return { verdict: 'accepted', note: 'it answers' };
    return { verdict: 'unchecked', note: signal.aborted ? `no answer within ${patienceMs / 1000} s` : message };
  }
}
