import { existsSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLifetime } from '../../src/core/lifetime.ts';
import { createTestClock } from '../clock.ts';
import { createPath, json, open, submit, video } from './stage.ts';

/** The answer comes in the first minute of a month whose file the disk does not take. */
async function stage() {
  const clock = createTestClock(Date.UTC(2026, 10, 30, 23, 59, 59));
  const exits: number[] = [];
  const lifetime = createLifetime({ clock, flush: async () => undefined, exit: (code) => exits.push(code) });
  const answers: (() => void)[] = [];
  const front = await open({
    clock,
    ending: lifetime.ending,
    tamper: ({ path }) =>
      path === createPath
        ? new Promise((resolve) =>
            answers.push(() => resolve(json({ code: 200, data: { task_id: 'paid', price: 50 } }))),
          )
        : undefined,
  });
  const file = join(front.home, 'data/ledger/2026-12.jsonl');
  const submitted = front.call('submit_task', video);
  await expect.poll(() => answers.length).toBe(1);
  symlinkSync('/dev/full', file);
  await clock.advance(1_000);
  answers[0]?.();
  const { data } = await submitted;
  expect(data).toMatchObject({ task_id: 'xskill:paid', warnings: [expect.stringContaining('the disk is full')] });
  return { front, clock, lifetime, exits, file };
}

const isLinux = process.platform === 'linux';

it.runIf(isLinux)(
  'an answer that the disk refuses is known at once, and written as soon as there is room',
  async () => {
    const { front, clock, file } = await stage();
    expect((await front.call('submit_task', video)).data).toMatchObject({ duplicate: true, task_id: 'xskill:paid' });
    expect(front.posts()).toHaveLength(1);
    unlinkSync(file);
    await clock.advance(1_000);
    expect(readFileSync(file, 'utf8')).toContain('"remote_id":"paid"');
    const other = await open({ home: front.home, clock });
    expect((await submit(other)).data).toMatchObject({ duplicate: true, task_id: 'xskill:paid' });
  },
);

it.runIf(isLinux)('it is written at the latest when the process ends, which waits for room', async () => {
  const { clock, lifetime, exits, file } = await stage();
  lifetime.stop();
  await clock.advance(10_000);
  expect(exits).toEqual([]);
  unlinkSync(file);
  await clock.advance(1_000);
  expect(exits).toEqual([0]);
  expect(readFileSync(file, 'utf8')).toContain('"remote_id":"paid"');
});

it.runIf(isLinux)('nothing hangs where there never is room', async () => {
  const { front, clock, lifetime, exits, file } = await stage();
  const other = await open({ home: front.home, clock });
  const repeat = other.call('submit_task', video);
  await clock.advance(45_000);
  expect((await repeat).data).toMatchObject({ duplicate: true, status: 'pending' });
  expect(other.posts()).toEqual([]);
  lifetime.stop();
  await clock.advance(20_000);
  expect(exits).toEqual([0]);
  expect(existsSync(file)).toBe(true);
});
