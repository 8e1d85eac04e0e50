// npm run faults [-- --long] [name of a file …]: what takes minutes. The long run takes about an hour.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const given = process.argv.slice(2);
const env = { ...process.env, ...(given.includes('--long') && { FAULTS_LONG: '1' }) };
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', '--config', 'vitest.faults.config.ts', ...given.filter((word) => word !== '--long')];
const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
process.exitCode = status ?? 1;
