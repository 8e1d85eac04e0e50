import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, root, under } from './markdown.ts';

const { listUnset } = await import(join(root, 'scripts/unset.mjs'));
const page = readPage('docs/publishing.md');
const workflow = readPage('.github/workflows/release.yml');
const { scripts, version } = JSON.parse(readPage('package.json'));

describe('docs/publishing.md', () => {
  const unset: string[] = listUnset();
  const values = unset.filter((line) => !line.startsWith('README.md'));

  it('names every placeholder that is left', () => {
    for (const line of values) {
      const [file = '', field = ''] = line.split(/[ :]/);
      const row = under(page, '## 1. Fill in the placeholders')
        .split('\n')
        .find((one) => one.includes(`\`${file}\``) && one.includes(`\`${field}\``));
      expect(row, line).toBeDefined();
    }
  });

  it('lists what npm would not show while the repository is not known', () => {
    const isKnown = !values.some((line) => line.startsWith('package.json repository'));
    const hero = unset.filter((line) => line.endsWith(': docs/hero.gif'));
    expect(hero).toHaveLength(isKnown ? 0 : 1);
  });

  it('names scripts that there are, as the release does', () => {
    const named = [page, workflow].flatMap((text) => [...text.matchAll(/npm (?:run )?(test|[\w:]+:check|mcpb)\b/g)]);
    expect(named.length).toBeGreaterThan(6);
    for (const [, name = ''] of named) expect(scripts).toHaveProperty(name);
    expect(page).toContain(`v${version}`);
  });

  it('has nothing that runs where the package is installed', () => {
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) expect(scripts).not.toHaveProperty(name);
  });
});
