import { setImmediate as otherWork } from 'node:timers/promises';
import type { TaskQuery } from '../store.ts';
import { statusOf, type TaskSummary } from '../task.ts';
import type { FileRecord } from './record.ts';
import { hasWords, type RecordIndex, type TaskRow } from './record-index.ts';

/** Newest first. */
export function select({ tasks, productions }: RecordIndex, query: TaskQuery): TaskRow[] {
  const rows: TaskRow[] = [];
  for (let n = tasks.length - 1; n >= 0 && rows.length < query.limit; n--) {
    const row = tasks[n] as TaskRow;
    if (row.summary.submittedAt < (query.since ?? 0)) break;
    const isMeant = !query.singles || !productions.owns(row.summary);
    if (isMeant && matches(row.summary, query)) rows.push(row);
  }
  return rows;
}

const searchedAtOnce = 256;

/** Reads words from the disk, newest first, and lets other work run in between. */
export async function search(record: FileRecord, query: TaskQuery, text: string): Promise<TaskRow[]> {
  const wanted = text.toLowerCase();
  const rows = select(record.look(), { ...query, limit: Number.POSITIVE_INFINITY }).filter(hasWords);
  const found: TaskRow[] = [];
  for (let start = 0; start < rows.length && found.length < query.limit; start += searchedAtOnce) {
    const batch = rows.slice(start, start + searchedAtOnce);
    const words = record.readWords(batch);
    found.push(...batch.filter((_, n) => words[n]?.prompt.toLowerCase().includes(wanted)));
    await otherWork();
  }
  return found.slice(0, query.limit);
}

/** What was never sent is no task. */
function matches(summary: TaskSummary, { rehearsal, backends, status, used }: TaskQuery): boolean {
  if (summary.state === 'withdrawn' || summary.state === 'refused') return false;
  if (rehearsal !== undefined && summary.rehearsal !== rehearsal) return false;
  if (backends && !backends.includes(summary.backend)) return false;
  if (used && summary.usedAt === undefined) return false;
  return !status || statusOf(summary) === status;
}
