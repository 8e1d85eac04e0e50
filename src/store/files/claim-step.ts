import type { Intent } from '../events.ts';
import { placesAt, standOf } from '../productions/step-rules.ts';
import type { StepClaim } from '../store.ts';
import type { Task } from '../task.ts';
import { claimUnless, findDuplicate } from './claim.ts';
import type { Place } from './journal.ts';
import type { ProductionRow } from './production-index.ts';
import type { FileRecord } from './record.ts';
import type { RecordIndex } from './record-index.ts';

/** As `claim`, for a step whose money is reserved: of all that would send it, the first in file order does. */
export function claimStep(record: FileRecord, intent: Intent, concurrency: number, now: () => number): StepClaim {
  return claimUnless(record, intent, now, (asked, before) => findObstacle(record, asked, { concurrency, now }, before));
}

type Limits = { concurrency: number; now(): number };
type Obstacle = Exclude<StepClaim, { outcome: 'owned' }>;

function findObstacle(record: FileRecord, intent: Intent, limits: Limits, before: Place): Obstacle | undefined {
  const nowMs = limits.now();
  const index = record.look();
  const production = intent.step && index.productions.find(intent.step.production);
  if (!production || !isWanted(production, intent, nowMs, before)) return { outcome: 'not_wanted' };
  const task = production.plan.again ? undefined : findOther({ record, index }, intent, production, nowMs, before);
  if (task) return { outcome: 'duplicate', task };
  const row = index.findBlock(intent);
  const blocking = row && record.readTask(row);
  if (blocking) return { outcome: 'blocked', task: blocking };
  const places = placesAt(limits.concurrency, index.productions.busyAt(intent), nowMs);
  const taken = index.productions.atWork(intent).filter((other) => other.intent < before && other.key !== intent.key);
  return taken.length < places ? undefined : { outcome: 'no_place' };
}

/** Whether the step may be sent, as the files stand before a place. */
function isWanted({ state, steps }: ProductionRow, { step }: Intent, nowMs: number, before: Place): boolean {
  const known = step && steps[step.number];
  if (!known || state !== 'active') return false;
  const earlier = known.rows.filter((row) => row.intent < before || row.summary.step?.production !== step.production);
  const stand = standOf({ tasks: earlier.map(({ summary }) => summary), forgiven: known.forgiven });
  return stand.is === 'unsent' && stand.dueAt <= nowMs;
}

/** A task of the same request that answers a repeat and does no step of this production yet. */
function findOther(
  parts: { record: FileRecord; index: RecordIndex },
  intent: Intent,
  { plan, known }: ProductionRow,
  nowMs: number,
  before: Place,
): Task | undefined {
  return findDuplicate(
    parts,
    intent,
    nowMs,
    before,
    ({ key, summary }) => summary.step?.production !== plan.key && !known.has(key),
  );
}
