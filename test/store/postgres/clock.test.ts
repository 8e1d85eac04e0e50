import { afterEach, describe, expect, it } from 'vitest';
import { createPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { temporaryFolder } from '../../folder.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { accepted, ended, intentOf } from '../intents.ts';
import { newDatabase } from './shared-server.ts';

const machineNow = Date.now;
afterEach(() => {
  Date.now = machineNow;
});

const minuteMs = 60_000;

describe.skipIf(withoutPostgres)('a machine whose clock is an hour off', () => {
  it.each([
    ['ahead', 60 * minuteMs],
    ['behind', -60 * minuteMs],
  ])(
    '(%s) goes by that of the database: what was done five minutes ago is not made again, and after eleven it is',
    async (_, offMs) => {
      const address = await newDatabase();
      const open = () => createPostgresStore({ address, home: temporaryFolder(), now: () => Date.now() });
      const right = open();
      for (const minutes of [5, 11]) {
        const at = machineNow() - minutes * minuteMs;
        const key = `local-${minutes}`;
        await right.claim(intentOf(key, { at, fingerprint: key }), {});
        await right.record(accepted(key), ended(key, 'completed', at));
      }
      Date.now = () => machineNow() + offMs;
      const off = open();
      const claimAgain = async (fingerprint: string): Promise<string> => {
        await off.findTask('none'); // so that the intent has the time of the database
        return (await off.claim(intentOf(`again-${fingerprint}`, { at: Date.now(), fingerprint }), {})).outcome;
      };
      expect(await claimAgain('local-5')).toBe('duplicate');
      expect(await claimAgain('local-11')).toBe('owned');
      expect(Math.abs(Date.now() - machineNow())).toBeLessThan(minuteMs);
      await Promise.all([right.end(), off.end()]);
    },
  );
});
