import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, root, under } from './markdown.ts';

const page = readPage('docs/promises.md');
const [, , ...table] = under(page, '## The table')
  .split('\n')
  .filter((line) => line.startsWith('|'));
const commandOf = (row: string): string => /`([^`]+)`\s*\|$/.exec(row)?.[1] ?? '';

describe('docs/promises.md', () => {
  it('has a promise, an attack, how often, a result and a command in each row', () => {
    expect(table.length).toBeGreaterThan(10);
    for (const row of table)
      expect(
        row
          .split('|')
          .slice(1, -1)
          .every((cell) => cell.trim() !== ''),
      ).toBe(true);
    expect(page).not.toMatch(/LONG-|TODO/);
  });

  it.each(table.map(commandOf))('names a command that exists: %s', (command) => {
    const [, name] = /^npm run faults -- (?:--long )?([\w-]+)$/.exec(command) ?? [];
    const [, path] = /^npx vitest run (\S+)$/.exec(command) ?? [];
    const file = name ? `faults/${name}.faults.ts` : path;
    expect(file && existsSync(join(root, file))).toBe(true);
  });
});
