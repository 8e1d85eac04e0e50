import { formatSeconds } from '../text/time/notation.ts';
import { type ClipRange, type Cost, divide, type Group, type PackedShot } from './pack.ts';

/** `shot 2: 4 s instead of 2, or shot 1: 13 s instead of 14`: the fewest seconds that make a division possible, longer and shorter. */
export function nearestChanges(shots: readonly PackedShot[], range: ClipRange): string {
  const longer = changesOf(shots, range, 'longer');
  const shorter = changesOf(shots, range, 'shorter');
  const mixed = longer || shorter ? undefined : changesOf(shots, range, 'either');
  return [longer, shorter, mixed].filter((one) => one !== undefined).join(', or ');
}

type Way = 'longer' | 'shorter' | 'either';

/** Undefined where changes of one way alone do not do it. */
function changesOf(shots: readonly PackedShot[], range: ClipRange, way: Way): string | undefined {
  const { least, most } = { ...range, most: Math.min(range.most, range.extended ?? range.most) };
  const price = ({ from, to, seconds }: Group): Cost | undefined => {
    if (seconds < least) return way === 'shorter' ? undefined : [least - seconds, 1];
    if (seconds <= most) return [0, 1];
    const longest = Math.max(...shots.slice(from, to).map((shot) => shot.seconds));
    const isEnough = Math.ceil(longest) - (seconds - most) >= shortestShot;
    return way === 'longer' || !isEnough ? undefined : [seconds - most, 1];
  };
  const division = divide(shots, price, most * 2);
  const changes = division?.groups.flatMap(({ from, to, seconds }) => {
    const change = seconds < least ? least - seconds : seconds > most ? most - seconds : 0;
    if (change === 0) return [];
    const lengths = shots.slice(from, to).map((shot) => shot.seconds);
    const longest = from + lengths.indexOf(Math.max(...lengths));
    const was = shots[longest]?.seconds ?? 0;
    // From the rounded sum: a fraction is dropped with it.
    return [`shot ${longest + 1}: ${formatSeconds(Math.ceil(was) + change)} s instead of ${formatSeconds(was)}`];
  });
  return changes && changes.length > 0 && changes.length <= mostChanges ? changes.join(' and ') : undefined;
}

/** Seconds; nothing shorter is proposed. */
const shortestShot = 2;

/** More changes than these are no advice. */
const mostChanges = 4;
