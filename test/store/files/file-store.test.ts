import { join } from 'node:path';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import { createJournal } from '../../../src/store/files/journal.ts';
import { linesOf } from '../../../src/store/files/line.ts';
import { temporaryFolder } from '../../folder.ts';
import { describeStore } from '../contract.ts';

describeStore('files', async () => {
  const home = temporaryFolder();
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12) };
  const now = () => clock.nowMs;
  return {
    clock,
    open: async () => createFileStore(home, now),
    claimAndDie: async (intent) => {
      const gone = { pid: 999_999_9, started: '1', host: (await import('node:os')).hostname() };
      const lines = linesOf(intent, gone).map((line) => JSON.stringify(line));
      createJournal(join(home, 'ledger'), now).append(lines);
    },
  };
});
