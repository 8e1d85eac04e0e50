import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { Journal, Line } from './journal.ts';

/**
 * Finds journal lines by key without reading the journal: small files of pointers, chosen by hash.
 * Only a cache: never synced, so after a reboot the journal is read once more. A pointer that comes
 * twice or leads to the wrong line does no harm, so processes need no lock.
 */
export type JournalIndex = {
  /** Lines that carry the key, in file order, including whatever any process appended so far. */
  find(key: string): Line[];
};

type Mark = { file: string; offset: number; bootMinute: number };

const shards = 4096;
const rebootToleranceMinutes = 5;

export function createJournalIndex(
  directory: string,
  journal: Journal,
  keysOf: (value: unknown) => string[],
): JournalIndex {
  const markFile = join(directory, 'mark.json');
  return {
    find(key) {
      const fresh = catchUp(directory, markFile, journal, keysOf);
      const found = new Map<string, Line>();
      for (const line of [...readShard(directory, key, journal), ...fresh]) {
        if (keysOf(line.value).includes(key)) found.set(sortKey(line), line);
      }
      return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
    },
  };
}

/** Points at every line since the mark. Returns those lines, for when the disk takes no pointers. */
function catchUp(directory: string, markFile: string, journal: Journal, keysOf: (value: unknown) => string[]): Line[] {
  const mark = readMark(markFile);
  const { lines, end } = journal.readFrom(mark);
  if (lines.length === 0) return lines;
  const byShard = new Map<string, string>();
  for (const { file, offset, length, value } of lines) {
    for (const key of keysOf(value)) {
      const shard = shardOf(key);
      byShard.set(shard, `${byShard.get(shard) ?? '\n'}${hashOf(key)} ${file} ${offset} ${length}\n`);
    }
  }
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const [shard, text] of byShard) appendFileSync(join(directory, shard), text, { mode: 0o600 });
    writeMark(markFile, { ...end, bootMinute: bootMinute() });
  } catch {
    // Full or read-only: the lines themselves are returned, and pointed at another time.
  }
  return lines;
}

function readShard(directory: string, key: string, journal: Journal): Line[] {
  const hash = hashOf(key);
  const pointers = readText(join(directory, shardOf(key))).split('\n');
  const places = [...new Set(pointers)].flatMap((pointer) => {
    const [pointed, file, offset, length] = pointer.split(' ');
    return pointed === hash && file && offset && length
      ? [{ file, offset: Number(offset), length: Number(length) }]
      : [];
  });
  return journal.readAt(places);
}

function readMark(file: string): Mark | undefined {
  try {
    const mark = JSON.parse(readFileSync(file, 'utf8')) as Mark;
    const rebooted = Math.abs(mark.bootMinute - bootMinute()) > rebootToleranceMinutes;
    return rebooted ? undefined : mark;
  } catch {
    return undefined;
  }
}

function writeMark(file: string, mark: Mark): void {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(mark), { mode: 0o600 });
  renameSync(beside, file);
}

let bootedAt: number | undefined;

/** A process outlives no reboot: once is enough. */
function bootMinute(): number {
  bootedAt ??= Math.round((Date.now() / 1000 - uptime()) / 60);
  return bootedAt;
}

function sortKey({ file, offset }: Line): string {
  return `${file} ${String(offset).padStart(15, '0')}`;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

function shardOf(key: string): string {
  return (Number.parseInt(hashOf(key).slice(0, 8), 16) % shards).toString(16).padStart(3, '0');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
