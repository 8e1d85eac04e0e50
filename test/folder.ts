import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test's own, gone when the run is over. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'seedance-'));
}
