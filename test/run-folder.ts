import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'seedance-run-';

/** Puts all that a run writes in one folder, gone when the run is over. Each project of a run asks for it. */
export function useRunFolder(): void {
  if (tmpdir().includes(prefix)) return;
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755); // PostgreSQL works in it as another user
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder });
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // a server of a test still writes there: what starts it removes its part
    }
  });
}
