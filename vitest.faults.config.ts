import { defineConfig } from 'vitest/config';
import { textFilesOfVite } from './scripts/text-files.mjs';
import { useRunFolder } from './test/run-folder.ts';

useRunFolder();

/** Faults with real processes, a real disk and real time: minutes, not seconds. `npm run faults`. */
export default defineConfig({
  plugins: [textFilesOfVite()],
  test: {
    include: ['faults/**/*.faults.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    pool: 'threads',
    fileParallelism: false,
  },
});
