import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seedance as limits } from '../src/backends/seedance-limits.ts';
import { createRoots } from '../src/media/roots.ts';
import { temporaryFolder } from '../test/folder.ts';
import { makePng, writeFixture } from '../test/media/clips.ts';
import { report, times } from './size.ts';

const races = times(5_000, 125_000);

/** Swaps a folder of the project with a link to one outside, as fast as a disk can. */
const attacker = `
const { renameSync } = require('node:fs');
const [, shots, away, door] = process.argv;
for (;;) {
  try {
    renameSync(shots, away);
    renameSync(door, shots);
    renameSync(shots, door);
    renameSync(away, shots);
  } catch {}
}`;

it.runIf(process.platform === 'linux')(
  `${races} pictures opened while their folder is swapped: none of outside leaves`,
  async () => {
    const root = temporaryFolder();
    const [project, outside] = [join(root, 'project'), join(root, 'private')];
    const shots = join(project, 'shots');
    mkdirSync(shots, { recursive: true });
    mkdirSync(outside);
    writeFixture(shots, 'fox.png', makePng(640, 360));
    writeFixture(outside, 'fox.png', makePng(777, 500));
    const link = spawn('ln', ['-s', outside, join(root, 'door')]);
    await new Promise((resolve) => link.once('exit', resolve));
    const child = spawn(process.execPath, ['-e', attacker, shots, join(root, 'away'), join(root, 'door')]);
    const { open } = createRoots({ directories: async () => [project], limits });
    const seen = { inside: 0, outside: 0, refused: 0 };
    try {
      for (let done = 0; done < races; done += 4) {
        const four = Array.from({ length: 4 }, () =>
          open(join(shots, 'fox.png')).then(
            ({ width }) => width,
            () => 0,
          ),
        );
        for (const width of await Promise.all(four)) {
          if (width === 640) seen.inside++;
          else if (width === 777) seen.outside++;
          else seen.refused++;
        }
      }
    } finally {
      child.kill('SIGKILL');
    }
    report(`${races} races for a picture: ${seen.outside} from outside, ${seen.inside} read, ${seen.refused} refused`);
    expect(seen.outside).toBe(0);
    expect(seen.refused, 'the attacker was never in the way').toBeGreaterThan(0);
  },
  3_600_000,
);
