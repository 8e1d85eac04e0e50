import type { RecordEvent, Words } from '../events.ts';
import type { Task } from '../task.ts';
import { expireAbandoned, expirePlans } from './abandoned.ts';
import { createJournal, type Place } from './journal.ts';
import {
  findLine,
  findWordsHead,
  holdsWords,
  isTaskLine,
  type Line,
  readTask,
  type TaskLine,
  withoutWords,
  wordsOf,
} from './line.ts';
import { type Process, thisProcess } from './process.ts';
import { createRecordIndex, type RecordIndex, type TaskRow, type WordsRow } from './record-index.ts';
import { guarded } from './trouble.ts';

/** The journal, and what this process knows of it. What it does to the record it does in one go: nothing here waits. */
export type FileRecord = {
  /** This process. */
  self: Process;
  /** Knows every line that any process appended so far. An intent whose process is gone has become uncertain. */
  look(): RecordIndex;
  /** The same, believing nothing that was read before. */
  lookAgain(): RecordIndex;
  /** Throws `internal` in a user's words when the disk does not take it. False when a newer month began in between. */
  append(...lines: Line[]): boolean;
  /** As `append`. What the disk does not take, this process knows all the same and writes before anything else. */
  keep(...events: RecordEvent[]): void;
  tryKeep(...events: RecordEvent[]): void;
  readTask(row: TaskRow): Task | undefined;
  /** The words of each of the rows; undefined where another process took them first. */
  readWords(rows: readonly WordsRow[]): (Words | undefined)[];
  /** Takes a row's words off the disk. What is known of the row is out of date afterwards: look again. */
  blankWords(row: WordsRow): void;
};

export function createRecord(directory: string, now: () => number): FileRecord {
  const journal = createJournal(directory, now);
  const self = thisProcess();
  let index = createRecordIndex();
  let unwritten: RecordEvent[] = [];

  function onLine(text: string, place: Place): void {
    const line = findWordsHead(text) ?? findLine(text);
    if (line) index.add(line, place);
  }

  function restart(): void {
    journal.restart();
    index = createRecordIndex();
    journal.readNew(onLine);
    for (const event of unwritten) index.add(event);
  }

  function append(...lines: Line[]): boolean {
    const texts = [...unwritten, ...lines].map((line) => JSON.stringify(line));
    const isNewest = texts.length === 0 || guarded(directory, 'kept', () => journal.append(texts));
    unwritten = [];
    return isNewest;
  }

  function readLines(row: TaskRow): TaskLine[] {
    const lines = findLines(row);
    if (lines) return lines;
    restart(); // bytes were put in or taken out before these lines
    const moved = index.find(row.key);
    return (moved && findLines(moved)) ?? [];
  }

  /** Undefined when something else stands in their place. Words may be gone: another process forgot them. */
  function findLines({ key, places, words }: TaskRow): TaskLine[] | undefined {
    const lines = journal.readAt(places).map((text) => ofKey(findLine(text), key));
    const isWhole =
      lines.every((line, n) => line ?? places[n] === words) && lines.some((line) => line?.type === 'intent');
    if (!isWhole) return undefined;
    const later = unwritten.map((event) => ofKey(event, key));
    return [...lines, ...later].filter((line) => line !== undefined);
  }

  function keep(...events: RecordEvent[]): void {
    try {
      append(...events);
    } catch (error) {
      unwritten.push(...events);
      for (const event of events) index.add(event);
      throw error;
    }
  }

  function tryKeep(...events: RecordEvent[]): void {
    try {
      keep(...events);
    } catch {
      // Known to this process, and written with the next line that the disk takes.
    }
  }

  function readNew(): void {
    if (!journal.readNew(onLine)) restart();
  }

  function look(): RecordIndex {
    readNew();
    const expired = [...expireAbandoned(index, self, now()), ...expirePlans(index, self, now())];
    if (expired.length + unwritten.length > 0) {
      tryKeep(...expired);
      readNew();
    }
    return index;
  }

  return {
    self,
    append,
    keep,
    tryKeep,
    look: () => guarded(directory, 'read', look),
    lookAgain: () =>
      guarded(directory, 'read', () => {
        restart();
        return look();
      }),
    readTask: (row) =>
      guarded(directory, 'read', () => {
        const task = readTask(readLines(row));
        return task && { ...task, payer: index.identify(task.payer) };
      }),
    readWords: (rows) =>
      guarded(directory, 'read', () => {
        const texts = journal.readAt(rows.map(({ words }) => words));
        return texts.map((text, n) => wordsOf(ofKey(findLine(text), rows[n]?.key)));
      }),
    blankWords: ({ key, words }) => {
      const [text = ''] = guarded(directory, 'read', () => journal.readAt([words]));
      const line = findWordsHead(text) ?? findLine(text);
      if (!line || !isTaskLine(line) || line.key !== key || !holdsWords(line)) return;
      // 0.1.0 kept words in the intent: it is written again without them before its line goes.
      if (line.type === 'intent') append(withoutWords(line));
      guarded(directory, 'kept', () => journal.blank(words, text));
    },
  };
}

function ofKey(line: Line | undefined, key: string | undefined): TaskLine | undefined {
  return line && isTaskLine(line) && line.key === key ? line : undefined;
}
