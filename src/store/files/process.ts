import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

/** A process that has a submit in hand. `started` tells it apart from a later one with the same number. */
export const Process = z.object({ pid: z.number(), started: z.string(), host: z.string() });
export type Process = z.output<typeof Process>;

export function thisProcess(): Process {
  return { pid: process.pid, started: startedAt(process.pid), host: hostname() };
}

/** Unknown: on another machine with the same folder, or where a later process may have the same number. */
export type Life = 'alive' | 'gone' | 'unknown';

export function lifeOf({ pid, started, host }: Process, self: Process): Life {
  if (host !== self.host) return 'unknown';
  if (pid === self.pid && started === self.started) return 'alive';
  if (!exists(pid) || startedAt(pid) !== started) return 'gone';
  return started === '' ? 'unknown' : 'alive';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time as Linux tells it; empty elsewhere, where the number alone must do. */
function startedAt(pid: number): string {
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended but for its parent's notice (proc(5): field 3 is the state, field 22 the start time).
    return state === 'Z' ? 'ended' : (fields[18] ?? '');
  } catch {
    return '';
  }
}
