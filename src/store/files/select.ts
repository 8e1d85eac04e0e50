import { basename } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { type Best, countWords, keepBest, wordsIn } from '../search-words.ts';
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
    const isInTime = row.summary.submittedAt < (query.until ?? Number.POSITIVE_INFINITY);
    const isMeant = isInTime && (!query.singles || !productions.owns(row.summary));
    if (isMeant && matches(row.summary, query)) rows.push(row);
  }
  return rows;
}

const searchedAtOnce = 256;

/** Tasks whose prompt and files hold the most of the words. Reads from the disk, newest first, and lets other work run in between. */
export async function search(record: FileRecord, query: TaskQuery, text: string): Promise<TaskRow[]> {
  const wanted = wordsIn(text);
  const index = record.look();
  const rows = select(index, { ...query, limit: Number.POSITIVE_INFINITY });
  const names = namesOfFiles(index);
  const best: Best<TaskRow> = { words: 0, items: [] };
  const isEnough = (): boolean => best.words === wanted.length && best.items.length >= query.limit;
  for (let start = 0; start < rows.length && !isEnough(); start += searchedAtOnce) {
    const batch = rows.slice(start, start + searchedAtOnce);
    const worded = batch.filter(hasWords);
    const words = record.readWords(worded);
    const prompts = new Map(worded.map(({ key }, n) => [key, words[n]?.prompt ?? '']));
    for (const row of batch)
      keepBest(best, row, countWords([prompts.get(row.key) ?? '', ...(names.get(row.key) ?? [])], wanted));
    await otherWork();
  }
  return best.items.slice(0, query.limit);
}

/** What the files of each key are called. */
function namesOfFiles({ savedPaths }: RecordIndex): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [path, { key }] of savedPaths) names.set(key, [...(names.get(key) ?? []), basename(path)]);
  return names;
}

/** What was never sent is no task. */
function matches(summary: TaskSummary, { rehearsal, backends, status, used }: TaskQuery): boolean {
  if (summary.state === 'withdrawn' || summary.state === 'refused') return false;
  if (rehearsal !== undefined && summary.rehearsal !== rehearsal) return false;
  if (backends && !backends.includes(summary.backend)) return false;
  if (used && summary.usedAt === undefined) return false;
  return !status || statusOf(summary) === status;
}
