import { defineConfig } from 'vitest/config';
import { textFilesOfVite } from './scripts/text-files.mjs';

export default defineConfig({
  plugins: [textFilesOfVite()],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } }, // one second is short for a browser on a busy machine
    retry: process.env.CI ? 2 : 0, // CI's machine is busy with others; what is retried is printed
    pool: 'threads',
    maxWorkers: '100%', // the default leaves one core of two idle
  },
});
