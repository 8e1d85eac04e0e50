import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { abandonedAt } from '../abandoned.ts';
import { Draft } from '../draft.ts';
import { type RecordEvent, Upload } from '../events.ts';
import { createDocuments } from '../files/documents.ts';
import { createJournal } from '../files/journal.ts';
import { findLine, isProductionLine, type Line, linesOf } from '../files/line.ts';
import { createPlans } from '../files/plans.ts';
import { createRecord, type FileRecord } from '../files/record.ts';
import { advanceSummary, summarize } from '../task.ts';
import type { Copied } from './copy-in.ts';
import type { Query } from './database.ts';
import { readFilm, readRequests } from './production-rows.ts';
import { readPlanEvents, readProductions, type StoredProduction } from './read-productions.ts';
import { readTold, selectWhole, type TaskRow } from './task-rows.ts';

type Parts = {
  query: Query;
  host: string;
  home: string;
  record: FileRecord;
  /** Lines about productions that are there. */
  lines: ReadonlySet<string>;
  now(): number;
  copied: Copied;
};

const atOnce = 500;

/** The record in the database, into files. What is there already only gets what it lacks. */
export async function copyToFiles(query: Query, host: string, home: string, now: () => number): Promise<Copied> {
  const record = createRecord(join(home, 'ledger'), now);
  const copied: Copied = { tasks: 0, productions: 0, uploads: 0, drafts: 0, known: 0 };
  const parts: Parts = { query, host, home, record, lines: readLines(home, now), now, copied };
  await copyShared(parts);
  await copySingles(parts);
  const keys = await query<{ key: string }>('select key from seedance.productions order by place');
  for (const { key } of keys) await copyProduction(parts, key);
  await copyBlocks(parts);
  await copyDrafts(parts);
  return copied;
}

function readLines(home: string, now: () => number): Set<string> {
  const lines = new Set<string>();
  createJournal(join(home, 'ledger'), now).readNew((text) => {
    const line = findLine(text);
    if (line && isProductionLine(line)) lines.add(JSON.stringify(line));
  });
  return lines;
}

/** First, so that keys are hashed as they were. */
async function copyShared({ query, record, copied, now }: Parts): Promise<void> {
  const payers = await query<{ salt: string; key_hash: string; id: string }>(
    'select salt, key_hash, id from seedance.payers order by place',
  );
  const uploads = await query<{ event: unknown }>('select event from seedance.uploads order by at');
  const events: RecordEvent[] = payers.map((payer) => ({ type: 'payer', at: now(), ...payer }));
  for (const { event } of uploads) {
    const upload = Upload.safeParse(event).data;
    if (!upload || record.look().findUpload(upload.sha256, upload.base_url)?.url === upload.url) continue;
    events.push(upload);
    copied.uploads++;
  }
  record.append(...events);
}

async function copySingles(parts: Parts): Promise<void> {
  for (let place = 0; ; ) {
    const rows = await parts.query<TaskRow>(
      `${selectWhole} where t.production is null and t.place > $1 order by t.place limit ${atOnce}`,
      [place],
    );
    if (rows.length === 0) return;
    parts.record.append(...rows.flatMap((row) => linesOfTask(parts, row)));
    place = rows.at(-1)?.place ?? place;
  }
}

/** Whole, or once more what became of it, where that is not known there. */
function linesOfTask({ record, host, now, copied }: Parts, row: TaskRow): Line[] {
  const told = readTold(row, host);
  if (!told) return [];
  const { intent, events } = told;
  const summary = summarize(intent);
  for (const event of events) advanceSummary(summary, event);
  const all = summary.state === 'open' ? [...events, abandonedAt(intent.key, now())] : events;
  const known = record.look().find(intent.key)?.summary;
  copied[known ? 'known' : 'tasks']++;
  if (!known) return [...linesOf(intent, record.self), ...all];
  return isDeepStrictEqual({ ...known }, summary) || summary.state === 'open' ? [] : events;
}

/** Its tasks come in between the events, so that those forgiven when it went on are forgiven there too. */
async function copyProduction(parts: Parts, key: string): Promise<void> {
  const { query, host, home, record, lines, now, copied } = parts;
  const [production] = await readProductions(query, host, 'where p.key = $1', [key]);
  const [stored] = await query<{ events: object[] }>('select events from seedance.productions where key = $1', [key]);
  if (!production || !stored) return;
  const rows = await query<TaskRow>(`${selectWhole} where t.production = $1`, [key]);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const known = record.look().productions.find(key);
  copied[known ? 'known' : 'productions']++;
  const linesOfStep = (from: 'forgiven' | 'later'): Line[] =>
    production.steps.flatMap(({ tasks, forgiven }, step) =>
      (from === 'forgiven' ? tasks.slice(0, forgiven) : tasks.slice(forgiven)).flatMap((task): Line[] => {
        const row = byKey.get(task.key);
        return row ? linesOfTask(parts, row) : [linkTo(production, task.key, step)];
      }),
    );
  const extras = production.extras.map(({ clip, task }): Line => ({ ...linkTo(production, task.key), clip }));
  const events = readPlanEvents(stored.events);
  if (known) {
    const all = [...linesOfStep('forgiven'), ...linesOfStep('later'), ...extras, ...events];
    return void record.append(...all.filter((line) => !lines.has(JSON.stringify(line))));
  }
  const resumedAt = events.findIndex(({ type }) => type === 'plan_resumed');
  const [before, after] = resumedAt < 0 ? [events, []] : [events.slice(0, resumedAt), events.slice(resumedAt)];
  const requests = await readRequests(query, key);
  if (requests.length > 0) createPlans(home, now).keep(key, { requests, film: await readFilm(query, key) });
  record.append(production.plan, ...before, ...linesOfStep('forgiven'), ...after, ...linesOfStep('later'), ...extras);
}

function linkTo({ plan }: StoredProduction, task: string, step?: number): Extract<Line, { type: 'plan_linked' }> {
  const clip = plan.steps[step ?? -1]?.clip ?? 0;
  return { type: 'plan_linked', key: plan.key, at: plan.at, clip, step, task };
}

/** A block that a person has lifted is lifted there too. */
async function copyBlocks({ query, record, now }: Parts): Promise<void> {
  const purses = await query<{ name: string }>('select name from seedance.purses where blocked_by is null');
  for (const { name } of purses) {
    const [backend = '', base_url = '', rehearsal] = name.split(' ');
    const account = { backend, base_url, rehearsal: rehearsal === 'true' };
    if (record.look().findBlock(account)) record.append({ type: 'unblocked', at: now(), ...account });
  }
}

async function copyDrafts({ query, home, copied }: Parts): Promise<void> {
  const documents = createDocuments(join(home, 'drafts'));
  const rows = await query<{ id: string; used_at: number; draft: unknown }>(
    'select id, used_at, draft from seedance.drafts',
  );
  for (const { id, used_at: usedAt, draft } of rows) {
    const name = id.replace('draft:', '');
    if (!Draft.safeParse(draft).success || documents.find(name)) continue;
    documents.keep(name, JSON.stringify(draft), usedAt);
    copied.drafts++;
  }
}
