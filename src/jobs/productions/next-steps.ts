import type { Production } from '../../store/productions/production.ts';
import { standsOf } from '../../store/productions/stand.ts';

export type NextSteps = {
  /** Numbers of the steps that may be sent now, in their order. */
  send: number[];
  /** When the next one may be, in milliseconds since 1970. */
  wakeAt?: number;
};

/** What to do next with a production: a function of its record and the time alone, so that anybody may do it. */
export function nextSteps(production: Production, nowMs: number): NextSteps {
  if (production.state !== 'active') return { send: [] };
  const send: number[] = [];
  let wakeAt: number | undefined;
  for (const [number, stand] of standsOf(production).entries()) {
    if (stand.is !== 'unsent') continue;
    if (stand.dueAt <= nowMs) send.push(number);
    else wakeAt = Math.min(wakeAt ?? stand.dueAt, stand.dueAt);
  }
  return { send, wakeAt };
}
