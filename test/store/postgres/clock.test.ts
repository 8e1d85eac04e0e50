import { afterEach, describe, expect, it, vi } from 'vitest';
import { goByDatabaseClock } from '../../../src/store/postgres/clock.ts';
import { createPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { temporaryFolder } from '../../folder.ts';
import { withoutPostgres } from '../../postgres-server.ts';
import { accepted, ended, intentOf } from '../intents.ts';
import { newDatabase } from './shared-server.ts';

/** The clock of the machine. */
const machine = vi.hoisted(() => {
  const rightNow = Date.now;
  const clock = { offMs: 0, rightNow, now: () => rightNow() + clock.offMs };
  Date.now = clock.now;
  return clock;
});
vi.mock('../../../src/core/machine-clock.ts', () => ({ machineNow: machine.now }));
afterEach(() => {
  machine.offMs = 0;
  Date.now = machine.now;
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
        const at = machine.rightNow() - minutes * minuteMs;
        const key = `local-${minutes}`;
        await right.claim(intentOf(key, { at, fingerprint: key }), {});
        await right.record(accepted(key), ended(key, 'completed', at));
      }
      machine.offMs = offMs;
      const off = open();
      const claimAgain = async (fingerprint: string): Promise<string> => {
        await off.findTask('none'); // so that the intent has the time of the database
        return (await off.claim(intentOf(`again-${fingerprint}`, { at: Date.now(), fingerprint }), {})).outcome;
      };
      expect(await claimAgain('local-5')).toBe('duplicate');
      expect(await claimAgain('local-11')).toBe('owned');
      expect(Math.abs(Date.now() - machine.rightNow())).toBeLessThan(minuteMs);
      await Promise.all([right.end(), off.end()]);
    },
  );
});

describe('two calls at once that set the clock', () => {
  const minutes = (ms: number): number => Math.round(ms / minuteMs);

  it.each([60, -60, 0])('(the machine is %s minutes ahead) set it as one does', async (off) => {
    machine.offMs = off * minuteMs;
    const answers: (() => void)[] = [];
    const isOff = [1, 2, 3].map(() =>
      goByDatabaseClock(
        <Row>() =>
          new Promise<Row[]>((resolve) => {
            answers.push(() => resolve([{ ms: machine.rightNow() } as Row]));
          }),
      ),
    );
    for (const answer of answers) answer();
    expect(await Promise.all(isOff)).toEqual(Array(3).fill(off !== 0));
    expect(minutes(Date.now() - machine.rightNow())).toBe(0);
    expect(await goByDatabaseClock(async <Row>() => [{ ms: machine.rightNow() - 10 * minuteMs } as Row])).toBe(true);
    expect(minutes(Date.now() - machine.rightNow())).toBe(-10);
  });
});
