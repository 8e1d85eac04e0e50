import type { AppError } from '../../core/errors.ts';
import { renderAmount } from '../../core/price.ts';
import { dayMs } from '../../store/claim-rules.ts';
import type { Production } from '../../store/productions/production.ts';
import { askedBy } from '../../store/productions/step-rules.ts';
import type { Cap, Reservation } from '../../store/store.ts';
import type { Jobs } from '../jobs.ts';
import { blockedService, type Limits, overCap } from '../spending.ts';

type Lost = Exclude<Reservation, { production: Production }>;

export function capsOf(limits: readonly Limits[]): Cap[] {
  return limits.map(({ account, dailyCap }) => ({ account, dailyCap }));
}

/** Why the money of a production was not reserved. */
export function refuseReservation(jobs: Jobs, limits: readonly Limits[], lost: Lost): AppError {
  if (lost.outcome === 'blocked') return blocked(jobs, lost.task);
  const { account, spent, asked } = lost;
  const { backend } = account;
  const cap = limits.find((one) => one.account.backend === backend)?.dailyCap ?? 0;
  const unit = jobs.services.byId(backend)?.backend.unit ?? '';
  const [whole, known, most] = [asked, spent, cap].map((amount) => renderAmount(amount, unit));
  return overCap(
    `This may cost ${whole} at ${backend}; ${known} were spent in the last 24 hours or are reserved, and the cap is ${most}.`,
    account,
  );
}

/** For a dry run: why the money would not be reserved now, if it would not. */
export async function whyNotReserved(
  jobs: Jobs,
  production: Production,
  limits: readonly Limits[],
): Promise<AppError | undefined> {
  const since = jobs.clock.now() - dayMs;
  for (const { account, dailyCap } of limits) {
    const task = await jobs.store.findBlock(account);
    if (task) return blocked(jobs, task);
    if (dailyCap === undefined) continue;
    const spent = await jobs.store.spentSince(account, since);
    const asked = askedBy(production, account, since);
    const lost = { outcome: 'over_budget' as const, account, spent, asked };
    if (spent + asked > dailyCap) return refuseReservation(jobs, limits, lost);
  }
  return undefined;
}

function blocked({ services }: Jobs, task: Extract<Lost, { outcome: 'blocked' }>['task']): AppError {
  return blockedService(services.forTask(task).service, task);
}
