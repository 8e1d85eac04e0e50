import { expect, it, vi } from 'vitest';
import { damageKinds } from './kinds/damage-kinds.ts';
import { diskKinds } from './kinds/disk-kinds.ts';
import { replyKinds } from './kinds/replies.ts';
import { playRound, type ServiceName } from './kinds/round.ts';
import { report, times } from './size.ts';

vi.mock('node:fs', async (original) => {
  const { wrapDisk } = await import('./kinds/failing-disk.ts');
  return wrapDisk(await original());
});

/** docs/promises.md, Kinds of faults. */
const kinds = [...replyKinds, ...diskKinds, ...damageKinds];
const rounds = times(2, 40);
const names: ServiceName[] = ['xskill', 'pixazo'];

it(`faults of ${kinds.length} kinds, each ${rounds} times at each service: nothing lost, paid twice, or kept silent`, async () => {
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  const failures = new Map<string, string>();
  let faults = 0;
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      for (const name of names.filter((one) => kind.only === undefined || kind.only === one)) {
        faults++;
        await playRound(kind, name, `Shot ${faults} of the sea`).catch((error: Error) => {
          failures.set(`${kind.name}, ${name}`, error.message.slice(0, 3_000));
        });
      }
    }
  }
  report(`${faults} faults of ${kinds.length} kinds: ${failures.size} kinds lost, paid twice, or kept silent`);
  expect(Object.fromEntries(failures)).toEqual({});
}, 7_200_000);
