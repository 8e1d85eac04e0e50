import type { Services } from '../backends/service.ts';
import { toAppError } from '../core/errors.ts';

export type Balance = {
  backend: string;
  configured: boolean;
  balance?: number;
  unit?: string;
  note?: string;
  dashboardUrl: string;
};

/** One row per service in any case: a missing key or a service that does not answer becomes a note. */
export function readBalances(services: Services, signal?: AbortSignal): Promise<Balance[]> {
  return Promise.all(
    services.all.map(async ({ backend, client, hasKey }) => {
      const row = { backend: backend.id, configured: hasKey(), dashboardUrl: backend.dashboardUrl };
      if (!row.configured) return { ...row, note: backend.credential.missing };
      if (!client.balance) return { ...row, unit: backend.unit, note: backend.balanceNote };
      try {
        return { ...row, ...(await client.balance({ signal })) };
      } catch (error) {
        const { message, nextStep } = toAppError(error);
        return { ...row, note: `${message} ${nextStep}` };
      }
    }),
  );
}
