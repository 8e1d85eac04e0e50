import { join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { foldTask, type Task, type TaskEvent } from '../task.ts';
import { createJournal, type Line } from './journal.ts';
import { createJournalIndex } from './journal-index.ts';
import { redactIntent } from './redact.ts';

/** Bytes that were handed to a service once already. */
export type Upload = {
  type: 'uploaded';
  at: number;
  sha256: string;
  base_url: string;
  url: string;
  media_type?: string;
};

type LedgerEvent = TaskEvent | Upload;

/** The record of every submit: append-only, shared by all processes of this user, on disk before anything is sent or said. */
export type Ledger = {
  directory: string;
  /** Throws `internal` in a user's words when the disk does not take it. */
  record(event: LedgerEvent): void;
  /** Records what the service can be asked for again: a disk that takes nothing is no reason to withhold the answer. */
  note(event: LedgerEvent): void;
  findByKey(key: string): Task | undefined;
  findByRemoteId(backend: string, remoteId: string): Task | undefined;
  /** Tasks of the same request, in the order of their intents. */
  withFingerprint(fingerprint: string): Task[];
  /** Newest first. */
  recent(): Generator<Task>;
  findUpload(sha256: string, baseUrl: string): Upload | undefined;
  /** SHA-256 of the picture that an upload turned into this URL. */
  findUploadedBytes(url: string): string | undefined;
  /** SHA-256 of a file that was saved at this path. */
  findSavedBytes(path: string): string | undefined;
  /** Takes a task's prompt and parameters out of the record, on disk too. */
  forget(key: string): void;
};

export function createLedger(home: string, now: () => number): Ledger {
  const directory = join(home, 'ledger');
  const journal = createJournal(directory, now);
  const pointers = createJournalIndex(join(directory, 'index'), journal, keysOf);
  const eventsOf = (key: string): TaskEvent[] => pointers.find(`key:${key}`).map(({ value }) => value as TaskEvent);

  return {
    directory,
    record: (event) => guarded(directory, () => journal.append(event)),
    note: (event) => {
      try {
        journal.append(event);
      } catch {
        // The next look writes it.
      }
    },
    findByKey: (key) => foldTask(eventsOf(key)),
    findByRemoteId: (backend, remoteId) => {
      const accepted = pointers.find(`remote:${backend}:${remoteId}`).at(-1)?.value as TaskEvent | undefined;
      return accepted && foldTask(eventsOf(accepted.key));
    },
    withFingerprint: (fingerprint) =>
      pointers
        .find(`fingerprint:${fingerprint}`)
        .flatMap(({ value }) => foldTask(eventsOf((value as TaskEvent).key)) ?? []),
    recent: () => recentTasks(journal.backwards()),
    findUpload: (sha256, baseUrl) => pointers.find(`upload:${sha256}:${baseUrl}`).at(-1)?.value as Upload | undefined,
    findSavedBytes: (path) => {
      const saved = pointers.find(`file:${path}`).at(-1)?.value as Extract<TaskEvent, { type: 'saved' }> | undefined;
      return saved?.files.find((file) => file.path === path)?.sha256;
    },
    findUploadedBytes: (url) => (pointers.find(`url:${url}`).at(-1)?.value as Upload | undefined)?.sha256,
    forget: (key) => {
      guarded(directory, () => journal.append({ type: 'forgotten', key, at: now() } satisfies TaskEvent));
      const intents = pointers.find(`key:${key}`).filter(({ value }) => (value as TaskEvent).type === 'intent');
      for (const intent of intents) guarded(directory, () => journal.rewrite(intent, redactIntent));
    },
  };
}

/** What a journal line can be found by. Anything that is not an event of ours has no key. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || !('type' in value)) return [];
  const event = value as LedgerEvent;
  switch (event.type) {
    case 'uploaded':
      return [`upload:${event.sha256}:${event.base_url}`, `url:${event.url}`];
    case 'intent':
      return [`key:${event.key}`, `fingerprint:${event.fingerprint}`];
    case 'accepted':
      return [`key:${event.key}`, `remote:${event.backend}:${event.remote_id}`];
    case 'saved':
      return [`key:${event.key}`, ...event.files.map(({ path }) => `file:${path}`)];
    default:
      return [`key:${event.key}`];
  }
}

function* recentTasks(lines: Generator<Line>): Generator<Task> {
  const later = new Map<string, TaskEvent[]>();
  for (const { value } of lines) {
    if (!keysOf(value).some((key) => key.startsWith('key:'))) continue;
    const event = value as TaskEvent;
    const events = [event, ...(later.get(event.key) ?? [])];
    if (event.type !== 'intent') {
      later.set(event.key, events);
      continue;
    }
    later.delete(event.key);
    const task = foldTask(events);
    if (task) yield task;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'it may not be written',
  ENOENT: 'the folder cannot be made',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
};

function guarded(directory: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new AppError('internal', `The record in ${directory} could not be kept: ${reasons[code] ?? message}.`, {
      cause: error,
      nextStep:
        'Without a record nothing is sent. Free some space, or point SEEDANCE_HOME at a folder that can be written.',
    });
  }
}
