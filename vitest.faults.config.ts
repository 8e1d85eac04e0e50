import { defineConfig } from 'vitest/config';

/** Faults with real processes, a real disk and real time: minutes, not seconds. `npm run faults`. */
export default defineConfig({
  test: {
    include: ['faults/**/*.faults.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    pool: 'threads',
    fileParallelism: false,
  },
});
