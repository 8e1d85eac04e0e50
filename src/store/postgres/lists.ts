import { existsSync } from 'node:fs';
import { wordsIn } from '../search-words.ts';
import type { ProductionQuery, TaskQuery } from '../store.ts';
import type { Task } from '../task.ts';
import type { Query } from './database.ts';
import type { Claimer } from './find.ts';
import { readProductions, type StoredProduction } from './read-productions.ts';
import { fromTasks, readTask, readTasks, selectTasks, selectWhole, storable, type TaskRow } from './task-rows.ts';

/** Newest first, without what was never sent. A search finds what holds the most of its words. */
export async function listTasks(query: Query, claimer: Claimer, asked: TaskQuery, hasWords: boolean): Promise<Task[]> {
  const words = asked.search === undefined ? [] : wordsIn(asked.search).map(patternOf);
  for (let least = words.length; ; least--) {
    const { values, where } = createConditions();
    where(`t.state not in ('withdrawn', 'refused')`);
    if (asked.rehearsal !== undefined) where('t.rehearsal = ?', asked.rehearsal);
    if (asked.backends) where('t.backend = any(?)', asked.backends);
    if (asked.status) where('t.status = ?', asked.status);
    if (asked.since !== undefined) where('t.at >= ?', asked.since);
    if (asked.until !== undefined) where('t.at < ?', asked.until);
    if (asked.singles) where('t.production is null');
    if (asked.used) where('t.used_at is not null');
    if (asked.mine) where(isMine('t'), claimer.owner);
    if (least === words.length) for (const word of words) where('w.found_by like ?', word);
    else where(`(select count(*) from unnest(?::text[]) as word where w.found_by like word) >= ${least}`, words);
    const select = hasWords ? selectWhole : `${selectTasks} ${fromTasks}`;
    const text = `${select} where ${where.text()} order by t.at desc, t.place desc ${limitTo(asked.limit)}`;
    const rows = await query<TaskRow>(text, values);
    if (rows.length === 0 && least > 1) continue;
    return rows.flatMap((row) => {
      const task = readTask(row, claimer.host);
      return task ? { ...task, owner: asked.mine ? undefined : row.owner } : [];
    });
  }
}

/** Newest first. */
export function listProductions(
  query: Query,
  { host, owner }: Claimer,
  asked: ProductionQuery,
): Promise<StoredProduction[]> {
  const { values, where } = createConditions();
  where('p.at >= ?', asked.since ?? 0);
  if (asked.until !== undefined) where('p.at < ?', asked.until);
  if (asked.rehearsal !== undefined) where('p.rehearsal = ?', asked.rehearsal);
  if (asked.mine) where(isMine('p'), owner);
  return readProductions(
    query,
    host,
    `where ${where.text()} order by p.at desc, p.place desc ${limitTo(asked.limit)}`,
    values,
  );
}

function patternOf(word: string): string {
  return `%${storable(word).replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** One's own, and what one was given as a duplicate. */
function isMine(table: string): string {
  return `(${table}.owner = ? or exists (select from seedance.given g where g.owner = ? and g.key = ${table}.key))`;
}

function createConditions() {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const add = (condition: string, value?: unknown): void => {
    if (value !== undefined) values.push(value);
    conditions.push(condition.replaceAll('?', `$${values.length}`));
  };
  return { values, where: Object.assign(add, { text: () => conditions.join(' and ') }) };
}

function limitTo(limit: number): string {
  return Number.isSafeInteger(limit) ? `limit ${limit}` : '';
}

/** The task whose file was saved at a path: by this machine, or into a folder that machines share. */
export async function findSaved(query: Query, { host }: Claimer, path: string): Promise<Task | undefined> {
  const rows = await query<TaskRow>(`${selectWhole} where t.paths @> array[$1] order by t.place desc`, [
    storable(path),
  ]);
  const isHere = ({ files }: Task): boolean => files.some((file) => file.path === path);
  const tasks = readTasks(rows, host);
  return tasks.find(isHere) ?? (existsSync(path) ? tasks[0] : undefined);
}
