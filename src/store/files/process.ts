import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../task.ts';

/** This process, told apart from a later one with the same number. */
export function thisProcess(): Owner {
  return { pid: process.pid, started: startedAt(process.pid), host: hostname() };
}

/** Whether the process that owns a submit still runs. Unknown (another machine on a shared folder) counts as running. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startedAt(owner.pid) === owner.started;
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
