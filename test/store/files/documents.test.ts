import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createDocuments } from '../../../src/store/files/documents.ts';
import { temporaryFolder } from '../../folder.ts';

it('what another process writes just now is left alone, and what it left half-written goes after an hour, whatever clock this process goes by', () => {
  const folder = join(temporaryFolder(), 'documents');
  mkdirSync(folder);
  const [fresh, left] = ['a.0011.part', 'b.2233.part'].map((name) => join(folder, name)) as [string, string];
  for (const path of [fresh, left]) writeFileSync(path, 'half');
  const longAgo = Date.now() / 1000 - 2 * 60 * 60;
  utimesSync(left, longAgo, longAgo);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * 60 * 60 * 1000);
  createDocuments(folder).eraseWhere(() => false);
  vi.restoreAllMocks();
  expect([existsSync(fresh), existsSync(left)]).toEqual([true, false]);
});
