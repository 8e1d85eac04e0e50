import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFileStore } from '../../../src/store/files/file-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../folder.ts';
import { accepted, intentOf } from '../intents.ts';

const november = Date.UTC(2026, 10, 21);
const december = Date.UTC(2026, 11, 2);

let home: string;
let file: string;
let nowMs: number;
const now = (): number => nowMs;
const open = (): Store => createFileStore(home, now);
beforeEach(() => {
  home = temporaryFolder();
  file = join(home, 'ledger/2026-11.jsonl');
  nowMs = november;
});

async function submitThree(store: Store): Promise<void> {
  for (const n of [1, 2, 3]) {
    await store.claim(intentOf(`local-${n}`, { at: nowMs }), {});
    await store.record(accepted(`local-${n}`, `remote-${n}`));
  }
}

/** Asks for each request once more, as an agent that lost its conversation would. */
async function repeatAll(store: Store): Promise<string[]> {
  const claims = [1, 2, 3].map((n) =>
    store.claim(intentOf(`again-${n}`, { at: nowMs, fingerprint: `print of local-${n}` }), {}),
  );
  return (await Promise.all(claims)).map(({ outcome }) => outcome);
}

const edit =
  (change: (text: string) => string) =>
  (path: string): void =>
    writeFileSync(path, change(readFileSync(path, 'utf8')));

function replaceFile(path: string): void {
  copyFileSync(path, `${path}.new`);
  renameSync(`${path}.new`, path);
}

const shifts: [string, (path: string) => void][] = [
  ['a byte order mark', edit((text) => `\uFEFF${text}`)],
  ['CRLF', edit((text) => text.replaceAll('\n', '\r\n'))],
  ['a line put in front', edit((text) => `a note of somebody\n${text}`)],
  ['a line put in the middle', edit((text) => text.replace('\n{"type":"accepted"', '\nnote\n{"type":"accepted"'))],
  ['blank lines', edit((text) => text.replaceAll('\n', '\n\n'))],
  ['zeros at the end', (path) => appendFileSync(path, Buffer.alloc(5000))],
  ['a file put in its place', replaceFile],
  [
    'a line taken out',
    edit((text) =>
      text
        .split('\n')
        .filter((line) => !line.includes('"remote-1"'))
        .join('\n'),
    ),
  ],
];

describe('a record that was damaged by', () => {
  it.each(shifts)('%s still stops every repeat, in a process that knew it and in a new one', async (_, damage) => {
    const known = open();
    await submitThree(known);
    damage(file);
    expect(await repeatAll(open())).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await repeatAll(known)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    for (const store of [known, open()]) {
      const tasks = await store.list({ limit: 9 });
      expect(tasks.map(({ parameters }) => parameters.prompt)).toEqual([
        'shot local-3',
        'shot local-2',
        'shot local-1',
      ]);
      expect(tasks[0]).toMatchObject({ key: 'local-3', remoteId: 'remote-3' });
    }
  });

  it.each(shifts)('%s hides no line that another process wrote afterwards', async (_, damage) => {
    const known = open();
    await submitThree(known);
    damage(file);
    await open().claim(intentOf('local-4', { at: nowMs }), {});
    expect(await known.findDuplicate('print of local-4')).toMatchObject({ key: 'local-4' });
    expect((await known.claim(intentOf('local-5', { fingerprint: 'print of local-4' }), {})).outcome).toBe('duplicate');
  });

  it('bytes taken out anywhere loses the lines that they stood in, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 400 }), async (from, count) => {
        home = temporaryFolder();
        file = join(home, 'ledger/2026-11.jsonl');
        const known = open();
        await submitThree(known);
        const bytes = readFileSync(file);
        const start = from % bytes.length;
        const left = Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + count)]);
        writeFileSync(file, left);
        const whole = new Set(bytes.toString().split('\n'));
        const intents = left
          .toString()
          .split('\n')
          .filter((line) => whole.has(line) && line.includes('"intent"'));
        const unharmed = [1, 2, 3].filter((n) => intents.some((line) => line.includes(`"local-${n}"`)));
        for (const store of [known, open()])
          for (const n of unharmed) expect(await store.findDuplicate(`print of local-${n}`)).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it('lines that are torn, foreign or incomplete is not misled by them', async () => {
    const store = open();
    await submitThree(store);
    const lines = [
      ...['null', '7', '[]', '{}', '{"type":5}', '"text"', 'x', '{"type":"accepted"}', '{"type":"saved","key":"x"}'],
      ...['{"type":"saved","key":"local-1","at":1}', '{"type":"status","key":"local-1","at":1,"remote":{}}'],
      ...[
        '{"type":"intent","key":"local-1"}',
        '{"type":"words","key":"local-1","at":1}',
        '{"type":"new","key":"local-1"}',
      ],
      '{"type":"accepted","key":"local-1","remote_',
    ];
    appendFileSync(file, lines.join('\n'));
    for (const reader of [store, open()]) {
      expect(await repeatAll(reader)).toEqual(['duplicate', 'duplicate', 'duplicate']);
      expect(await reader.list({ limit: 9 })).toHaveLength(3);
    }
    await store.claim(intentOf('local-4', { at: nowMs }), {});
    expect(await open().findTask('local-4')).toMatchObject({ state: 'open' });
  });

  it('a leftover index of 0.1.0 takes no notice of it', async () => {
    await submitThree(open());
    mkdirSync(join(home, 'ledger/index'));
    writeFileSync(join(home, 'ledger/index/mark.json'), '{"file":"2026-11.jsonl","offset":99999,"bootMinute":1}');
    writeFileSync(join(home, 'ledger/index/0a1'), 'garbage');
    expect(await repeatAll(open())).toEqual(['duplicate', 'duplicate', 'duplicate']);
  });

  it('words of a newer version keeps the task', async () => {
    await submitThree(open());
    edit((text) => text.replaceAll('"listed"', '"estimated"').replaceAll('"video"', '"hologram"'))(file);
    expect(await open().findTask('local-1')).toMatchObject({ price: { amount: 50, source: 'unknown' } });
    expect(await repeatAll(open())).toEqual(['duplicate', 'duplicate', 'duplicate']);
  });
});

describe('a record whose files change', () => {
  it('shows what a backup holds, and what is written after it', async () => {
    const store = open();
    await store.claim(intentOf('local-1', { at: nowMs }), {});
    const backup = readFileSync(file);
    await store.claim(intentOf('local-2', { at: nowMs }), {});
    writeFileSync(file, backup);
    await store.record(accepted('local-1', 'remote-1'));
    expect(await store.findTask('local-1')).toMatchObject({ remoteId: 'remote-1' });
    expect(await store.findTask('local-2')).toBeUndefined();
  });

  it('goes on when somebody took an old month away, and knows it again when it is put back', async () => {
    const store = open();
    await submitThree(store);
    nowMs = december;
    await store.claim(intentOf('local-4', { at: nowMs }), {});
    renameSync(file, join(home, 'away'));
    expect(await store.findTask('local-1')).toBeUndefined();
    expect(await store.findTask('local-4')).toBeDefined();
    renameSync(join(home, 'away'), file);
    expect(await store.findTask('local-1')).toMatchObject({ remoteId: 'remote-1' });
  });

  it('sees a line that a process which stood still wrote into an old month', async () => {
    const store = open();
    await submitThree(store);
    for (const month of [11, 12, 13]) {
      nowMs = Date.UTC(2026, month, 2);
      await store.claim(intentOf(`local-month-${month}`, { at: nowMs }), {});
    }
    const late = {
      ...intentOf('local-late', { at: nowMs }),
      type: 'intent',
      process: { pid: 1, started: '', host: 'x' },
    };
    appendFileSync(file, `${JSON.stringify(late)}\n`);
    expect(await store.findTask('local-late')).toBeDefined();
    const repeat = intentOf('local-repeat', { at: nowMs, fingerprint: 'print of local-late' });
    expect(await store.claim(repeat, {})).toMatchObject({ outcome: 'duplicate', task: { key: 'local-late' } });
  });
});

describe('a disk that takes nothing', () => {
  it.skipIf(process.platform !== 'linux')('loses no outcome that this process knows, and writes it later', async () => {
    nowMs = Date.UTC(2026, 10, 30, 23, 59);
    const store = open();
    await store.claim(intentOf('local-1', { at: nowMs }), {});
    nowMs += 60_000;
    symlinkSync('/dev/full', join(home, 'ledger/2026-12.jsonl'));
    await expect(store.record(accepted('local-1', 'remote-1'))).rejects.toThrow(/the disk is full/);
    await store.tryRecord({ type: 'uploaded', at: nowMs, sha256: 'abc', base_url: 'https://a', url: 'https://cdn/1' });
    expect(await store.findByRemoteId('xskill', 'remote-1')).toMatchObject({ key: 'local-1', state: 'accepted' });
    expect(await store.findDuplicate('print of local-1')).toMatchObject({ remoteId: 'remote-1' });
    expect(await store.findUploadedBytes('https://cdn/1')).toBe('abc');
    await expect(store.claim(intentOf('local-2', { at: nowMs }), {})).rejects.toThrow(/the disk is full/);

    unlinkSync(join(home, 'ledger/2026-12.jsonl'));
    edit((text) => `\uFEFF${text}`)(file);
    expect(await store.findByRemoteId('xskill', 'remote-1')).toMatchObject({ key: 'local-1', state: 'accepted' });
    expect(readFileSync(join(home, 'ledger/2026-12.jsonl'), 'utf8')).toContain('"accepted"');
    expect((await store.claim(intentOf('local-3', { at: nowMs }), {})).outcome).toBe('owned');
    expect(await open().findByRemoteId('xskill', 'remote-1')).toMatchObject({ key: 'local-1', state: 'accepted' });
    expect(await open().findUploadedBytes('https://cdn/1')).toBe('abc');
    expect(await open().list({ limit: 9 })).toHaveLength(2);
  });

  it.skipIf(process.getuid?.() === 0)('is told in plain words, for reading and for writing', async () => {
    await submitThree(open());
    chmodSync(file, 0o400);
    await expect(open().claim(intentOf('local-4'), {})).rejects.toThrow(/could not be kept: there is no permission/);
    chmodSync(file, 0o000);
    await expect(open().findTask('local-1')).rejects.toThrow(/could not be read: there is no permission/);
  });

  it('says in plain words that the folder cannot be made', async () => {
    writeFileSync(join(home, 'file'), '');
    const store = createFileStore(join(home, 'file'), now);
    await expect(store.claim(intentOf('local-1'), {})).rejects.toThrow(
      /could not be kept: something else stands where a folder should be/,
    );
    rmSync(join(home, 'file'));
  });
});
