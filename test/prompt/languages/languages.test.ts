import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readingWords } from '../../../src/prompt/languages/reading/index.ts';

const root = join(import.meta.dirname, '../../../src/prompt');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

it('a language is asked for its words, never by its name', () => {
  const asked = files.filter((file) => /[!=]==? ['"](?:zh|en)['"]/.test(readFileSync(join(root, file), 'utf8')));
  expect(files.length).toBeGreaterThan(40);
  expect(asked).toEqual([]);
});

it('no word stands twice in a field of a language', () => {
  const fields = readingWords.flatMap(({ camera, ...words }) => [...Object.values(words), ...Object.values(camera)]);
  const twice = fields.flatMap((field) => {
    const words = field.split('|');
    return words.filter((word, i) => words.indexOf(word) !== i);
  });
  expect(fields.length).toBeGreaterThan(800);
  expect(twice).toEqual([]);
});
