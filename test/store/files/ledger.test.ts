import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLedger, type Ledger } from '../../../src/store/files/ledger.ts';
import { thisProcess } from '../../../src/store/files/process.ts';
import type { Intent, TaskEvent } from '../../../src/store/task.ts';
import { temporaryFolder } from '../../folder.ts';

const at = Date.UTC(2026, 10, 21);
let home: string;
let ledger: Ledger;
beforeEach(() => {
  home = temporaryFolder();
  ledger = createLedger(home, () => at);
});

const intent = (key: string, more: Partial<Intent> = {}): Intent => ({
  type: 'intent',
  key,
  at,
  fingerprint: `print of ${key}`,
  backend: 'xskill',
  model_id: 'st-ai/super-seed2',
  kind: 'video',
  base_url: 'https://api.xskill.ai',
  rehearsal: false,
  parameters: { prompt: `shot ${key}` },
  asked: { prompt: `shot ${key}`, references: [] },
  price: { amount: 50, unit: 'points', source: 'listed' },
  owner: thisProcess(),
  ...more,
});
const accepted = (key: string, remote_id: string): TaskEvent => ({
  type: 'accepted',
  key,
  at,
  backend: 'xskill',
  remote_id,
});

describe('the ledger', () => {
  it('finds a task by our key, the service’s id and its fingerprint, also from another process', () => {
    ledger.record(intent('local-1'));
    ledger.record(accepted('local-1', 'remote-1'));
    for (const reader of [ledger, createLedger(home, () => at)]) {
      expect(reader.findByKey('local-1')?.remoteId).toBe('remote-1');
      expect(reader.findByRemoteId('xskill', 'remote-1')?.key).toBe('local-1');
      expect(reader.findByRemoteId('pixazo', 'remote-1')).toBeUndefined();
      expect(reader.withFingerprint('print of local-1').map(({ key }) => key)).toEqual(['local-1']);
      expect(reader.findByKey('local-2')).toBeUndefined();
    }
  });

  it('agrees with a plain reading of all events, however they are interleaved and by however many readers', () => {
    const step = fc.record({
      task: fc.integer({ min: 0, max: 6 }),
      reader: fc.integer({ min: 0, max: 2 }),
      ask: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const folder = temporaryFolder();
        const readers = [0, 1, 2].map(() => createLedger(folder, () => at));
        const written = new Map<string, number>();
        for (const { task, reader, ask } of steps) {
          const key = `local-${task}`;
          const count = written.get(key) ?? 0;
          readers[reader]!.record(
            count === 0 ? intent(key, { fingerprint: `f${task % 2}` }) : accepted(key, `remote-${task}-${count}`),
          );
          written.set(key, count + 1);
          if (ask)
            expect(readers[(reader + 1) % 3]!.findByKey(key)?.remoteId).toBe(
              count === 0 ? undefined : `remote-${task}-${count}`,
            );
        }
        for (const [key, count] of written)
          expect(readers[0]!.findByKey(key)?.state).toBe(count === 1 ? 'open' : 'accepted');
        expect([...readers[1]!.recent()].map(({ key }) => key)).toEqual([...written.keys()].reverse());
        const sameFingerprint = [...written.keys()].filter((key) => Number(key.at(-1)) % 2 === 0);
        expect(readers[2]!.withFingerprint('f0').map(({ key }) => key)).toEqual(sameFingerprint);
      }),
      { numRuns: 25 },
    );
  });

  it('rebuilds its index from the journal when it is lost, torn or from before a reboot', () => {
    for (const n of [1, 2, 3]) ledger.record(intent(`local-${n}`));
    expect(ledger.findByKey('local-2')).toBeDefined();
    const index = join(ledger.directory, 'index');
    rmSync(index, { recursive: true });
    expect(ledger.findByKey('local-2')).toBeDefined();
    for (const file of readdirSync(index)) appendFileSync(join(index, file), 'torn poin');
    ledger.record(accepted('local-2', 'remote-2'));
    expect(ledger.findByKey('local-2')?.remoteId).toBe('remote-2');
    for (const file of readdirSync(index)) if (file !== 'mark.json') rmSync(join(index, file));
    writeFileSync(join(index, 'mark.json'), JSON.stringify({ file: '2026-11.jsonl', offset: 1e9, bootMinute: 1 }));
    expect(ledger.findByRemoteId('xskill', 'remote-2')?.key).toBe('local-2');
  });

  it('finds everything in a journal that was put back from a backup', () => {
    const file = join(ledger.directory, '2026-11.jsonl');
    ledger.record(intent('local-1'));
    const backup = readFileSync(file);
    ledger.record(intent('local-2'));
    expect(ledger.findByKey('local-2')).toBeDefined();
    writeFileSync(file, backup);
    ledger.record(accepted('local-1', 'remote-1'));
    expect(ledger.findByKey('local-1')?.remoteId).toBe('remote-1');
    expect(ledger.findByKey('local-2')).toBeUndefined();
  });

  it('goes on when somebody took an old month away', () => {
    ledger.record(intent('local-1'));
    ledger.findByKey('local-1');
    const december = createLedger(home, () => Date.UTC(2026, 11, 2));
    december.record(intent('local-2'));
    rmSync(join(ledger.directory, '2026-11.jsonl'));
    expect(december.findByKey('local-1')).toBeUndefined();
    expect(december.findByKey('local-2')).toBeDefined();
  });

  it('reads past two torn lines', () => {
    ledger.record(intent('local-1'));
    const file = join(ledger.directory, '2026-11.jsonl');
    appendFileSync(file, '{"type":"accepted","key":"local-1","remote_');
    ledger.record(intent('local-2'));
    appendFileSync(file, '\n{"type":"intent"');
    ledger.record(accepted('local-2', 'remote-2'));
    expect(ledger.findByKey('local-1')?.state).toBe('open');
    expect(ledger.findByKey('local-2')?.remoteId).toBe('remote-2');
    expect([...ledger.recent()].map(({ key }) => key)).toEqual(['local-2', 'local-1']);
  });

  it('is not misled by lines that are JSON and not ours', () => {
    ledger.record(intent('local-1'));
    for (const line of ['null', '7', '[]', '{}', '{"type":5}', '"text"', '{"type":"accepted"}'])
      appendFileSync(join(ledger.directory, '2026-11.jsonl'), `${line}\n`);
    expect([...ledger.recent()].map(({ key }) => key)).toEqual(['local-1']);
    expect(ledger.findByKey('local-1')).toBeDefined();
  });

  it('remembers what was uploaded, per address', () => {
    ledger.record({ type: 'uploaded', at, sha256: 'abc', base_url: 'https://a', url: 'https://cdn/1.png' });
    expect(ledger.findUpload('abc', 'https://a')?.url).toBe('https://cdn/1.png');
    expect(ledger.findUpload('abc', 'https://b')).toBeUndefined();
    expect([...ledger.recent()]).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('says in plain words that the folder cannot be written', () => {
    ledger.record(intent('local-1'));
    chmodSync(join(ledger.directory, '2026-11.jsonl'), 0o400);
    expect(() => ledger.record(intent('local-2'))).toThrow(/may not be written/);
  });

  it.skipIf(process.platform !== 'linux')('says in plain words that the disk is full', () => {
    mkdirSync(ledger.directory, { recursive: true });
    symlinkSync('/dev/full', join(ledger.directory, '2026-11.jsonl'));
    expect(() => ledger.record(intent('local-1'))).toThrow(/the disk is full/);
  });

  it('says in plain words that the folder cannot be made', () => {
    writeFileSync(join(home, 'file'), '');
    expect(() => createLedger(join(home, 'file'), () => at).record(intent('local-1'))).toThrow(/could not be kept/);
  });
});
