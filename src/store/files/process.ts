import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

/** A process that has a submit in hand. `started` tells it apart from a later one with the same number. */
export const Process = z.object({ pid: z.number(), started: z.string(), host: z.string() });
export type Process = z.output<typeof Process>;

export function thisProcess(): Process {
  return { pid: process.pid, started: startedAt(process.pid), host: hostname() };
}

/** Whether a process still runs. Unknown (another machine on a shared folder) counts as running. */
export function isAlive({ pid, started, host }: Process): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startedAt(pid) === started;
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
