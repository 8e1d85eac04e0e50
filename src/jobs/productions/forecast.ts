import type { RemoteTask } from '../../backends/backend.ts';
import { isSameAccount } from '../../store/claim-rules.ts';
import type { Production } from '../../store/productions/production.ts';
import { type Stand, standsOf } from '../../store/productions/stand.ts';

type Known = {
  nowMs: number;
  /** Steps that a service works on at once. */
  concurrency: number;
  /** How long one task takes that is made on an offer. */
  typicalSeconds(offer: number): number;
  latest: ReadonlyMap<string, RemoteTask>;
};

export type Forecast = {
  /** Of the whole, 0 to 1. */
  progress: number;
  secondsLeft: number;
};

/** A task that is overdue is taken to need at least this part of the usual time. */
const leastLeft = 0.05;
const mostDone = 0.95;

/** How far a production is and how long it takes, with every service working on so many steps at once. */
export function forecast(production: Production, known: Known): Forecast {
  const { plan, steps } = production;
  const lanes = new Map(
    plan.offers.map((offer, n) => [n, plan.offers.findIndex((one) => isSameAccount(one.account, offer.account))]),
  );
  const busy = new Map<number, number[]>();
  /** When each clip will be there: what is made from it begins then. Needs stand before what is made from them. */
  const ready = new Map<number, number>();
  let done = 0;
  for (const [n, stand] of standsOf(production).entries()) {
    const { offer = 0, clip = 0, needs = [] } = plan.steps[n] ?? {};
    const typical = known.typicalSeconds(offer);
    const part = stand.is === 'running' ? partDone(stand.task, typical, known) : isPlanned(stand) ? 0 : 1;
    done += part;
    const isGoing = stand.is === 'running' || (isPlanned(stand) && production.state === 'active');
    if (!isGoing) continue;
    const from = Math.max(0, ...needs.map((need) => ready.get(need.clip) ?? 0));
    const piece = { from, seconds: typical * Math.max(leastLeft, 1 - part) };
    const end = occupy(busy, lanes.get(offer) ?? 0, known.concurrency, piece);
    ready.set(clip, Math.min(ready.get(clip) ?? end, end));
  }
  const secondsLeft = Math.max(0, ...[...busy.values()].flat());
  return { progress: steps.length === 0 ? 1 : done / steps.length, secondsLeft };
}

function isPlanned({ is }: Stand): boolean {
  return is === 'unsent' || is === 'waiting';
}

function partDone(
  { key, submittedAt }: { key: string; submittedAt: number },
  typicalSeconds: number,
  { nowMs, latest }: Known,
): number {
  const told = latest.get(key)?.progress;
  return Math.min(mostDone, told ?? (nowMs - submittedAt) / 1000 / typicalSeconds);
}

/** The next piece of work goes to the place that is free first. Returns when it ends. */
function occupy(
  busy: Map<number, number[]>,
  service: number,
  places: number,
  { from, seconds }: { from: number; seconds: number },
): number {
  const ends = busy.get(service) ?? [];
  busy.set(service, ends);
  const first = ends.length < places ? ends.length : ends.indexOf(Math.min(...ends));
  const end = Math.max(from, ends[first] ?? 0) + seconds;
  ends[first] = end;
  return end;
}
