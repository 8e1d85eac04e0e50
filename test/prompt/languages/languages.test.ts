import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../src/prompt');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

it('a language is asked for its words, never by its name', () => {
  const asked = files.filter((file) => /[!=]==? ['"](?:zh|en)['"]/.test(readFileSync(join(root, file), 'utf8')));
  expect(files.length).toBeGreaterThan(40);
  expect(asked).toEqual([]);
});
