import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The licence of every package that has a line in the bundle, as THIRD_PARTY_LICENSES wants to be read. */
export async function renderLicenses({ inputs, outputs }) {
  const used = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(used.filter((path) => path in inputs).flatMap((path) => packageFolder(path) ?? []));
  const texts = await Promise.all([...folders].sort().map(renderPackage));
  return `What is bundled in this folder, and its licences.\n\n${texts.join('\n')}`;
}

function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** What the Mozilla Public License asks to be said (its Exhibit A), beside where the source is: its whole text is 5 kB of the package. */
const mozilla =
  'This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.';

async function renderPackage(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const holder = typeof author === 'object' ? author.name : author;
  const whole = file ? await readFile(join(folder, file), 'utf8') : `Copyright ${holder ?? 'its authors'}`;
  const text = license === 'MPL-2.0' ? mozilla : whole;
  const source = `https://www.npmjs.com/package/${name}/v/${version}`;
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\nSource: ${source}\n\n${text.trim()}\n`;
}
