import { AppError } from '../../core/errors.ts';
import { addPrices, type Price, type PriceSum, renderSum } from '../../core/price.ts';
import { dayMs, isSameAccount } from '../../store/claim-rules.ts';
import { imagineResumed, type Production } from '../../store/productions/production.ts';
import { statusOfProduction } from '../../store/productions/progress.ts';
import { askedBy } from '../../store/productions/step-rules.ts';
import type { Jobs } from '../jobs.ts';
import { accountOf, type Limits, readLimits } from '../spending.ts';
import { capsOf, refuseReservation, whyNotReserved } from './afford.ts';
import type { ManyOptions, SubmittedProduction } from './submit.ts';

/** A production that is there: one that failed or was stopped goes on and pays for what is missing, every other one is just told. */
export async function goOn(jobs: Jobs, production: Production, options: ManyOptions): Promise<SubmittedProduction> {
  const dryRun = options.dryRun ?? false;
  if (!['failed', 'stopped'].includes(statusOfProduction(production)))
    return { production, duplicate: true, dryRun, warnings: [], ...(dryRun && { missing: nothingOf(production) }) };
  const resumed = imagineResumed(production);
  const limits = limitsOf(jobs, production, options.maxCost);
  const amounts = limits.map(({ account }) => askedBy(resumed, account, jobs.clock.now() - dayMs));
  const missing = addMissing(jobs, limits, amounts);
  const told = renderSum(missing);
  refuseExpensive(limits, amounts, told, options.maxCost);
  if (dryRun) {
    const refusal = await whyNotReserved(jobs, resumed, limits);
    return { production, missing, duplicate: false, dryRun, warnings: [], refusal };
  }
  const reserved = await jobs.store.resume(production.plan.key, capsOf(limits));
  if (!('production' in reserved)) throw refuseReservation(jobs, limits, reserved);
  const isResumed = reserved.outcome === 'reserved';
  const warnings = isResumed ? [`It goes on: ${told} are reserved for what is missing.`] : [];
  return { production: reserved.production, duplicate: !isResumed, dryRun, warnings };
}

/** What may be spent on each of its accounts, at the services as they are connected now. */
function limitsOf(jobs: Jobs, { plan }: Production, maxCost?: number): Limits[] {
  const backends = [...new Set(plan.offers.map(({ account }) => account.backend))];
  return backends.map((id) => {
    const service = jobs.services.byId(id);
    const offer = plan.offers.find(({ account }) => account.backend === id);
    if (service && offer && isSameAccount(offer.account, accountOf(service))) {
      service.requireKey();
      return readLimits(jobs, service, maxCost);
    }
    throw new AppError(
      'not_found',
      `It was planned for ${id} at ${offer?.account.base_url}, which is not used here now.`,
      {
        nextStep: 'Start the server with the same setting to go on. Nothing was sent.',
      },
    );
  });
}

function addMissing({ services }: Jobs, limits: readonly Limits[], amounts: readonly number[]): Price | PriceSum {
  const prices = limits.map(({ account }, n) => ({
    amount: amounts[n] ?? 0,
    unit: services.byId(account.backend)?.backend.unit ?? '',
    source: 'quoted' as const,
  }));
  return addPrices(prices);
}

function nothingOf({ plan }: Production): Price | PriceSum {
  const units = [...new Set(plan.offers.map(({ price }) => price.unit))];
  return addPrices(units.map((unit) => ({ amount: 0, unit, source: 'quoted' })));
}

function refuseExpensive(limits: readonly Limits[], missing: readonly number[], told: string, maxCost?: number): void {
  if (maxCost === undefined) return;
  if (limits.length > 1)
    throw new AppError('invalid_input', 'max_cost is one number, and this is charged in two units.');
  if ((missing[0] ?? 0) <= maxCost) return;
  throw new AppError('over_budget', `What is missing costs ${told}, more than max_cost ${maxCost}.`, {
    nextStep: 'Nothing was submitted. Ask the user for a higher max_cost.',
  });
}
