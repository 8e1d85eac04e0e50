import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createJournal } from '../../../src/store/files/journal.ts';
import { temporaryFolder } from '../../folder.ts';

const november = Date.UTC(2026, 10, 21);
const december = Date.UTC(2026, 11, 2);

let directory: string;
beforeEach(() => {
  directory = join(temporaryFolder(), 'ledger');
});

const values = (lines: Iterable<{ value: unknown }>): unknown[] => [...lines].map(({ value }) => value);

describe('journal', () => {
  it('gives back what was appended, forwards, backwards and by place', () => {
    const line = fc.record({ text: fc.string({ maxLength: 300, unit: 'grapheme' }), n: fc.integer() });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 0, max: 30 }), (appended, from) => {
        const journal = createJournal(temporaryFolder(), () => november);
        for (const value of appended) journal.append(value);
        const { lines } = journal.readFrom(undefined);
        expect(values(lines)).toEqual(appended);
        expect(values(journal.backwards())).toEqual([...appended].reverse());
        expect(journal.readAt(lines).map(({ value }) => value)).toEqual(appended);
        const start = lines[from];
        if (start) expect(values(journal.readFrom(start).lines)).toEqual(appended.slice(from));
      }),
      { numRuns: 30 },
    );
  });

  it('reads lines that are longer than a chunk backwards', () => {
    const journal = createJournal(directory, () => november);
    const long = ['a', 'b', 'c'].map((letter) => ({ text: letter.repeat(150_000) }));
    for (const value of long) journal.append(value);
    expect(values(journal.backwards())).toEqual([...long].reverse());
  });

  it('heals a torn last line: it is nobody’s, and the next one stands whole', () => {
    const journal = createJournal(directory, () => november);
    journal.append({ n: 1 });
    appendFileSync(join(directory, '2026-11.jsonl'), '{"n":2,"te');
    journal.append({ n: 3 });
    appendFileSync(join(directory, '2026-11.jsonl'), '{"n":4');
    expect(values(journal.readFrom(undefined).lines)).toEqual([{ n: 1 }, undefined, { n: 3 }]);
    journal.append({ n: 5 });
    expect(values(journal.backwards())).toEqual([{ n: 5 }, undefined, { n: 3 }, undefined, { n: 1 }]);
  });

  it('never writes into an older file when the clock jumps back', () => {
    let now = december;
    const journal = createJournal(directory, () => now);
    journal.append({ n: 1 });
    now = november;
    journal.append({ n: 2 });
    expect(readdirSync(directory)).toEqual(['2026-12.jsonl']);
    expect(values(journal.backwards())).toEqual([{ n: 2 }, { n: 1 }]);
  });

  it('goes on in a new file with a new month, and reads across both', () => {
    let now = november;
    const journal = createJournal(directory, () => now);
    journal.append({ n: 1 });
    const { end } = journal.readFrom(undefined);
    now = december;
    journal.append({ n: 2 });
    expect(values(journal.readFrom(end).lines)).toEqual([{ n: 2 }]);
    expect(values(journal.backwards())).toEqual([{ n: 2 }, { n: 1 }]);
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
    createJournal(directory, () => november).append({ n: 1 });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, '2026-11.jsonl')).mode & 0o777).toBe(0o600);
  });
});
