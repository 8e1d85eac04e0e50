// npm run bench [-- SECTION…] [--write]: measures this server beside its peers, in one run. --write keeps a whole run in bench/RESULTS.md.
// Linux only: memory and processor time are read from /proc. Needs curl, and npm for the peers.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderMachine, renderResults, renderSection } from './report.mjs';
import { execute, folder, project } from './workshop.mjs';

/** In the order of the report. A section is `run()`, which resolves to { title, goals, tables, notes }. */
const sections = [
  'start',
  'tools',
  'calls',
  'prompt',
  'record',
  'download',
  'join',
  'conversation',
  'film',
  'batch',
  'workers',
  'database',
  'database-batch',
  'delay',
  'package',
];

const asked = process.argv.slice(2).filter((argument) => argument !== '--write');
const unknown = asked.filter((name) => !sections.includes(name));
if (unknown.length > 0) {
  console.error(`No such section: ${unknown.join(', ')}. There are: ${sections.join(', ')}.`);
  process.exit(2);
}
const chosen = asked.length > 0 ? asked : sections;
const write = process.argv.includes('--write');
if (write && asked.length > 0) {
  console.error('Only a whole run is written: leave the sections out.');
  process.exit(2);
}

await mkdir(folder, { recursive: true });
const machine = renderMachine();
console.log(machine);
const results = [];
for (const name of chosen) {
  const startedAt = performance.now();
  const { run } = await import(`./${name}.mjs`);
  const result = { name, ...(await run()) };
  results.push(result);
  console.log(`\n${renderSection(result)}\n(${Math.round((performance.now() - startedAt) / 1000)} s)`);
}
const text = renderResults(results, machine);
if (write) {
  const path = join(import.meta.dirname, 'RESULTS.md');
  await writeFile(path, text);
  await execute('npx', ['biome', 'format', '--write', path], { cwd: project });
}
const missed = results.flatMap(({ goals }) => goals).filter(({ met }) => !met);
console.log(missed.length === 0 ? '\nEvery goal is met.' : `\nMissed: ${missed.map(({ goal }) => goal).join('; ')}`);
process.exit(missed.length === 0 ? 0 : 1);
