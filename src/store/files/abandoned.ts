import { errorCodes } from '../../core/errors.ts';
import { longestSubmitMs } from '../claim-rules.ts';
import type { TaskEvent } from '../events.ts';
import { isAlive, type Process } from './process.ts';
import type { RecordIndex } from './record-index.ts';

/** An open intent whose process is gone, or that is overdue, becomes uncertain for whoever looks first. */
export function expireAbandoned({ open }: RecordIndex, self: Process, nowMs: number): TaskEvent[] {
  const abandoned = [...open].filter(([{ summary }, process]) => {
    const isOverdue = Math.abs(nowMs - summary.submittedAt) > longestSubmitMs;
    return isOverdue || !process || !(isSame(process, self) || isAlive(process));
  });
  const { nextStep } = errorCodes.uncertain;
  const message = 'The process that submitted this ended before it learned whether the service accepted it.';
  const error = { code: 'uncertain' as const, message, nextStep };
  return abandoned.map(([{ key }]) => ({ type: 'uncertain', key, at: nowMs, error }));
}

function isSame(a: Process, b: Process): boolean {
  return a.pid === b.pid && a.started === b.started && a.host === b.host;
}
