import { join } from 'node:path';
import type { BuildResult } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { toolList } from '../src/server/tool-list.ts';

/** Sizes and counts, never times. Whoever needs more raises a line here and says in the commit what it buys. */
const budget = {
  toolListBytes: 9_600, // 2,400 tokens
  modulesBeforeInitialize: 40,
  filesBeforeInitialize: 8,
  bytesBeforeInitialize: 175_000,
  bytesOfBundle: 1_820_000, // 700 kB packed, which is what counts
};

const { bundleProgram } = await import(join(import.meta.dirname, '../scripts/bundle.mjs'));
const { metafile }: BuildResult<{ metafile: true }> = await bundleProgram({
  version: '0.0.0',
  outdir: 'dist',
  write: false,
  absWorkingDir: join(import.meta.dirname, '..'),
});
const outputs = Object.entries(metafile.outputs);

/** A chunk and what it imports at once; what is imported late stays out. */
function closure(paths: string[], seen = new Set<string>()): Set<string> {
  for (const path of paths.filter((one) => !seen.has(one) && one in metafile.outputs)) {
    seen.add(path);
    const imports = metafile.outputs[path]?.imports ?? [];
    closure(
      imports.filter(({ kind }) => kind === 'import-statement').map((one) => one.path),
      seen,
    );
  }
  return seen;
}

describe('the budget', () => {
  const entries = outputs.filter(
    ([, { entryPoint }]) => entryPoint === 'src/main.ts' || entryPoint === 'src/server/mcp.ts',
  );
  const started = [...closure(entries.map(([path]) => path))].map((path) => metafile.outputs[path]!);
  const modules = started.flatMap(({ inputs }) => Object.entries(inputs));

  it('holds the tool list', () => {
    expect(Buffer.byteLength(JSON.stringify({ tools: toolList.map(({ _meta, ...seen }) => seen) }))).toBeLessThan(
      budget.toolListBytes,
    );
  });

  it('holds what is loaded before initialize', () => {
    expect(entries).toHaveLength(2);
    expect(started.length).toBeLessThanOrEqual(budget.filesBeforeInitialize);
    const used = modules.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
    expect(used.length, used.join('\n')).toBeLessThanOrEqual(budget.modulesBeforeInitialize);
    expect(started.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(budget.bytesBeforeInitialize);
  });

  it.each(['ajv', 'undici', 'mediabunny', 'commander'])('%s is not loaded before initialize', (name) => {
    expect(modules.filter(([path]) => path.startsWith(`node_modules/${name}/`))).toEqual([]);
  });

  it('holds the whole bundle', () => {
    expect(outputs.reduce((sum, [, { bytes }]) => sum + bytes, 0)).toBeLessThanOrEqual(budget.bytesOfBundle);
  });
});
