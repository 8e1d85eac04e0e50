import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, root } from './markdown.ts';

const cited = ['wire', 'storyboard', 'clients', 'promises'];
const folders = ['src', 'test', 'faults', 'bench', 'scripts', 'docs'];

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|mjs|cjs|json|md)$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

/** What follows the name of the page; a comment may break a line in between. */
function citationsOf(page: string): { file: string; words: string }[] {
  const citation = new RegExp(`docs/${page}\\.md,\\s+(?:\\*\\s+)?"?([^\\n]{1,60})`, 'g');
  return files
    .filter((file) => file !== 'test/citations.test.ts')
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(citation)].map(([, words = '']) => ({ file, words })),
    );
}

function headingsOf(page: string): string[] {
  return [...readPage(`docs/${page}.md`).matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = '']) => heading.trim());
}

/** The end of a heading is the end of the words, or no letter: `Seedance 2.0` is not cited by `Seedance 2.0 limits`. */
function names(words: string, heading: string): boolean {
  return words.startsWith(heading) && !/^[\p{L}\d]/u.test(words.slice(heading.length));
}

const existing = cited.filter((page) => existsSync(join(root, 'docs', `${page}.md`)));

describe.each(existing)('docs/%s.md', (page) => {
  const headings = headingsOf(page);

  it('has every heading that is cited', () => {
    const lost = citationsOf(page).filter(({ words }) => !headings.some((heading) => names(words, heading)));
    expect(lost).toEqual([]);
  });

  it('is cited, and has each heading once', () => {
    expect(citationsOf(page).length).toBeGreaterThan(3);
    expect(headings).toEqual([...new Set(headings)]);
  });
});

it('finds the facts of the services nowhere but in docs', () => {
  const folders = /^(?:src\/(?:backends|net|media)|test\/(?:backends|fixtures|simulation))\//;
  const outside = files.filter(
    (file) => folders.test(file) && /WIRE\.md|seeds\/0/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(outside).toEqual([]);
});
