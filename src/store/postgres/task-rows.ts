import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { costOf, isOvercharged, nameOfAccount } from '../claim-rules.ts';
import { type Account, Intent, TaskEvent, Words } from '../events.ts';
import { isAtWork } from '../productions/step-rules.ts';
import { fold } from '../search-words.ts';
import { foldTask, statusOf, type Task } from '../task.ts';
import type { Query } from './database.ts';

/** As the statements below select it. `words` only where they were asked for. */
export type TaskRow = {
  key: string;
  place: number;
  owner: string;
  intent: object;
  events: readonly object[];
  payer_id: string | null;
  words?: object | null;
};

export const selectTasks = `select t.key, t.place::float8 as place, t.owner, t.intent, t.events, p.id as payer_id`;
export const fromTasks = `from seedance.tasks t left join seedance.payers p on p.salt = t.salt and p.key_hash = t.key_hash`;
/** Tasks with their words; a condition may follow. */
export const selectWhole = `${selectTasks}, w.words ${fromTasks} left join seedance.words w on w.key = t.key`;

const noWords: Words = { prompt: '', references: [], parameters: {} };

/** Undefined where the row is not what this version knows. */
export function readTask(row: TaskRow, host: string): Task | undefined {
  const told = readTold(row, host);
  if (!told) return undefined;
  const task = foldTask(told.intent, told.events);
  return task.payer && row.payer_id ? { ...task, payer: { ...task.payer, id: task.payer.id ?? row.payer_id } } : task;
}

/** An intent with its words, and what became of it. */
export function readTold(row: TaskRow, host: string): { intent: Intent; events: TaskEvent[] } | undefined {
  const { prompt, references, parameters } = Words.safeParse(row.words).data ?? noWords;
  const asked = 'asked' in row.intent && typeof row.intent.asked === 'object' ? row.intent.asked : {};
  const intent = Intent.safeParse({ ...row.intent, parameters, asked: { ...asked, prompt, references } }).data;
  return intent && { intent, events: eventsFor(row.events, host) };
}

export function readTasks(rows: readonly TaskRow[], host: string): Task[] {
  return rows.flatMap((row) => readTask(row, host) ?? []);
}

/** A saved file belongs to its host: where this one has none, it is told as `host:path`. */
function eventsFor(events: readonly object[], host: string): TaskEvent[] {
  const known = events.flatMap((event) => {
    const parsed = TaskEvent.safeParse(event).data;
    if (parsed?.type !== 'saved') return parsed ?? [];
    const savedOn = 'host' in event ? String(event.host) : host;
    const isHere = savedOn === host || parsed.files.every(({ path }) => existsSync(path));
    const files = parsed.files.map((file) =>
      isHere ? file : { ...file, host: savedOn, path: `${savedOn}:${file.path}` },
    );
    return { ...parsed, files, isHere };
  });
  const isAnyHere = known.some((event) => 'isHere' in event && event.isHere);
  return known.filter((event) => !isAnyHere || !('isHere' in event) || event.isHere);
}

/** The columns that are asked for by an index, of a task as its events leave it. */
function columnsOf(task: Task, events: readonly object[]): Record<string, unknown> {
  return {
    state: task.state,
    status: statusOf(task),
    cost: costOf(task),
    at_work: isAtWork(task),
    ended_at: task.endedAt ?? null,
    used_at: task.usedAt ?? null,
    remote_id: task.remoteId === undefined ? null : storable(task.remoteId),
    paths: pathsIn(events),
    events: JSON.stringify(events),
  };
}

/** Where files were saved, on whatever host. */
function pathsIn(events: readonly object[]): string[] {
  const saved = events.flatMap((event) => TaskEvent.safeParse(event).data ?? []);
  return [...new Set(saved.flatMap((event) => (event.type === 'saved' ? event.files.map(({ path }) => path) : [])))];
}

export type Writer = { owner: string; host: string; session?: number };

/** False where the key is there already. */
export async function insertTask(
  query: Query,
  intent: Intent,
  writer: Writer,
  events: readonly TaskEvent[] = [],
): Promise<boolean> {
  const { key, at, parameters, asked, ...rest } = intent;
  const { prompt, references, ...facts } = asked;
  const stored = events.map((event) => stamped(event, writer.host));
  const inserted = await insert(query, 'tasks', {
    key,
    owner: writer.owner,
    session: writer.session ?? null,
    at,
    account: nameOfAccount(intent),
    backend: intent.backend,
    rehearsal: intent.rehearsal,
    fingerprint: intent.fingerprint,
    production: intent.step?.production ?? null,
    step: intent.step?.number ?? null,
    salt: intent.payer?.salt ?? null,
    key_hash: intent.payer?.key_hash ?? null,
    intent: JSON.stringify({ ...rest, key, at, asked: facts }),
    ...columnsOf(foldTask(intent, events), stored),
  });
  if (!inserted) return false;
  const words = JSON.stringify({ prompt, references, parameters } satisfies Words);
  const isThere = prompt !== '' || Object.keys(parameters).length > 0; // else it was adopted, or forgotten
  if (isThere) await insert(query, 'words', { key, found_by: storable(fold(prompt)), words });
  await addNames(query, key, pathsIn(stored));
  return true;
}

/** Rows are written once: what is there stays. */
export async function insert(query: Query, table: string, row: Record<string, unknown>): Promise<boolean> {
  const names = Object.keys(row);
  const places = names.map((_, n) => `$${n + 1}`);
  const text = `insert into seedance.${table} (${names}) values (${places}) on conflict do nothing returning true`;
  return (await query(text, Object.values(row))).length > 0;
}

/** Lets a search find a task by the names of its files. */
export async function addNames(query: Query, key: string, paths: readonly string[]): Promise<void> {
  const names = storable(fold(paths.map((path) => `\n${basename(path)}`).join('')));
  if (names === '') return;
  await query(
    `insert into seedance.words (key, found_by) values ($1, $2)
     on conflict (key) do update set found_by = words.found_by || excluded.found_by`,
    [key, names],
  );
}

/** PostgreSQL takes no NUL in a text. */
export function storable(text: string): string {
  return text.replaceAll('\0', '');
}

/** Adds events to a task, and to what follows from it. An event that is there already was delivered twice. */
export async function advanceTask(
  query: Query,
  key: string,
  events: readonly TaskEvent[],
  host: string,
): Promise<void> {
  const [row] = await query<TaskRow>(`${selectTasks} ${fromTasks} where t.key = $1 for update of t`, [key]);
  const before = row && readTask(row, host);
  if (!row || !before) return;
  const known = new Set(row.events.map((event) => JSON.stringify(event)));
  const fresh = events.map((event) => stamped(event, host)).filter((event) => !known.has(JSON.stringify(event)));
  if (fresh.length === 0) return;
  const all = [...row.events, ...fresh];
  const after = readTask({ ...row, events: all }, host) ?? before;
  const columns = columnsOf(after, all);
  const sets = Object.keys(columns).map((name, n) => `${name} = $${n + 2}`);
  await query(`update seedance.tasks set ${sets} where key = $1`, [key, ...Object.values(columns)]);
  await addNames(query, key, pathsIn(fresh));
  await advancePurse(query, before, after);
  await query(
    `update seedance.productions set version = version + 1, is_over = false
     where key = $1 or key in (select production from seedance.links where task = $2)`,
    [after.step?.production ?? null, key],
  );
}

/** A charge far above what was agreed blocks the account; a service that was too busy for a step gets fewer for a while. */
async function advancePurse(query: Query, before: Task, after: Task): Promise<void> {
  const isCharged = JSON.stringify(before.price) !== JSON.stringify(after.price);
  if (isCharged && isOvercharged(after)) await notePurse(query, after, 'blocked_by', after.key);
  if (after.step && after.state === 'refused' && after.remoteError === 'rate_limited')
    await notePurse(query, after, 'busy_at', after.endedAt);
}

export async function notePurse(
  query: Query,
  account: Account,
  column: 'blocked_by' | 'busy_at',
  value: unknown,
): Promise<void> {
  await query(
    `insert into seedance.purses (name, ${column}) values ($1, $2) on conflict (name) do update set ${column} = excluded.${column}`,
    [nameOfAccount(account), value],
  );
}

/** As it is kept. */
function stamped(event: TaskEvent, host: string): object {
  return JSON.parse(JSON.stringify(event.type === 'saved' ? { ...event, host } : event));
}
