const machineNow = Date.now;
/** Clocks that are set by the network differ by less. */
const usualMs = 1_000;

/**
 * Lets this process go by the clock of the database: the locks of BullMQ count with `Date.now()` of each machine, and those of a
 * machine that is an hour ahead would outlive it by an hour (docs/scale.md, Clocks). Returns whether it was moved.
 */
export function moveClock(aheadMs: number): boolean {
  if (Math.abs(aheadMs) < usualMs) return false;
  const offsetMs = Math.round(Date.now() - machineNow() + aheadMs);
  Date.now = () => machineNow() + offsetMs;
  return true;
}
