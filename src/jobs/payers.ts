import { randomBytes } from 'node:crypto';
import type { Service } from '../backends/service.ts';
import type { Clock } from '../core/clock.ts';
import type { Payer } from '../store/events.ts';
import type { Store } from '../store/store.ts';

/** Whose money the key in use spends. Undefined without a key. */
export type Payers = {
  /** As far as the record knows. A service that tells ids is asked for one that is not known yet. */
  identify(service: Service): Promise<Payer | undefined>;
  /** Notes the account that the service told of, for a key that has paid already. */
  link(service: Service, accountId: string | undefined): Promise<void>;
};

/** Whose account it is, is worth a short wait before a submit. */
const askMs = 3_000;
const askAgainMs = 5 * 60_000;

export function createPayers({ store, clock }: { store: Store; clock: Clock }): Payers {
  /** When a key's account was asked for in vain. */
  const askedAt = new Map<string, number>();

  /** For a record that has none yet. */
  const freshSalt = randomBytes(16).toString('hex');

  async function find(service: Service): Promise<Payer | undefined> {
    const salt = (await store.findSalt()) ?? freshSalt;
    const key_hash = service.hashKey(salt);
    if (key_hash === undefined) return undefined;
    const payer: Payer = { salt, key_hash, ...(!service.client.balance && { key_only: true }) };
    return { ...payer, id: await store.findPayerId(payer) };
  }

  async function learn(payer: Payer, id: string | undefined): Promise<Payer> {
    if (id === undefined || payer.id === id) return payer;
    await store.tryRecord({ type: 'payer', at: clock.now(), ...payer, id });
    return { ...payer, id };
  }

  return {
    identify: async (service) => {
      const payer = await find(service);
      if (!payer || payer.id !== undefined || !service.client.balance) return payer;
      const wasAskedAt = askedAt.get(payer.key_hash) ?? Number.NEGATIVE_INFINITY;
      if (Math.abs(clock.now() - wasAskedAt) < askAgainMs) return payer;
      const told = await service.client.balance({ deadlineMs: askMs }).catch(() => undefined);
      if (told?.accountId === undefined) askedAt.set(payer.key_hash, clock.now());
      return learn(payer, told?.accountId);
    },
    link: async (service, accountId) => {
      const isUsed = (await store.findSalt()) !== undefined;
      if (!isUsed || accountId === undefined) return;
      const payer = await find(service);
      if (payer) await learn(payer, accountId);
    },
  };
}
