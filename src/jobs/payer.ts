import { randomBytes } from 'node:crypto';
import type { Service } from '../backends/service.ts';
import type { Payer } from '../store/events.ts';
import type { Jobs } from './jobs.ts';

type Parts = Pick<Jobs, 'store' | 'clock'>;

/** Whose account it is, is worth a short wait before a submit. */
const askMs = 3_000;

/** Whose money the key in use spends, as far as the record knows. Undefined without a key. */
export async function findPayer({ store }: Pick<Jobs, 'store'>, service: Service): Promise<Payer | undefined> {
  const salt = (await store.findSalt()) ?? randomBytes(16).toString('hex');
  const key_hash = service.hashKey(salt);
  if (key_hash === undefined) return undefined;
  const payer: Payer = { salt, key_hash, ...(!service.client.balance && { key_only: true }) };
  return { ...payer, id: await store.findPayerId(payer) };
}

/** The same. A service that tells ids is asked for the one that is not known yet. */
export async function identifyPayer(parts: Parts, service: Service): Promise<Payer | undefined> {
  const payer = await findPayer(parts, service);
  if (!payer || payer.id !== undefined || !service.client.balance) return payer;
  const told = await service.client.balance({ deadlineMs: askMs }).catch(() => undefined);
  return recordPayer(parts, payer, told?.accountId);
}

/** Links a key to its account. */
export async function recordPayer({ store, clock }: Parts, payer: Payer, id: string | undefined): Promise<Payer> {
  if (id === undefined || payer.id === id) return payer;
  await store.tryRecord({ type: 'payer', at: clock.now(), ...payer, id });
  return { ...payer, id };
}
