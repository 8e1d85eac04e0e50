import { defineConfig } from 'vitest/config';
import { textFilesOfVite } from './scripts/text-files.mjs';

export default defineConfig({
  plugins: [textFilesOfVite()],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: '100%', // the default leaves one core of two idle
  },
});
