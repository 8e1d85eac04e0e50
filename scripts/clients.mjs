// npm run clients [-- name …] [--write]: real MCP clients from npm drive the built server through a video, in rehearsal. Minutes; needs a registry.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundled } from './bundle.mjs';
import { hosts } from './clients/hosts.mjs';
import { run } from './run.mjs';

const page = join('docs', 'clients.md');
const section = /(<!-- begin clients -->)[\s\S]*?(<!-- end clients -->)/;
const mostMs = 180_000;

const names = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const chosen = hosts.filter(({ id }) => names.length === 0 || names.includes(id));
const { makePicture } = await importBundled({ entryPoints: [join('src', 'simulation', 'picture.ts')] });
const scratch = mkdtempSync(join(tmpdir(), 'seedance-clients-'));
const results = [];

try {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', scratch]));
  for (const host of chosen) {
    const result = tryHost(host, join(scratch, filename));
    results.push(result);
    console.log(`${result.fault ? 'no ' : 'ok '} ${host.title}: ${result.fault ?? `${result.seconds} s`}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const table = renderTable(results);
console.log(`\n${table}`);
if (process.argv.includes('--write')) {
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(section, (_, begin, end) => `${begin}\n\n${table}\n\n${end}`),
  );
  run('npx', ['biome', 'format', '--write', page]);
}
if (results.some(({ fault }) => fault)) process.exitCode = 1;

/** Installs a host, with our package, and lets it make a video of a picture in its project. */
function tryHost(host, tarball) {
  const folder = join(scratch, host.id);
  const home = join(folder, 'home');
  const project = join(home, 'project');
  mkdirSync(project, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  run('npm', [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    tarball,
    ...host.packages,
  ]);
  if (host.setup) run(process.execPath, [join(folder, 'node_modules', ...host.setup)]);
  cpSync(join('scripts', 'clients'), folder, { recursive: true });
  cpSync(join(folder, 'hosts', `${host.id}.mjs`), join(folder, 'host.mjs'));
  const picture = join(project, 'hero.png');
  writeFileSync(picture, makePicture({ width: 640, height: 360 }, 'hero'));

  const env = { PATH: process.env.PATH, HOME: home, SEEDANCE_REHEARSAL: '1' };
  const places = { SEEDANCE_HOME: join(home, 'record'), SEEDANCE_OUTPUT_DIR: join(home, 'videos') };
  const server = {
    command: process.execPath,
    args: [join(folder, 'node_modules', 'seedance-mcp', 'dist', 'main.js')],
    cwd: project,
  };
  const { stdout } = spawnSync(
    process.execPath,
    [join(folder, 'drive.mjs'), JSON.stringify({ ...server, env: { ...env, ...places } }), picture],
    {
      cwd: project,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      timeout: mostMs,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const outcome = JSON.parse(stdout.trim().split('\n').at(-1) || '{"tools":[],"trouble":"it printed nothing"}');
  return { ...host, ...outcome, fault: findFault(outcome, picture, places.SEEDANCE_HOME) };
}

/** What is not as it should be: the tools, every parameter in the record, the picture uploaded, the file saved. */
function findFault({ tools, handed, saved, trouble }, picture, record) {
  if (trouble) return trouble;
  if (tools.length !== 5) return `it lists ${tools.join(', ') || 'no tools'}`;
  const sent = readParameters(record);
  const [uploaded] = sent.image_files ?? [];
  if (!/^https:/.test(uploaded)) return `${picture} was not uploaded`;
  const lost = Object.keys(handed).filter((key) => sent[key] !== handed[key]);
  if (lost.length > 0) return `it lost ${lost.join(', ')}`;
  return saved ? undefined : 'no file was saved';
}

function readParameters(record) {
  const ledger = join(record, 'ledger');
  const lines = readdirSync(ledger).flatMap((name) => readFileSync(join(ledger, name), 'utf8').trim().split('\n'));
  const events = lines.map((line) => JSON.parse(line));
  return events.find(({ parameters }) => parameters?.prompt)?.parameters ?? {};
}

function renderTable(rows) {
  const versionOf = ({ packages: [first] }) => first.slice(first.lastIndexOf('@') + 1);
  const lines = rows.map((row) => {
    const works = row.fault ? `no: ${row.fault.replaceAll('\n', ' ').slice(0, 120)}` : 'yes';
    return `| ${[row.title, versionOf(row), works, row.note ?? ''].join(' | ')} |`;
  });
  const when = `Run on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform}.`;
  return ['| Client | Version | Makes the video | Mind |', '| --- | --- | --- | --- |', ...lines, '', when].join('\n');
}
