import type { Service, Services } from '../backends/service.ts';
import { toAppError } from '../core/errors.ts';
import type { Jobs } from './jobs.ts';
import { findPayer, recordPayer } from './payer.ts';

export type Balance = {
  backend: string;
  configured: boolean;
  balance?: number;
  unit?: string;
  note?: string;
  dashboardUrl: string;
};

type Parts = Pick<Jobs, 'store' | 'clock'> & { services: Services };

/** One row per service in any case: a missing key or a service that does not answer becomes a note. */
export function readBalances(parts: Parts, signal?: AbortSignal): Promise<Balance[]> {
  return Promise.all(
    parts.services.all.map(async (service) => {
      const { backend, client, hasKey } = service;
      const row = { backend: backend.id, configured: hasKey(), dashboardUrl: backend.dashboardUrl };
      if (!row.configured) return { ...row, note: backend.credential.missing };
      if (!client.balance) return { ...row, unit: backend.unit, note: backend.balanceNote };
      try {
        const { accountId, ...balance } = await client.balance({ signal });
        await linkKey(parts, service, accountId);
        return { ...row, ...balance };
      } catch (error) {
        const { message, nextStep } = toAppError(error);
        return { ...row, note: `${message} ${nextStep}` };
      }
    }),
  );
}

/** A key that has paid for something is linked to the account that the service tells of. */
async function linkKey(parts: Parts, service: Service, accountId: string | undefined): Promise<void> {
  if ((await parts.store.findSalt().catch(() => undefined)) === undefined) return;
  const payer = await findPayer(parts, service);
  if (payer) await recordPayer(parts, payer, accountId);
}
