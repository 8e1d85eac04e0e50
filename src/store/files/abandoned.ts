import { abandonedAt } from '../abandoned.ts';
import { longestSubmitMs } from '../claim-rules.ts';
import type { TaskEvent } from '../events.ts';
import type { PlanEvent } from '../productions/plan.ts';
import { lifeOf, type Process } from './process.ts';
import type { RecordIndex } from './record-index.ts';

/** An open intent becomes uncertain with the next look: once its process is gone, or overdue where that cannot be seen from here. */
export function expireAbandoned({ open }: RecordIndex, self: Process, nowMs: number): TaskEvent[] {
  const abandoned = [...open].filter(([{ summary }, process]) => {
    return isAbandoned(process, summary.submittedAt, self, nowMs);
  });
  return abandoned.map(([{ key }]) => abandonedAt(key, nowMs));
}

/** A process that ended while it reserved money reserved none. */
export function expirePlans({ productions }: RecordIndex, self: Process, nowMs: number): PlanEvent[] {
  const abandoned = [...productions.asking].filter(({ askedBy, askedAt }) =>
    isAbandoned(askedBy, askedAt, self, nowMs),
  );
  return abandoned.map(({ plan: { key } }) => ({ type: 'plan_withdrawn', key, at: nowMs }));
}

function isAbandoned(process: Process | undefined, sinceMs: number, self: Process, nowMs: number): boolean {
  const life = process ? lifeOf(process, self) : 'gone';
  const isOverdue = Math.abs(nowMs - sinceMs) > longestSubmitMs;
  return life === 'gone' || (life === 'unknown' && isOverdue);
}
