import { machineNow } from '../../core/machine-clock.ts';
import type { Query } from './database.ts';

/** Clocks that are set by the network differ by less. */
const usualMs = 1_000;

/**
 * Lets this process go by the clock of the database, so that ten minutes and a day are the same for all machines; the locks of
 * BullMQ count with `Date.now()` as well (docs/scale.md, Clocks). Returns whether the clock of the machine is another.
 */
export async function goByDatabaseClock(query: Query): Promise<boolean> {
  const { least, most } = await readAheadMs(query);
  const offsetMs = Date.now() - machineNow();
  const rightMs = Math.round(Math.min(Math.max(offsetMs, least), most));
  if (Math.abs(rightMs - offsetMs) >= usualMs) Date.now = () => machineNow() + rightMs;
  return Math.abs(Date.now() - machineNow()) >= usualMs;
}

/** How far the database is ahead of the machine's own clock, which no other call sets: between these, whatever the way there takes. */
async function readAheadMs(query: Query): Promise<{ least: number; most: number }> {
  const before = machineNow();
  const [row] = await query<{ ms: number }>('select extract(epoch from clock_timestamp())::float8 * 1000 as ms');
  const { ms } = row ?? { ms: before };
  return { least: ms - machineNow(), most: ms - before };
}
