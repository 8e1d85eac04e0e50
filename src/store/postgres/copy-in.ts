import { join } from 'node:path';
import { abandonedAt } from '../abandoned.ts';
import type { SharedEvent } from '../events.ts';
import { createDocuments } from '../files/documents.ts';
import { findDraft } from '../files/drafts.ts';
import { createJournal } from '../files/journal.ts';
import { findLine, isProductionLine, isTaskLine, type Line, readIntent, type TaskLine } from '../files/line.ts';
import { createPlans } from '../files/plans.ts';
import { createRecord } from '../files/record.ts';
import type { PlanEvent } from '../productions/plan.ts';
import { foldTask } from '../task.ts';
import type { Query } from './database.ts';
import { insertDraft } from './drafts.ts';
import { advanceProduction, insertPlan, insertProduction } from './production-rows.ts';
import { recordShared } from './record.ts';
import { advanceTask, insertTask, notePurse, type Writer } from './task-rows.ts';

export type Copied = { tasks: number; productions: number; uploads: number; drafts: number; known: number };

type Change = <Result>(work: (query: Query, writer: Writer) => Promise<Result>) => Promise<Result>;

const atOnce = 200;

/** The record in files, into the database. What is there already only gets what it lacks, so it may be called again after any end. */
export async function copyFromFiles(home: string, change: Change, now: () => number): Promise<Copied> {
  const lines: Line[] = [];
  createJournal(join(home, 'ledger'), now).readNew((text) => {
    const line = findLine(text);
    if (line) lines.push(line);
  });
  const source = createSource(home, lines, now);
  const copied: Copied = { tasks: 0, productions: 0, uploads: 0, drafts: 0, known: 0 };
  for (let start = 0; start < lines.length; start += atOnce) {
    const counts = await change(async (query, writer) => {
      const found: (keyof Copied)[] = [];
      for (const line of lines.slice(start, start + atOnce))
        found.push(...(await copyLine(query, writer, line, source)));
      return found;
    });
    for (const name of counts) copied[name]++;
  }
  copied.drafts = await change((query) => copyDrafts(query, home));
  return copied;
}

type Source = ReturnType<typeof createSource>;

/** What belongs together, whatever line it stands in. */
function createSource(home: string, lines: readonly Line[], now: () => number) {
  const ofTask = new Map<string, TaskLine[]>();
  const ofPlan = new Map<string, PlanEvent[]>();
  for (const line of lines) {
    if (isTaskLine(line)) ofTask.set(line.key, [...(ofTask.get(line.key) ?? []), line]);
    else if (isProductionLine(line) && line.type !== 'planned')
      ofPlan.set(line.key, [...(ofPlan.get(line.key) ?? []), line]);
  }
  const index = createRecord(join(home, 'ledger'), now).look();
  return { ofTask, ofPlan, index, plans: createPlans(home, now), now };
}

/** A task is copied whole with its intent, a production with its plan. */
async function copyLine(query: Query, writer: Writer, line: Line, source: Source): Promise<(keyof Copied)[]> {
  switch (line.type) {
    case 'intent':
      return copyTask(query, writer, line.key, source);
    case 'planned':
      return copyProduction(query, writer, line.key, source);
    case 'plan_linked':
      await advanceProduction(query, writer.host, line.key, [line]);
      return [];
    case 'uploaded':
    case 'payer':
      return copyShared(query, line);
    default:
      return [];
  }
}

async function copyTask(
  query: Query,
  writer: Writer,
  key: string,
  { ofTask, index, now }: Source,
): Promise<(keyof Copied)[]> {
  const found = readIntent(ofTask.get(key) ?? []);
  if (!found) return [];
  const { intent, events } = found;
  const isOpen = foldTask(intent, events).state === 'open';
  const all = isOpen ? [...events, abandonedAt(key, now())] : events;
  if (await insertTask(query, intent, writer, all)) {
    if (index.findBlock(intent)?.key === key) await notePurse(query, intent, 'blocked_by', key);
    return ['tasks'];
  }
  await advanceTask(query, key, events, writer.host);
  return ['known'];
}

/** One whose money is being asked for arrives as stopped; one that never got it is none. */
async function copyProduction(
  query: Query,
  writer: Writer,
  key: string,
  { ofPlan, index, plans, now }: Source,
): Promise<(keyof Copied)[]> {
  const production = index.productions.find(key);
  if (!production?.begun) return [];
  const told = (ofPlan.get(key) ?? []).filter(({ type }) => type !== 'plan_linked');
  const stop = { type: 'plan_withdrawn' as const, key, at: now() };
  const events = production.state === 'asking' ? [...told, stop] : told;
  if (!(await insertProduction(query, production.plan, writer.owner, events))) {
    await advanceProduction(query, writer.host, key, events);
    return ['known'];
  }
  await query('update seedance.productions set forgiven = $2, last_at = $3 where key = $1', [
    key,
    production.steps.map(({ forgiven }) => forgiven),
    production.lastAt,
  ]);
  const requests = plans.read(key);
  if (requests.length > 0) await insertPlan(query, key, { requests, film: plans.readFilm(key) });
  return ['productions'];
}

async function copyShared(query: Query, event: SharedEvent): Promise<(keyof Copied)[]> {
  await recordShared(query, event);
  return event.type === 'uploaded' ? ['uploads'] : [];
}

async function copyDrafts(query: Query, home: string): Promise<number> {
  const documents = createDocuments(join(home, 'drafts'));
  let count = 0;
  for (const name of documents.names()) {
    const document = documents.find(name);
    const draft = document && findDraft(document.text);
    if (draft && (await insertDraft(query, draft, document.usedAt))) count++;
  }
  return count;
}
