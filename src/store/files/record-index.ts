import { isOvercharged, nameOfAccount } from '../claim-rules.ts';
import type { Account, Payer, TaskEvent } from '../events.ts';
import { advanceSummary, summarize, type TaskSummary } from '../task.ts';
import type { Place } from './journal.ts';
import {
  holdsWords,
  isProductionLine,
  isTaskEvent,
  isTaskLine,
  type Line,
  processOf,
  type TaskLine,
  type WordsHead,
} from './line.ts';
import type { Process } from './process.ts';
import { createProductionIndex, type ProductionIndex } from './production-index.ts';
import { createSharedFacts, type SharedFacts } from './shared-facts.ts';

/** What is kept in memory of a key. Its lines themselves stay in the journal. */
export type Row = {
  readonly key: string;
  /** Of the first line. */
  readonly at: number;
  /** Of its lines, in file order. */
  places: readonly Place[];
  /** Where its words stand, until they are forgotten. */
  words?: Place;
  /** What was read before its intent: the words, or all of it where an old intent was written again without words. */
  early?: (TaskLine | WordsHead)[];
  /** What became of its intent, and where that stands. Undefined until the intent was read. */
  summary?: TaskSummary;
  intent?: Place;
};

/** A key whose intent was read. */
export type TaskRow = Row & { summary: TaskSummary; intent: Place };

export type WordsRow = Row & { words: Place };

/** Finds tasks without reading the journal again. Holds what every line so far said, and only that. */
export type RecordIndex = Omit<SharedFacts, 'add'> & {
  /** A line that could not be written yet has no place. */
  add(line: Line | WordsHead, place?: Place): void;
  find(key: string): TaskRow | undefined;
  findByRemoteId(backend: string, remoteId: string): TaskRow | undefined;
  /** In the order of their intents. */
  withFingerprint(fingerprint: string): TaskRow[];
  findBySavedPath(path: string): TaskRow | undefined;
  /** Every file that was saved, with the row of its task. */
  readonly savedPaths: ReadonlyMap<string, Row>;
  /** The task whose charge no person has looked at yet. */
  findBlock(account: Account): TaskRow | undefined;
  readonly productions: ProductionIndex;
  /** Of the first hash of a key. */
  readonly salt: string | undefined;
  /** By the time of their submit. */
  readonly tasks: readonly TaskRow[];
  /** Tasks without an outcome so far, and the processes that have them in hand. */
  readonly open: ReadonlyMap<TaskRow, Process | undefined>;
  /** Every key with words, also where the intent was never written. */
  withWords(): WordsRow[];
};

export function createRecordIndex(): RecordIndex {
  const rows = new Map<string, Row>();
  const tasks: TaskRow[] = [];
  const open = new Map<TaskRow, Process | undefined>();
  const byRemoteId = new Map<string, Map<string, Row>>();
  const byFingerprint = new Map<string, TaskRow[]>();
  const bySavedPath = new Map<string, Row>();
  const blocks = new Map<string, TaskRow>();
  const shared = createSharedFacts();
  const productions = createProductionIndex((key) => asTask(rows.get(key)));
  let salt: string | undefined;
  const shareText = createSharer<string>((text) => text);
  const sharePrice = createSharer<TaskSummary['price']>((price) => JSON.stringify(price));
  const sharePayer = createSharer<Payer>((payer) => JSON.stringify(payer));

  function addTaskLine(line: TaskLine | WordsHead, place: Place | undefined): void {
    const row = rows.get(line.key) ?? addRow(line);
    if (place !== undefined) row.places = row.places.concat(place); // `push` would reserve room for 16 more
    if (line.type === 'forgotten') row.words = undefined;
    else if (holdsWords(line)) row.words = place;
    if (line.type === 'accepted') remoteIdsOf(line.backend).set(line.remote_id, row);
    if (line.type === 'saved') for (const { path } of line.files) bySavedPath.set(path, row);
    if (!isTask(row)) begin(row, line, place ?? 0);
    else if (isTaskEvent(line)) advance(row, line);
  }

  function addRow({ key, at }: TaskLine | WordsHead): Row {
    const row: Row = { key, at, places: [], words: undefined, early: undefined, summary: undefined, intent: undefined };
    rows.set(key, row);
    return row;
  }

  function remoteIdsOf(backend: string): Map<string, Row> {
    const known = byRemoteId.get(backend) ?? new Map<string, Row>();
    byRemoteId.set(backend, known);
    return known;
  }

  function advance(task: TaskRow, event: TaskEvent): void {
    const { price } = task.summary;
    advanceSummary(task.summary, event);
    task.summary.price = sharePrice(task.summary.price);
    if (task.summary.state !== 'open') open.delete(task);
    const isCharged = task.summary.price !== price;
    if (isCharged && isOvercharged(task.summary)) blocks.set(nameOfAccount(task.summary), task);
    productions.moved(task);
  }

  function begin(row: Row, line: TaskLine | WordsHead, place: Place): void {
    const early = [...(row.early ?? []), line];
    row.early = early;
    if (line.type !== 'intent') return;
    const { model_id, base_url, price, payer, project } = line;
    const equal = {
      model_id: shareText(model_id),
      base_url: shareText(base_url),
      price: sharePrice(price),
      payer: payer && sharePayer(payer),
      project: project && shareText(project),
    };
    const summary = summarize({ ...line, ...equal });
    const task: TaskRow = Object.assign(row, { summary, intent: place, early: undefined });
    open.set(task, processOf(line));
    salt ??= line.payer?.salt;
    productions.addTask(task);
    productions.moved(task);
    for (const event of early.filter(isTaskEvent)) advance(task, event);
    byFingerprint.set(line.fingerprint, [task].concat(byFingerprint.get(line.fingerprint) ?? []));
    insertByTime(tasks, task);
  }

  return {
    ...shared,
    tasks,
    open,
    productions,
    get salt() {
      return salt;
    },
    add: (line, place) => {
      if (isTaskLine(line)) return addTaskLine(line, place);
      if (isProductionLine(line)) return productions.add(line, place ?? Number.POSITIVE_INFINITY);
      if (line.type === 'unblocked') blocks.delete(nameOfAccount(line));
      if (line.type === 'payer') salt ??= line.salt;
      shared.add(line);
    },
    find: (key) => asTask(rows.get(key)),
    findByRemoteId: (backend, remoteId) => asTask(byRemoteId.get(backend)?.get(remoteId)),
    withFingerprint: (fingerprint) => (byFingerprint.get(fingerprint) ?? []).toSorted((a, b) => a.intent - b.intent),
    savedPaths: bySavedPath,
    findBySavedPath: (path) => asTask(bySavedPath.get(path)),
    findBlock: (account) => blocks.get(nameOfAccount(account)),
    withWords: () => [...rows.values()].filter(hasWords),
  };
}

export function hasWords<Any extends Row>(row: Any): row is Any & WordsRow {
  return row.words !== undefined;
}

function isTask(row: Row): row is TaskRow {
  return row.summary !== undefined;
}

function asTask(row: Row | undefined): TaskRow | undefined {
  return row && isTask(row) ? row : undefined;
}

/** Equal values as one: a hundred thousand tasks have a dozen models and prices. */
function createSharer<Value>(nameOf: (value: Value) => string): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const name = nameOf(value);
    const shared = known.get(name);
    if (shared !== undefined) return shared;
    known.set(name, value);
    return value;
  };
}

/** They come in order but for a clock that jumped. */
function insertByTime(tasks: TaskRow[], task: TaskRow): void {
  let place = tasks.length;
  while (place > 0 && (tasks[place - 1]?.summary.submittedAt ?? 0) > task.summary.submittedAt) place--;
  tasks.splice(place, 0, task);
}
