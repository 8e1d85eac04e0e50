import type { Service } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';
import type { Price } from '../core/price.ts';
import type { Ledger } from '../store/files/ledger.ts';
import { type Intent, lacksFile, type Task, type TaskState } from '../store/task.ts';
import type { Jobs } from './jobs.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Intents older than the window that must follow one another before the search stops: a clock may have jumped. */
const olderInARow = 100;

type Account = { backend: string; base_url: string; rehearsal: boolean };

/** What may be spent on one submit, in the service's own unit. */
export type Budget = {
  purse: Account;
  maxCost?: number;
  /** SEEDANCE_DAILY_CAP of this service; a rehearsal has none. */
  dailyCap?: number;
};

export function readBudget(
  { dailyCap, services }: Jobs,
  { backend, baseUrl, rehearsal }: Service,
  maxCost?: number,
): Budget {
  const caps = parseDailyCaps(
    dailyCap,
    services.all.map((service) => service.backend.id),
  );
  const purse = { backend: backend.id, base_url: baseUrl, rehearsal };
  return { purse, maxCost, dailyCap: rehearsal ? undefined : caps.get(backend.id) };
}

/**
 * SEEDANCE_DAILY_CAP, for example `xskill=3000,pixazo=20`, in each service's own unit. Throws `over_budget` on what it
 * cannot read, an unknown service among it: a cap that is silently ignored is none.
 */
export function parseDailyCaps(text: string | undefined, known: readonly string[]): Map<string, number> {
  const caps = new Map<string, number>();
  for (const part of text?.split(',') ?? []) {
    const [, backend = '', amount] = /^\s*([a-z0-9-]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/i.exec(part) ?? [];
    if (!amount || !known.includes(backend.toLowerCase())) {
      throw new AppError('over_budget', `SEEDANCE_DAILY_CAP cannot be read at "${part.trim()}".`, {
        nextStep: `Nothing was sent. Write it as service=amount, for example SEEDANCE_DAILY_CAP=xskill=3000,pixazo=20. Known services: ${known.join(', ')}.`,
      });
    }
    caps.set(backend.toLowerCase(), Number(amount));
  }
  return caps;
}

/** Refuses when the caller's own limit is below the price, or cannot be compared with it. Under a daily cap an unknown price is held as max_cost. */
export function holdMaxCost(price: Price, { maxCost, dailyCap }: Budget): void {
  if (maxCost === undefined) return;
  if (price.amount === undefined) {
    if (dailyCap !== undefined) return;
    throw new AppError(
      'over_budget',
      `The price is not known (${whyUnknown(price)}), so max_cost ${maxCost} cannot be held.`,
      {
        nextStep: 'Nothing was submitted. Ask the user whether to submit without max_cost.',
      },
    );
  }
  if (price.amount > maxCost) {
    throw new AppError('over_budget', `This costs ${price.amount} ${price.unit}, more than max_cost ${maxCost}.`, {
      nextStep: 'Nothing was submitted. Make it shorter, use the fast model, or ask the user for a higher max_cost.',
    });
  }
}

/**
 * Holds SEEDANCE_DAILY_CAP with this intent already in the record, so that of two processes the first in
 * file order gets the money. Charged prices replace quotes; failed and refused tasks count nothing.
 */
export function holdDailyCap({ dailyCap, purse }: Budget, intent: Intent, ledger: Ledger): void {
  if (dailyCap === undefined) return;
  const spent = spentBefore(purse, ledger, intent.at - dayMs, intent.key);
  holdCap(dailyCap, intent.price, intent.max_cost, spent);
}

/** For a dry run: why the submit itself would be refused, if it would. */
export function whyOverBudget(price: Price, budget: Budget, { ledger, clock }: Jobs): string | undefined {
  try {
    holdMaxCost(price, budget);
    if (budget.dailyCap === undefined) return undefined;
    holdCap(budget.dailyCap, price, budget.maxCost, spentBefore(budget.purse, ledger, clock.now() - dayMs));
    return undefined;
  } catch (error) {
    return `The submit would be refused. ${(error as AppError).message}`;
  }
}

function holdCap(cap: number, price: Price, maxCost: number | undefined, spent: number): void {
  const { unit } = price;
  const amount = price.amount ?? maxCost;
  if (amount === undefined) {
    throw overCap(
      `The price is not known (${whyUnknown(price)}), and a daily cap of ${cap} ${unit} is set. Give max_cost as well and it is held as that.`,
    );
  }
  if (spent + amount > cap) {
    throw overCap(
      `This costs ${amount} ${unit}; ${spent} ${unit} were spent in the last 24 hours and the cap is ${cap} ${unit}.`,
    );
  }
}

function overCap(message: string): AppError {
  return new AppError('over_budget', message, {
    nextStep: 'Nothing was submitted. The limit is the variable SEEDANCE_DAILY_CAP; only the user may raise it.',
  });
}

function whyUnknown({ note }: Price): string {
  return note ?? 'the service names none';
}

/** What stands in the record since a moment, before an intent if one is named. */
function spentBefore(purse: Account, ledger: Ledger, since: number, key?: string): number {
  let sum = 0;
  let reached = key === undefined;
  let older = 0;
  for (const task of ledger.recent()) {
    if (!reached) {
      reached = task.key === key;
      continue;
    }
    older = task.submittedAt < since ? older + 1 : 0;
    if (older >= olderInARow) break;
    if (older === 0 && samePurse(task, purse)) sum += costOf(task);
  }
  return sum;
}

function samePurse(a: Account, b: Account): boolean {
  return a.backend === b.backend && a.base_url === b.base_url && a.rehearsal === b.rehearsal;
}

const neverPaid: readonly TaskState[] = ['refused', 'withdrawn', 'settled'];

/** What a task holds of a cap. A failed task is refunded; an outcome that nobody knows may have cost its price. */
function costOf(task: Task): number {
  const refunded = task.remote?.status === 'failed' && !lacksFile(task);
  return refunded || neverPaid.includes(task.state) ? 0 : (task.price.amount ?? task.max_cost ?? 0);
}
