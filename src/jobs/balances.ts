import type { Services } from '../backends/service.ts';
import { toAppError } from '../core/errors.ts';
import type { Payers } from './payers.ts';

export type Balance = {
  backend: string;
  configured: boolean;
  balance?: number;
  unit?: string;
  note?: string;
  dashboardUrl: string;
};

type Parts = { services: Services; payers: Payers };

/** One row per service in any case: a missing key or a service that does not answer becomes a note. */
export function readBalances({ services, payers }: Parts, signal?: AbortSignal): Promise<Balance[]> {
  return Promise.all(
    services.all.map(async (service) => {
      const { backend, client, hasKey } = service;
      const row = { backend: backend.id, configured: hasKey(), dashboardUrl: backend.dashboardUrl };
      if (!row.configured) return { ...row, note: backend.credential.missing };
      if (!client.balance) return { ...row, unit: backend.unit, note: backend.balanceNote };
      try {
        const { accountId, ...balance } = await client.balance({ signal });
        await payers.link(service, accountId).catch(() => undefined);
        return { ...row, ...balance };
      } catch (error) {
        const { message, nextStep } = toAppError(error);
        return { ...row, note: `${message} ${nextStep}` };
      }
    }),
  );
}
