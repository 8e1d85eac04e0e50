import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, folder, install, installPeers, project } from './workshop.mjs';

const mostPackedKb = 700;

/** What `npx` has to fetch and a disk has to hold. */
export async function run() {
  const { installed: peers, notes } = await installPeers();
  const { stdout } = await execute('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: project,
  });
  const [{ name, filename, size, entryCount }] = JSON.parse(stdout);
  const home = join(folder, 'peers', 'seedance-mcp');
  await rm(home, { recursive: true, force: true });
  await install(name, home, join(folder, filename));
  const contenders = await Promise.all(
    [{ name, home }, ...peers].map(async (one) => ({
      name: one.name,
      packages: await countPackages(one.home),
      installedKb: await sizeKb(one.home),
    })),
  );
  const [ours] = contenders;
  const packedKb = size / 1000;
  return {
    title: 'The package',
    goals: [
      {
        goal: `package ≤ ${mostPackedKb} kB packed`,
        measured: `${packedKb.toFixed(0)} kB in ${entryCount} files`,
        met: packedKb <= mostPackedKb,
      },
      { goal: 'no runtime dependency', measured: `${ours.packages} package`, met: ours.packages === 1 },
    ],
    tables: [
      {
        head: ['', 'ours is', 'installed', 'packages'],
        rows: contenders.map((one) => [
          one.name,
          `${(ours.installedKb / one.installedKb).toFixed(3)} ×`,
          `${(one.installedKb / 1000).toFixed(1)} MB`,
          one.packages,
        ]),
      },
    ],
    notes,
  };
}

async function countPackages(home) {
  const { packages } = JSON.parse(await readFile(join(home, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).length;
}

async function sizeKb(home) {
  const { stdout } = await execute('du', ['-sk', join(home, 'node_modules')]);
  return Number.parseInt(stdout, 10) * 1.024;
}
