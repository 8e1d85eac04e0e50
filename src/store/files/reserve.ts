import { randomBytes } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import { createProductionKey } from '../../core/production-id.ts';
import { dayMs } from '../claim-rules.ts';
import { imagineProduction, imagineResumed, type Production } from '../productions/production.ts';
import { answersSamePlan, statusOfProduction } from '../productions/progress.ts';
import { askedBy } from '../productions/step-rules.ts';
import type { Cap, NewPlan, Reservation, SamePlan } from '../store.ts';
import { spentSince } from './claim.ts';
import type { Place } from './journal.ts';
import type { Line } from './line.ts';
import type { Plans } from './plans.ts';
import type { ProductionRow } from './production-index.ts';
import type { FileRecord } from './record.ts';
import type { RecordIndex } from './record-index.ts';

type Parts = { record: FileRecord; plans: Plans; now(): number };
type Obstacle = Exclude<Reservation, { outcome: 'reserved' }>;

/**
 * Appends the plan and reads back, as a claim does: of all that plan the same the first in file order is it, and money is
 * given in file order. Nobody sends a step before `plan_reserved` stands behind it.
 */
export function reserve(parts: Parts, { plan, requests, film, links }: NewPlan, caps: readonly Cap[]): Reservation {
  const { record, plans, now } = parts;
  const nowMs = now();
  const find = (index: RecordIndex, production: Production, before: Place): Obstacle | undefined => {
    const same = findSamePlan(index, plan, nowMs, before);
    if (same) return { outcome: 'duplicate', production: same };
    return findPoverty({ record, index, nowMs }, production, caps, before);
  };
  const index = record.look();
  plans.sweep(() => index.productions.all);
  const there = links.flatMap(({ step, task }) => {
    const summary = index.find(task)?.summary;
    return summary ? [[step, summary] as const] : [];
  });
  const unable = find(index, imagineProduction(plan, new Map(there)), Number.POSITIVE_INFINITY);
  if (unable) return unable;
  for (;;) {
    const key = createProductionKey(now());
    plans.keep(key, { requests, film });
    const linked = links.map((link): Line => ({ type: 'plan_linked', key, at: plan.at, ...link }));
    const planned: Line = { ...plan, key, process: record.self };
    try {
      const decided = ask(parts, key, [planned, ...linked], (after, row) => find(after, row, row.place));
      if (decided) return decided;
    } finally {
      eraseVain(parts, key);
    }
  }
}

/** Words of a plan that never came to be are nobody's. What cannot be erased now is with a later sweep. */
function eraseVain({ record, plans }: Parts, key: string): void {
  try {
    if (!record.look().productions.find(key)?.begun) plans.erase(key);
  } catch {
    // The error of the plan itself is told.
  }
}

/** Money for what is missing of a production. One that goes on already needs none. */
export function resume(parts: Parts, key: string, caps: readonly Cap[]): Reservation {
  const { record, now } = parts;
  for (;;) {
    const nowMs = now();
    const index = record.look();
    const known = findRow(index, key);
    if (!['failed', 'stopped'].includes(statusOfProduction(known))) return { outcome: 'duplicate', production: known };
    const again = imagineResumed(known);
    const unable = findPoverty({ record, index, nowMs }, again, caps, Number.POSITIVE_INFINITY);
    if (unable) return unable;
    const mine = randomBytes(8).toString('hex');
    const round = known.round + 1;
    const resumed: Line = { type: 'plan_resumed', key, at: nowMs, round, ask: mine, process: record.self };
    const decided = ask(parts, key, [resumed], (after, row) => {
      if (row.ask !== mine) return { outcome: 'duplicate', production: row };
      return findPoverty({ record, index: after, nowMs }, row, caps, row.askPlace);
    });
    if (decided) return decided;
  }
}

/** Undefined when the lines landed in a month that others had left. */
function ask(
  { record, now }: Parts,
  key: string,
  lines: readonly Line[],
  find: (index: RecordIndex, row: ProductionRow) => Obstacle | undefined,
): Reservation | undefined {
  const takeBack = (): void => record.tryKeep({ type: 'plan_withdrawn', key, at: now() });
  try {
    const isNewest = record.append(...lines);
    const index = record.look();
    const row = findRow(index, key);
    const lost = find(index, row);
    // Another process that asks for the same production at the same time keeps its own.
    if (lost?.outcome === 'duplicate' && lost.production === row) return lost;
    if (lost || !isNewest) {
      takeBack();
      return isNewest ? lost : undefined;
    }
    record.append({ type: 'plan_reserved', key, at: now() });
  } catch (error) {
    takeBack(); // its lines may stand there although the disk did not confirm them
    throw error;
  }
  return { outcome: 'reserved', production: findRow(record.look(), key) };
}

function findRow({ productions }: RecordIndex, key: string): ProductionRow {
  const row = productions.find(key);
  if (row) return row;
  throw new AppError('internal', 'The record did not keep the production. Nothing was sent.');
}

/** The production that the same plan, made now, is. */
export function findSamePlan(
  { productions }: RecordIndex,
  { fingerprint, offers, again }: SamePlan,
  nowMs: number,
  before: Place = Number.POSITIVE_INFINITY,
): ProductionRow | undefined {
  if (again) return undefined;
  const same = productions.withFingerprint(fingerprint).filter(({ place }) => place < before);
  return same.find((row) => answersSamePlan(row, offers, nowMs));
}

/** The account that what a production asks for is too much for, or that is sent nothing more. */
function findPoverty(
  { record, index, nowMs }: { record: FileRecord; index: RecordIndex; nowMs: number },
  production: Production,
  caps: readonly Cap[],
  before: Place,
): Obstacle | undefined {
  for (const { account, dailyCap } of caps) {
    const row = index.findBlock(account);
    const task = row && record.readTask(row);
    if (task) return { outcome: 'blocked', task };
    if (dailyCap === undefined) continue;
    const since = nowMs - dayMs;
    const spent = spentSince(index, account, since, before);
    const asked = askedBy(production, account, since);
    if (spent + asked > dailyCap) return { outcome: 'over_budget', account, spent, asked };
  }
  return undefined;
}
