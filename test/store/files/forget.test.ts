import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../src/store/events.ts';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../folder.ts';
import { accepted, intentOf } from '../intents.ts';

const nowMs = Date.UTC(2026, 10, 21);
const journal = (home: string): string => join(home, 'ledger/2026-11.jsonl');
const open = (home: string): Store => createFileStore(home, () => nowMs);
const secret = 'The "secret" dragon — 龙\n🐉';
const withSecret = (key: string): Intent =>
  intentOf(key, {
    at: nowMs,
    asked: {
      prompt: secret,
      durationSeconds: 5,
      references: [{ type: 'image', url: 'https://secret.test', field: 'x' }],
    },
    parameters: { prompt: secret },
  });

describe('forget, in files', () => {
  it('leaves no word on the disk and every other byte as it was, whatever the words are', async () => {
    const words = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    await fc.assert(
      fc.asyncProperty(words, fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), async (prompt, value) => {
        const home = temporaryFolder();
        const store = open(home);
        await store.claim(intentOf('local-1', { at: nowMs }), {});
        await store.claim(
          intentOf('local-2', { at: nowMs, asked: { prompt, references: [] }, parameters: { value } }),
          {},
        );
        await store.claim(intentOf('local-3', { at: nowMs }), {});
        expect(await store.findTask('local-2')).toMatchObject({ asked: { prompt } });
        const before = readFileSync(journal(home), 'utf8').split('\n');
        await open(home).forget({ key: 'local-2' });
        const after = readFileSync(journal(home), 'utf8').split('\n');
        expect(after.filter((line, n) => line !== before[n])).toEqual([expect.stringMatching(/^ +$/)]);
        expect(await store.findTask('local-2')).toMatchObject({ asked: { prompt: '' }, parameters: {}, state: 'open' });
        expect(await store.list({ limit: 9, search: 'shot' })).toHaveLength(2);
      }),
      { numRuns: 30 },
    );
  });

  it('takes the words of a record of 0.1.0, where they stand in the intent, and of what a crash left of them', async () => {
    const home = temporaryFolder();
    const store = open(home);
    await store.claim(intentOf('local-1', { at: nowMs }), {});
    const { parameters, asked, ...rest } = withSecret('local-2');
    const owner = { pid: 1, started: '1', host: 'gone' };
    const old = JSON.stringify({ type: 'intent', ...rest, parameters, asked, owner, at: nowMs });
    appendFileSync(journal(home), `${old}\n${JSON.stringify(accepted('local-2', 'r2'))}\n`);
    await store.claim(intentOf('local-3', { at: nowMs + 1 }), {});
    const bytes = statSync(journal(home)).size;
    expect(await store.findTask('local-2')).toMatchObject({ asked: { prompt: secret } });

    await open(home).forget({ key: 'local-2' });
    await open(home).forget({ key: 'local-2' });
    expect(readFileSync(journal(home), 'utf8')).not.toMatch(/secret|dragon|龙|🐉/);
    for (const reader of [store, open(home)]) {
      expect(await reader.findByRemoteId('xskill', 'r2')).toMatchObject({
        fingerprint: 'print of local-2',
        asked: { prompt: '', durationSeconds: 5, references: [] },
        parameters: {},
        state: 'accepted',
      });
      expect((await reader.findDuplicate('print of local-2'))?.key).toBe('local-2');
      expect((await reader.list({ limit: 9 })).map(({ key }) => key)).toEqual(['local-3', 'local-2', 'local-1']);
    }

    // A crash between the new intent and the blanks leaves both; forgetting again finishes it.
    const text = readFileSync(journal(home), 'utf8');
    writeFileSync(journal(home), text.replace(' '.repeat(Buffer.byteLength(old)), old));
    expect(statSync(journal(home)).size).toBeGreaterThan(bytes);
    expect(await open(home).list({ limit: 9 })).toHaveLength(3);
    await open(home).forget({ key: 'local-2' });
    expect(readFileSync(journal(home), 'utf8')).not.toMatch(/secret|dragon|龙|🐉/);
  });

  it('takes words whose line was damaged', async () => {
    const home = temporaryFolder();
    await open(home).claim(withSecret('local-1'), {});
    writeFileSync(journal(home), readFileSync(journal(home), 'utf8').replace('"references":[', '"references":'));
    expect(await open(home).findTask('local-1')).toMatchObject({ asked: { prompt: '' } });
    await open(home).forget({ key: 'local-1' });
    expect(readFileSync(journal(home), 'utf8')).not.toMatch(/secret|dragon/);
  });

  it('takes the words of a submit that ended between them and its intent', async () => {
    const home = temporaryFolder();
    const store = open(home);
    await store.claim(withSecret('local-1'), {});
    const [words] = readFileSync(journal(home), 'utf8').split('\n');
    writeFileSync(journal(home), `${words}\n{"type":"intent","key":"loc`);
    expect(await open(home).list({ limit: 9 })).toEqual([]);
    await open(home).forget({ before: nowMs + 1 });
    expect(readFileSync(journal(home), 'utf8')).not.toMatch(/secret|dragon/);
  });
});
