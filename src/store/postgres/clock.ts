import type { Query } from './database.ts';

const machineNow = Date.now;
/** Clocks that are set by the network differ by less. */
const usualMs = 1_000;

/**
 * Lets this process go by the clock of the database, so that ten minutes and a day are the same for all machines; the locks of
 * BullMQ count with `Date.now()` as well (docs/scale.md, Clocks). Returns whether the clock of the machine is another.
 */
export async function goByDatabaseClock(query: Query): Promise<boolean> {
  const aheadMs = await readAheadMs(query);
  const offsetMs = Math.round(Date.now() - machineNow() + aheadMs);
  if (Math.abs(aheadMs) >= usualMs) Date.now = () => machineNow() + offsetMs;
  return Math.abs(Date.now() - machineNow()) >= usualMs;
}

/** How far the clock of the database is ahead, as far as that is certain whatever the way there takes. */
async function readAheadMs(query: Query): Promise<number> {
  const before = Date.now();
  const [row] = await query<{ ms: number }>('select extract(epoch from clock_timestamp())::float8 * 1000 as ms');
  const { ms } = row ?? { ms: before };
  return Math.min(ms - before, 0) + Math.max(ms - Date.now(), 0);
}
