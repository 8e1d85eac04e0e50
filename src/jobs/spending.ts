import type { Price } from '../backends/backend.ts';
import { AppError } from '../errors.ts';
import type { Ledger } from './ledger.ts';
import { type Intent, lacksFile, type Task, type TaskState } from './task.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Intents older than the window that must follow one another before the search stops: a clock may have jumped. */
const olderInARow = 100;

type Purse = { backend: string; base_url: string; rehearsal: boolean };

/** SEEDANCE_DAILY_CAP, for example `xskill=3000,pixazo=20`, in each service's own unit. Throws on a text that cannot be read: a cap that is silently ignored is none. */
export function parseDailyCaps(text: string | undefined): Map<string, number> {
  const caps = new Map<string, number>();
  for (const part of text?.split(',') ?? []) {
    const [, backend, amount] = /^\s*([a-z0-9-]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/i.exec(part) ?? [];
    if (!backend || !amount) {
      throw new AppError('over_budget', `SEEDANCE_DAILY_CAP cannot be read at "${part.trim()}".`, {
        nextStep: 'Nothing was sent. Write it as service=amount, for example SEEDANCE_DAILY_CAP=xskill=3000,pixazo=20.',
      });
    }
    caps.set(backend.toLowerCase(), Number(amount));
  }
  return caps;
}

/** Refuses when the caller's own limit is below the price, or cannot be compared with it. Under a daily cap an unknown price is held as max_cost. */
export function holdMaxCost(price: Price, maxCost: number | undefined, dailyCap: number | undefined): void {
  if (maxCost === undefined) return;
  if (price.amount === undefined) {
    if (dailyCap !== undefined) return;
    throw new AppError(
      'over_budget',
      `The price is not known (${price.note ?? 'the service names none'}), so max_cost ${maxCost} cannot be held.`,
      {
        nextStep: 'Nothing was sent. Ask the user whether to submit without max_cost.',
      },
    );
  }
  if (price.amount > maxCost) {
    throw new AppError('over_budget', `This costs ${price.amount} ${price.unit}, more than max_cost ${maxCost}.`, {
      nextStep: 'Nothing was sent. Make it shorter, use the fast model, or ask the user for a higher max_cost.',
    });
  }
}

/**
 * Holds SEEDANCE_DAILY_CAP with this intent already in the record, so that of two processes the first in
 * file order gets the money. Charged prices replace quotes; failed and refused tasks count nothing.
 */
export function holdDailyCap(cap: number | undefined, intent: Intent, ledger: Ledger, now: number): void {
  if (cap === undefined) return;
  const amount = intent.price.amount ?? intent.max_cost;
  if (amount === undefined) {
    throw overCap(
      `The price is not known (${intent.price.note ?? 'the service names none'}), and a daily cap of ${cap} ${intent.price.unit} is set. Give max_cost as well and it is held as that.`,
    );
  }
  const spent = spentBefore(intent, ledger, now - dayMs);
  if (spent + amount > cap) {
    const unit = intent.price.unit;
    throw overCap(
      `This costs ${amount} ${unit}; ${spent} ${unit} were spent in the last 24 hours and the cap is ${cap} ${unit}.`,
    );
  }
}

function overCap(message: string): AppError {
  return new AppError('over_budget', message, {
    nextStep: 'Nothing was sent. The limit is the variable SEEDANCE_DAILY_CAP; only the user may raise it.',
  });
}

/** What stands in the record before this intent, since a moment. */
function spentBefore(intent: Intent, ledger: Ledger, since: number): number {
  let sum = 0;
  let reached = false;
  let older = 0;
  for (const task of ledger.recent()) {
    if (task.key === intent.key) reached = true;
    else if (reached && task.submittedAt < since && ++older >= olderInARow) break;
    else if (reached && task.submittedAt >= since && samePurse(task, intent)) sum += costOf(task);
  }
  return sum;
}

function samePurse(a: Purse, b: Purse): boolean {
  return a.backend === b.backend && a.base_url === b.base_url && a.rehearsal === b.rehearsal;
}

const neverPaid: readonly TaskState[] = ['refused', 'withdrawn', 'settled'];

/** What a task holds of a cap. A failed task is refunded; an outcome that nobody knows may have cost its price. */
function costOf(task: Task): number {
  const refunded = task.remote?.status === 'failed' && !lacksFile(task);
  return refunded || neverPaid.includes(task.state) ? 0 : (task.price.amount ?? task.max_cost ?? 0);
}
