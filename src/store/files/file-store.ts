import { join } from 'node:path';
import type { Store } from '../store.ts';
import { foldTask, type Task } from '../task.ts';
import { claim, findDuplicate, spentSince } from './claim.ts';
import { linesOf } from './line.ts';
import { createRecord, type FileRecord } from './record.ts';
import { hasWords, type TaskRow } from './record-index.ts';
import { search, select } from './select.ts';

/** The record in files of one machine. docs/design.md says how. */
export function createFileStore(home: string, now: () => number): Store {
  const record = createRecord(join(home, 'ledger'), now);
  const taskOf = (row: TaskRow | undefined): Task | undefined => row && record.readTask(row);

  return {
    claim: async (intent, budget) => claim(record, intent, budget, now),
    adopt: async (intent, events) => {
      try {
        record.append(...linesOf(intent, record.self), ...events);
      } catch {
        // The next look adopts it again.
      }
      return foldTask(intent, events);
    },
    record: async (...events) => record.keep(...events),
    tryRecord: async (...events) => record.tryKeep(...events),
    recordLast: record.tryKeep,

    findTask: async (key) => taskOf(record.look().find(key)),
    findByRemoteId: async (backend, remoteId) => taskOf(record.look().findByRemoteId(backend, remoteId)),
    findDuplicate: async (fingerprint, payer) =>
      findDuplicate(record, record.look(), { fingerprint, payer }, { nowMs: now() }),
    findSame: async (fingerprint) =>
      record
        .look()
        .withFingerprint(fingerprint)
        .flatMap((row) => taskOf(row) ?? []),
    list: async (query) => {
      const rows = query.search ? await search(record, query, query.search) : select(record.look(), query);
      return rows.flatMap((row) => taskOf(row) ?? []);
    },
    summaries: async (query) => select(record.look(), query).map(({ summary }) => ({ ...summary })),
    spentSince: async (account, since) => spentSince(record.look(), account, since),
    findBlock: async (account) => taskOf(record.look().findBlock(account)),
    findSalt: async () => record.look().salt,
    findPayerId: async (payer) => record.look().identify(payer)?.id,

    findUpload: async (sha256, baseUrl) => record.look().findUpload(sha256, baseUrl),
    findUploadedBytes: async (url) => record.look().findUploadByUrl(url)?.sha256,
    findSavedBytes: async (path) =>
      taskOf(record.look().findBySavedPath(path))?.files.find((file) => file.path === path)?.sha256,

    forget: async (tasks) => forget(record, tasks),
  };
}

/** Also what was left of a submit that ended between its words and its intent. */
function forget(record: FileRecord, tasks: { key: string } | { before: number }): Task[] {
  const index = record.lookAgain();
  const rows = 'key' in tasks ? [index.find(tasks.key)] : index.withWords().filter(({ at }) => at < tasks.before);
  const known = rows.filter((row) => row !== undefined);
  for (const row of known.filter(hasWords)) record.blankWords(row);
  const after = record.lookAgain();
  return known.flatMap(({ key }) => {
    const row = after.find(key);
    return (row && record.readTask(row)) ?? [];
  });
}
