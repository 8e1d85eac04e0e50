import { hostname } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import { createJournal } from '../../../src/store/files/journal.ts';
import { linesOf } from '../../../src/store/files/line.ts';
import { temporaryFolder } from '../../folder.ts';
import type { StoreStage } from '../contract.ts';

/** A record in files of its own. */
export async function createStage(): Promise<StoreStage> {
  const home = temporaryFolder();
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12) };
  const now = () => clock.nowMs;
  const gone = { pid: 999_999_9, started: '1', host: hostname() };
  const append = (lines: object[]): void =>
    void createJournal(join(home, 'ledger'), now).append(lines.map((line) => JSON.stringify(line)));
  return {
    clock,
    open: async () => createFileStore(home, now),
    claimAndDie: async (intent) => append(linesOf(intent, gone)),
    planAndDie: async (plan) => append([{ ...plan, key: 'production:dead', process: gone }]),
  };
}
