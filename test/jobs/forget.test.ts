import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../src/store/files/ledger.ts';
import { redactIntent } from '../../src/store/files/redact.ts';
import type { Intent } from '../../src/store/task.ts';

const intent = (changes: Partial<Intent>): Intent => ({
  type: 'intent',
  key: 'local-1',
  at: 1,
  fingerprint: 'f1',
  backend: 'xskill',
  model_id: 'm',
  kind: 'video',
  base_url: 'https://x.test',
  rehearsal: false,
  parameters: {},
  asked: { prompt: '', references: [] },
  price: { amount: 50, unit: 'points', source: 'charged' },
  owner: { pid: 1, started: '', host: 'h' },
  ...changes,
});

describe('blankIntent', () => {
  const words = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
  const parameters = fc.dictionary(words, fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }));

  it('keeps the length, and every mixture of old and new bytes stays the same event', () => {
    fc.assert(
      fc.property(words, parameters, fc.nat(), (prompt, given, cut) => {
        const line = JSON.stringify(
          intent({
            parameters: given,
            asked: { prompt, ratio: '16:9', references: [{ type: 'image', url: prompt, field: 'x' }] },
          }),
        );
        const [before, after] = [Buffer.from(line), Buffer.from(redactIntent(line))];
        expect(after.length).toBe(before.length);
        const at = cut % before.length;
        const torn = Buffer.concat([after.subarray(0, at), before.subarray(at)]).toString('utf8');
        const { parameters: left, asked, ...rest } = JSON.parse(torn) as Intent;
        expect({ ...rest, ratio: asked.ratio }).toEqual({
          ...JSON.parse(line),
          parameters: undefined,
          asked: undefined,
          ratio: '16:9',
        });
        expect(Object.keys(left)).toHaveLength(Object.keys(given).length);
        // Blanking again finishes what a crash left half done.
        const { parameters: none, asked: nothing } = JSON.parse(redactIntent(torn)) as Intent;
        expect([nothing.prompt, nothing.references[0]!.url, ...texts(none)].join('').trim()).toBe('');
      }),
    );
  });
});

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

describe('ledger.forget', () => {
  it('takes the words off the disk and leaves every task findable, for a process that knew the file before too', () => {
    const home = mkdtempSync(join(tmpdir(), 'forget-'));
    const ledger = createLedger(home, () => 5);
    const secret = 'The "secret" dragon — 龙\n🐉';
    for (const n of [1, 2, 3]) {
      const asked = { prompt: n === 2 ? secret : `shot ${n}`, durationSeconds: 5, references: [] };
      ledger.record(
        intent({
          key: `local-${n}`,
          at: n,
          fingerprint: `f${n}`,
          parameters: { prompt: asked.prompt, seed: 7 },
          asked,
        }),
      );
      ledger.record({ type: 'accepted', key: `local-${n}`, at: n, backend: 'xskill', remote_id: `r${n}` });
    }
    const other = createLedger(home, () => 5);
    expect(other.findByRemoteId('xskill', 'r3')?.asked.prompt).toBe('shot 3');
    const [file = ''] = readdirSync(join(home, 'ledger')).filter((name) => name.endsWith('.jsonl'));
    const path = join(home, 'ledger', file);
    const bytes = statSync(path).size;

    ledger.forget('local-2');
    ledger.forget('local-2');

    expect(readFileSync(path, 'utf8')).not.toMatch(/secret|dragon|龙|🐉/);
    expect(readFileSync(path, 'utf8').slice(0, bytes).split('\n')).toHaveLength(7);
    for (const seen of [ledger, other, createLedger(home, () => 5)]) {
      const forgotten = seen.findByRemoteId('xskill', 'r2');
      expect(forgotten).toMatchObject({
        parameters: {},
        asked: { prompt: '', durationSeconds: 5 },
        price: { amount: 50 },
        remoteId: 'r2',
      });
      expect(seen.withFingerprint('f2').map(({ key }) => key)).toEqual(['local-2']);
      expect([...seen.recent()].map(({ asked }) => asked.prompt)).toEqual(['shot 3', '', 'shot 1']);
      expect(seen.findByKey('local-3')?.parameters).toEqual({ prompt: 'shot 3', seed: 7 });
    }
  });
});
