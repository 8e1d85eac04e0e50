import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { textFilesOfVite } from './scripts/text-files.mjs';
import { keepImports } from './test/keep-imports.ts';
import { useRunFolder } from './test/run-folder.ts';

useRunFolder();

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((name) => join('test', name));
const replacing = tests.filter((path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes('vi.mock('));

export default defineConfig({
  plugins: [textFilesOfVite(), keepImports(join(import.meta.dirname, 'src'))],
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } }, // one second is short for a browser on a busy machine
    retry: process.env.CI ? 2 : 0, // CI's machine is busy with others; what is retried is printed
    pool: 'threads',
    maxWorkers: 3, // some tests wait in real time: two would leave a core idle
    projects: [
      // Loading the program anew for each file takes a fifth of the time, so only files that replace a module pay for it.
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: replacing, isolate: false } },
      { extends: true, test: { name: 'alone', include: replacing } },
    ],
  },
});
