import { appendFileSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createJournal, type Journal, type Place } from '../../../src/store/files/journal.ts';
import { temporaryFolder } from '../../folder.ts';

const november = Date.UTC(2026, 10, 21);
const december = Date.UTC(2026, 11, 2);

let directory: string;
beforeEach(() => {
  directory = join(temporaryFolder(), 'ledger');
});

type Lines = { texts: string[]; places: Place[]; isIntact: boolean };

function readNew(journal: Journal): Lines {
  const texts: string[] = [];
  const places: Place[] = [];
  const isIntact = journal.readNew((text, place) => {
    texts.push(text);
    places.push(place);
  });
  return { texts, places, isIntact };
}

describe('journal', () => {
  it('hands over every line once, in order and by place, to however many readers', () => {
    const line = fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }).map((text) => JSON.stringify(text));
    const step = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 4 }), reader: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const folder = temporaryFolder();
        const journals = [0, 1, 2].map(() => createJournal(folder, () => november));
        const seen: string[][] = [[], [], []];
        for (const { lines, reader } of steps) {
          journals[reader]!.append(lines);
          const other = (reader + 1) % 3;
          seen[other]!.push(...readNew(journals[other]!).texts);
        }
        const all = steps.flatMap(({ lines }) => lines);
        for (const [n, journal] of journals.entries()) expect([...seen[n]!, ...readNew(journal).texts]).toEqual(all);
        const fresh = createJournal(folder, () => november);
        const { places } = readNew(fresh);
        expect(fresh.readAt(places)).toEqual(all);
        expect([...places].sort((a, b) => a - b)).toEqual(places);
      }),
      { numRuns: 30 },
    );
  });

  it('reads lines that are longer than a chunk', () => {
    const journal = createJournal(directory, () => november);
    const long = ['a', 'ü', 'c'].map((letter) => letter.repeat(1_500_000));
    journal.append(long);
    const { texts, places } = readNew(journal);
    expect(texts.map((text) => text.length)).toEqual([1_500_000, 1_500_000, 1_500_000]);
    expect(journal.readAt(places)).toEqual(long);
  });

  it('keeps a torn line apart from the next one, and does not hand it over before its end is written', () => {
    const journal = createJournal(directory, () => november);
    journal.append(['one']);
    appendFileSync(join(directory, '2026-11.jsonl'), 'tor');
    expect(readNew(journal).texts).toEqual(['one']);
    expect(readNew(journal).texts).toEqual([]);
    journal.append(['two']);
    expect(readNew(journal).texts).toEqual(['tor', 'two']);
  });

  it('never writes into an older file when the clock jumps back', () => {
    let now = december;
    const journal = createJournal(directory, () => now);
    journal.append(['one']);
    now = november;
    journal.append(['two']);
    expect(readdirSync(directory)).toEqual(['2026-12.jsonl']);
    expect(readNew(journal).texts).toEqual(['one', 'two']);
  });

  it('goes on in a new file with a new month, and sees what lands in the month before', () => {
    let now = november;
    const journal = createJournal(directory, () => now);
    journal.append(['one']);
    readNew(journal);
    now = december;
    journal.append(['two']);
    appendFileSync(join(directory, '2026-11.jsonl'), 'late\n');
    expect(readNew(journal).texts).toEqual(['late', 'two']);
  });

  it.each<[string, (text: string) => string]>([
    ['shorter', (text) => text.slice(4)],
    ['longer in front', (text) => `x${text}`],
    ['longer in the middle', (text) => text.replace('two', 'two and a half')],
    ['as long and appended to', (text) => `${text.replace('three', 'eerht')}more\n`],
  ])('says that a file is not what it was when it is %s', (_, change) => {
    const journal = createJournal(directory, () => november);
    journal.append(['one', 'two', 'three']);
    readNew(journal);
    const file = join(directory, '2026-11.jsonl');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(readNew(journal).isIntact).toBe(false);
    journal.restart();
    expect(readNew(journal).texts.join('\n')).toBe(readFileSync(file, 'utf8').trimEnd());
  });

  it('says so too when another file took its place, though it ends alike', () => {
    const journal = createJournal(directory, () => november);
    journal.append(['one', 'x'.repeat(100)]);
    readNew(journal);
    const file = join(directory, '2026-11.jsonl');
    writeFileSync(`${file}.new`, readFileSync(file, 'utf8').replace('one', 'two'));
    renameSync(`${file}.new`, file);
    expect(readNew(journal).isIntact).toBe(false);
  });

  it('blanks the line that is meant, and no other', () => {
    const journal = createJournal(directory, () => november);
    journal.append(['one', 'zwölf', 'three']);
    const { places } = readNew(journal);
    journal.blank(places[1]!, 'something else');
    expect(readFileSync(join(directory, '2026-11.jsonl'), 'utf8')).toBe('one\nzwölf\nthree\n');
    journal.blank(places[1]!, 'zwölf');
    expect(readFileSync(join(directory, '2026-11.jsonl'), 'utf8')).toBe('one\n      \nthree\n');
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
    createJournal(directory, () => november).append(['one']);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, '2026-11.jsonl')).mode & 0o777).toBe(0o600);
  });
});
