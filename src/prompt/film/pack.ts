import type { Range } from '../../core/model-limits.ts';
import { tidy } from '../text/time/notation.ts';

/** What packing knows of a shot. */
export type PackedShot = {
  seconds: number;
  /** Whether it goes on without a cut from the shot before. */
  isContinuous: boolean;
  /** Whether a scene begins with it. The first shot begins none. */
  opensScene: boolean;
};

/** Shots `from` up to `to`, without it, and how long they last as one clip. */
export type Group = { from: number; to: number; seconds: number };

/** Whole seconds of a clip; `extended` is the most of one that another clip goes on from. */
export type ClipRange = Range & { extended?: number };

/**
 * Shots into clips: whole shots, in order, whole seconds. Wanted, first to last: no cut inside a continuous run, no clip over a scene
 * break, fewest clips, the shortest longest clip. Undefined where no division fits.
 */
export function packShots(shots: readonly PackedShot[], range: ClipRange): Group[] | undefined {
  return divide(shots, (group) => costOf(shots, group, range), range.most)?.groups;
}

/** A sum with a fraction is sent rounded up. */
export function clipSeconds(sum: number): number {
  return Math.ceil(tidy(sum));
}

/** Compared from the first number on; the last is the longest so far, the others add up. */
export type Cost = readonly number[];

function costOf(shots: readonly PackedShot[], { from, to, seconds }: Group, range: ClipRange): Cost | undefined {
  const next = shots[to];
  const isExtended = next !== undefined && !next.opensScene;
  const most = isExtended ? Math.min(range.most, range.extended ?? range.most) : range.most;
  if (seconds < range.least || seconds > most) return undefined;
  const cut = shots[from]?.isContinuous && from > 0 ? 1 : 0;
  const breaks = shots.slice(from + 1, to).filter(({ opensScene }) => opensScene).length;
  return [cut, breaks, 1, seconds];
}

type Division = { cost: Cost; groups: Group[] };

/** The cheapest division of shots into groups, each of which `price` allows. Groups longer than `mostSeconds` are not asked about. */
export function divide(
  shots: readonly Pick<PackedShot, 'seconds'>[],
  price: (group: Group) => Cost | undefined,
  mostSeconds: number,
): Division | undefined {
  const best: (Division | undefined)[] = [{ cost: [], groups: [] }];
  for (let to = 1; to <= shots.length; to += 1) {
    let sum = 0;
    for (let from = to - 1; from >= 0; from -= 1) {
      sum += shots[from]?.seconds ?? 0;
      const group = { from, to, seconds: clipSeconds(sum) };
      if (group.seconds > mostSeconds) break;
      const before = best[from];
      const own = before && price(group);
      if (!own) continue;
      const cost = add(before.cost, own);
      const current = best[to];
      if (!current || isLess(cost, current.cost)) best[to] = { cost, groups: [...before.groups, group] };
    }
  }
  return best[shots.length];
}

function add(before: Cost, own: Cost): Cost {
  return own.map((number, i) => {
    const sum = before[i] ?? 0;
    return i < own.length - 1 ? sum + number : Math.max(sum, number);
  });
}

function isLess(a: Cost, b: Cost): boolean {
  const i = a.findIndex((number, n) => number !== b[n]);
  return i !== -1 && (a[i] ?? 0) < (b[i] ?? 0);
}
