import type { Intent } from '../events.ts';
import { isDue, placesAt } from '../productions/step-rules.ts';
import type { StepClaim } from '../store.ts';
import { claimUnless, findDuplicate } from './claim.ts';
import type { Place } from './journal.ts';
import type { ProductionRow } from './production-index.ts';
import type { FileRecord } from './record.ts';
import type { RecordIndex, TaskRow } from './record-index.ts';

/** As `claim`, for a step whose money is reserved: of all that would send it, the first in file order does. */
export function claimStep(record: FileRecord, intent: Intent, concurrency: number, now: () => number): StepClaim {
  return claimUnless(record, intent, now, (index, asked, before) =>
    findObstacle(record, index, asked, { concurrency, nowMs: now(), before }),
  );
}

type Moment = { concurrency: number; nowMs: number; before: Place };
type Obstacle = Exclude<StepClaim, { outcome: 'owned' }>;

function findObstacle(
  record: FileRecord,
  index: RecordIndex,
  intent: Intent,
  { concurrency, nowMs, before }: Moment,
): Obstacle | undefined {
  const production = intent.step && index.productions.find(intent.step.production);
  if (!production || !isWanted(production, intent, nowMs, before)) return { outcome: 'not_wanted' };
  const isMeant = (row: TaskRow): boolean => isOfAnother(row, production);
  const task = production.plan.again ? undefined : findDuplicate(record, index, intent, { nowMs, before, isMeant });
  if (task) return { outcome: 'duplicate', task };
  const row = index.findBlock(intent);
  const blocking = row && record.readTask(row);
  if (blocking) return { outcome: 'blocked', task: blocking };
  const places = placesAt(concurrency, index.productions.busyAt(intent), nowMs);
  const taken = index.productions.atWork(intent).filter((other) => other.intent < before && other.key !== intent.key);
  return taken.length < places ? undefined : { outcome: 'no_place' };
}

/** Whether the step may be sent, as the files stand before a place. */
function isWanted(production: ProductionRow, { step }: Intent, nowMs: number, before: Place): boolean {
  const known = step && production.steps[step.number];
  if (!known) return false;
  const earlier = known.rows.filter((row) => row.intent < before || row.summary.step?.production !== step.production);
  const { forgiven } = known;
  return isDue(production, step.number, { tasks: earlier.map(({ summary }) => summary), forgiven }, nowMs);
}

/** Such a task of the same request does the step as well: it does no step of this production yet. */
function isOfAnother({ key, summary }: TaskRow, { plan, known }: ProductionRow): boolean {
  return summary.step?.production !== plan.key && !known.has(key);
}
