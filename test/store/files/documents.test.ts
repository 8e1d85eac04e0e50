import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDocuments } from '../../../src/store/files/documents.ts';
import { temporaryFolder } from '../../folder.ts';

it('what another process writes just now is left alone, and what it left half-written goes after an hour', () => {
  const folder = join(temporaryFolder(), 'documents');
  mkdirSync(folder);
  const [fresh, left] = ['a.0011.part', 'b.2233.part'].map((name) => join(folder, name)) as [string, string];
  for (const path of [fresh, left]) writeFileSync(path, 'half');
  const longAgo = Date.now() / 1000 - 2 * 60 * 60;
  utimesSync(left, longAgo, longAgo);
  createDocuments(folder).eraseWhere(() => false);
  expect([existsSync(fresh), existsSync(left)]).toEqual([true, false]);
});
