import type { Model } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { parsePerService } from '../core/per-service.ts';
import { mostOf, type Price, renderAmount } from '../core/price.ts';
import { agreedAmount, dayMs, heldAmount, isOvercharged } from '../store/claim-rules.ts';
import type { Account } from '../store/events.ts';
import { type Task, taskIdOf } from '../store/task.ts';
import type { Jobs } from './jobs.ts';

/** What may be spent on one submit, in the service's own unit. */
export type Limits = {
  account: Account;
  maxCost?: number;
  /** SEEDANCE_DAILY_CAP of this service. A rehearsal has its own: what was rehearsed counts against it, and nothing else. */
  dailyCap?: number;
  /** Whether the model has a faster tier than the one asked for. */
  canBeFast?: boolean;
};

/** Whose money a service spends. */
export function accountOf({ backend, baseUrl, rehearsal }: Service): Account {
  return { backend: backend.id, base_url: baseUrl, rehearsal };
}

export function readLimits({ dailyCap, services }: Jobs, service: Service, maxCost?: number): Limits {
  const caps = parseDailyCaps(
    dailyCap,
    services.all.map((service) => service.backend.id),
  );
  return { account: accountOf(service), maxCost, dailyCap: caps.get(service.backend.id) };
}

/**
 * SEEDANCE_DAILY_CAP, for example `xskill=3000,pixazo=20`, in each service's own unit. Throws `over_budget` on what it
 * cannot read, and on an unknown service: a cap must not be ignored silently.
 */
export function parseDailyCaps(text: string | undefined, known: readonly string[]): Map<string, number> {
  return parsePerService(
    text,
    known,
    (part) =>
      new AppError('over_budget', `SEEDANCE_DAILY_CAP cannot be read at "${part}".`, {
        nextStep: `Nothing was sent. Write it as service=amount, for example SEEDANCE_DAILY_CAP=xskill=3000,pixazo=20. Known services: ${known.join(', ')}.`,
      }),
  );
}

/** Refuses a price above the caller's own limit, and an unknown price where no daily cap holds it. */
export function holdPrice(price: Price, limits: Limits): void {
  const refusal = price.amount === undefined ? refuseUnknown(price, limits) : refuseExpensive(price, limits);
  if (refusal) throw refusal;
}

function refuseExpensive(price: Price, { maxCost, canBeFast = false }: Limits): AppError | undefined {
  if (maxCost === undefined || (mostOf(price) ?? 0) <= maxCost) return undefined;
  return overMaxCost(describeCost(price), maxCost, canBeFast);
}

export function overMaxCost(cost: string, maxCost: number, canBeFast: boolean): AppError {
  return new AppError('over_budget', `This ${cost}, more than max_cost ${maxCost}.`, {
    nextStep: canBeFast
      ? 'Nothing was submitted. Ask for less, use the fast tier, or ask the user for a higher max_cost.'
      : 'Nothing was submitted. Ask for less, or ask the user for a higher max_cost.',
  });
}

/** Whether the model that is asked for has a faster tier. */
export function hasFaster<Input>({ tiers, expected }: Model<Input>, input: Input): boolean {
  return tiers?.fast !== undefined && expected(input).tier === 'standard';
}

/** Under a daily cap an unknown price is held as max_cost. */
function refuseUnknown(price: Price, { maxCost, dailyCap, account }: Limits): AppError | undefined {
  const reason = price.note ?? 'the service names none';
  if (dailyCap !== undefined && maxCost === undefined) {
    return overCap(
      `The price is not known (${reason}), and a daily cap of ${dailyCap} ${price.unit} is set. Give max_cost as well and it is held as that.`,
      account,
    );
  }
  if (dailyCap !== undefined || maxCost === undefined) return undefined;
  return new AppError('over_budget', `The price is not known (${reason}), so max_cost ${maxCost} cannot be held.`, {
    nextStep: 'Nothing was submitted. Ask the user whether to submit without max_cost.',
  });
}

/** Held by what it may become, where the account's multiplier is not known. */
function describeCost({ amount, at_most, unit }: Price): string {
  return at_most === undefined ? `costs ${amount} ${unit}` : `may cost ${at_most} ${unit} by your account's multiplier`;
}

/** The error for a claim that would pass the daily cap. */
export function overDailyCap(price: Price, { maxCost, dailyCap, account }: Limits, spent: number): AppError {
  const { unit, amount = maxCost } = price;
  return overCap(
    `This ${describeCost({ ...price, amount })}; ${spent} ${unit} were spent in the last 24 hours and the cap is ${dailyCap} ${unit}.`,
    account,
  );
}

/** The error for a service that charged far more than was agreed. */
export function blockedService({ backend }: Service, task: Task): AppError {
  const { id, title, dashboardUrl } = backend;
  const message = `${title} ${describeAmounts(task)} for ${taskIdOf(task)}. It is sent nothing more until the user has run in a terminal: ${installation.command} unblock ${id}`;
  return new AppError('over_budget', message, {
    nextStep: `Nothing was submitted. Tell the user, who compares the charge at ${dashboardUrl} first.`,
  });
}

/** Told with a task for as long as it is known. */
export function describeCharge(task: Task): string[] {
  if (agreedAmount(task) === undefined) return [];
  const told = `Charged more than agreed: the service ${describeAmounts(task)}. Tell the user now.`;
  if (!isOvercharged(task)) return [told];
  return [
    `${told} It is sent nothing more until the user has run in a terminal: ${installation.command} unblock ${task.backend}`,
  ];
}

function describeAmounts(task: Task): string {
  const { amount = 0, unit } = task.price;
  return `charged ${renderAmount(amount, unit)} where ${renderAmount(agreedAmount(task) ?? 0, unit)} were agreed`;
}

/** A listed figure is no offer of the service. */
export function describeListed({ source, note = '' }: Price, { maxCost }: Limits): string[] {
  if (maxCost === undefined || source !== 'listed') return [];
  return [`There is no live price: max_cost was compared with a listed one, and the charge may be another. ${note}`];
}

/** Throws what a submit at this price would be refused with now. */
export async function requireMoney(
  { store, clock }: Jobs,
  service: Service,
  price: Price,
  limits: Limits,
): Promise<void> {
  const { account, maxCost, dailyCap } = limits;
  holdPrice(price, limits);
  const blocking = await store.findBlock(account);
  if (blocking) throw blockedService(service, blocking);
  if (dailyCap === undefined) return;
  const spent = await store.spentSince(account, clock.now() - dayMs);
  if (spent + heldAmount({ price, max_cost: maxCost }) > dailyCap) throw overDailyCap(price, limits, spent);
}

/** The error for what would pass a daily cap. */
export function overCap(message: string, { rehearsal }: Account): AppError {
  const own = rehearsal
    ? ' This is a rehearsal, which holds the same cap over what was rehearsed: nothing was paid.'
    : '';
  return new AppError('over_budget', message + own, {
    nextStep: 'Nothing was submitted. The limit is the variable SEEDANCE_DAILY_CAP; only the user may raise it.',
  });
}

type Chosen = { service: Service; model: Pick<Model, 'id'> };

/** One number cannot hold points and dollars. */
export function refuseMixedFallback(maxCost: number | undefined, first: Chosen, second: Chosen): void {
  const [unit, other] = [first.service.backend.unit, second.service.backend.unit];
  if (maxCost === undefined || unit === other) return;
  throw new AppError(
    'invalid_input',
    `max_cost is in ${unit} for ${first.model.id} and in ${other} for ${second.model.id}.`,
    {
      nextStep: 'Leave out max_cost or fallback_model_id. Nothing was sent.',
    },
  );
}
